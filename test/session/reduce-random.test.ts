import {expect, it} from 'vitest';
import type {Verdict} from '../../src/checks/verdict.ts';
import {actOf, permitted} from '../../src/session/permitted.ts';
import {noProgress, type Progress} from '../../src/session/progress.ts';
import {reduce} from '../../src/session/reduce.ts';
import type {SessionEffect} from '../../src/session/session-effect.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import {currentStep, type SessionState, shownVerdict} from '../../src/session/session-state.ts';
import {countOf} from '../full-count.ts';
import {createRandom} from '../terminal/fuzz-strings.ts';
import {course, now, start} from './sample-course.ts';

type Random = (limit: number) => number;

const runs = countOf({quick: 3000, full: 30_000});
const eventsPerRun = 60;

const stepIds = [...new Set(course.lessons.flatMap(({steps}) => steps.map(({id}) => id)))];
const verdicts: readonly Verdict[] = [
  {type: 'waiting'},
  {type: 'passed', evidence: 'it is there'},
  {type: 'passed', evidence: 'the first one', answer: 0},
  {type: 'failed', message: 'it is not'},
  {type: 'broken', reason: 'it crashed'},
];

/** What is under way outside: checks whose verdicts may come late, twice or never. */
interface World {
  clock: number;
  /** Counts the labs that were opened: what an earlier one says is not heard any more. */
  lab: number;
  readonly verdictsToCome: {readonly lab: number; readonly event: SessionEvent}[];
  checksInFlight: number;
  /** Whether the learner did or asked something since they came to the step. */
  learnerActed: boolean;
}

function randomEvent(random: Random, world: World): SessionEvent {
  const pick = <Item>(list: readonly Item[]): Item => list[random(list.length)] as Item;
  const moment = () => {
    world.clock += random(3);
    return world.clock;
  };
  const terminal = pick(['client', 'broker-1', 'nowhere']);
  return pick<() => SessionEvent>([
    () => ({type: 'select-lesson', by: pick([-1, 1])}),
    () => ({type: 'open-lesson', index: random(3), step: pick(stepIds), now: moment()}),
    () => ({type: 'open-lesson', index: random(2), now: moment()}),
    () => ({type: 'lab-running', isNew: false}),
    () => ({type: 'lab-running', isNew: false}),
    () => ({type: 'lab-failed', message: 'x', cure: 'y'}),
    () => ({type: 'lab-progress', line: {message: pick(['a', 'b'])}}),
    () => ({type: 'go', to: pick(['next', 'back', 'skip']), now: moment()}),
    () => ({type: 'go', to: pick(['next', 'back']), now: moment()}),
    () => ({type: 'go', to: 'next', now: moment()}),
    () => ({type: 'show-hint'}),
    () => ({type: 'solve'}),
    () => ({type: 'stop-solving'}),
    () => ({type: 'type-block'}),
    () => ({type: 'ask-check'}),
    () => ({type: 'choose', choice: random(4), now: moment()}),
    () => ({type: 'cluster-changed'}),
    () => pick([{type: 'cluster-changed'}, {type: 'hosts-serve', hosts: ['broker-1']}]),
    () => ({type: 'output-settled', terminal}),
    () => ({type: 'look-again'}),
    () => ({type: 'command-started', terminal, command: 'ls', at: moment()}),
    () => ({type: 'command-ended', terminal}),
    () => ({type: 'host-state', host: 'client', state: pick(['up', 'killed'])}),
    () => ({type: 'tab-state', terminal, state: pick(['open', 'killed']), windows: 0}),
    () => ({type: 'servers-changed', servers: [{terminal, command: 'start'}]}),
    () => ({
      type: 'solving-ended',
      run: random(4),
      trouble: pick([undefined, 'stopped']),
      now: moment(),
    }),
    // Of a check that was never begun, or was told already.
    () => ({type: 'verdict', check: random(4), step: pick(stepIds), verdict: pick(verdicts), now: moment()}),
    () => ({type: 'retry-lab'}),
    () => (random(6) === 0 ? {type: 'leave-lesson'} : {type: 'cluster-changed'}),
    () => (random(6) === 0 ? {type: 'quit'} : {type: 'ask-check'}),
    () => ({type: 'lab-closed', now: moment()}),
  ])();
}

/** One of every type, so that none is forgotten. */
function anyEvent(random: Random, world: World): SessionEvent {
  const moment = () => {
    world.clock += random(3);
    return world.clock;
  };
  const dialogs = ['keys', 'steps', 'search', 'reset'] as const;
  const every: {readonly [Type in SessionEvent['type']]: Extract<SessionEvent, {readonly type: Type}>} = {
    'select-lesson': {type: 'select-lesson', by: 1},
    'open-lesson': {type: 'open-lesson', index: random(2), now: moment()},
    go: {type: 'go', to: 'next', now: moment()},
    'go-to': {type: 'go-to', at: random(7) - 1, now: moment()},
    'walk-to': {type: 'walk-to', at: random(7) - 1, now: moment()},
    'show-hint': {type: 'show-hint'},
    'show-solution': {type: 'show-solution'},
    solve: {type: 'solve'},
    'stop-solving': {type: 'stop-solving'},
    'type-block': {type: 'type-block'},
    'ask-check': {type: 'ask-check'},
    point: {type: 'point', by: random(3) - 1},
    choose: {type: 'choose', choice: random(4), now: moment()},
    focus: {type: 'focus', on: random(2) === 0 ? 'lesson' : 'terminal'},
    'begin-typing': {type: 'begin-typing'},
    'lend-focus': {type: 'lend-focus'},
    'return-focus': {type: 'return-focus'},
    'show-tab': {type: 'show-tab', index: random(4)},
    watch: {type: 'watch'},
    zoom: {type: 'zoom'},
    scroll: {type: 'scroll', to: random(9)},
    'copy-terminal': {type: 'copy-terminal'},
    'revive-terminal': {type: 'revive-terminal'},
    'retry-lab': {type: 'retry-lab'},
    'open-editor': {type: 'open-editor'},
    'open-page': {type: 'open-page'},
    'leave-lesson': {type: 'leave-lesson'},
    'show-dialog': {type: 'show-dialog', dialog: dialogs[random(4)] ?? 'keys'},
    'close-dialog': {type: 'close-dialog'},
    'point-in-dialog': {type: 'point-in-dialog', by: random(5) - 2},
    'choose-in-dialog': {type: 'choose-in-dialog', now: moment()},
    'change-query': {type: 'change-query', query: 'step'},
    reset: {type: 'reset', what: random(2) === 0 ? 'step' : 'lesson', now: moment()},
    quit: {type: 'quit'},
    'lab-progress': {type: 'lab-progress', line: {message: 'a'}},
    'lab-running': {type: 'lab-running', isNew: random(2) === 0},
    'lab-failed': {type: 'lab-failed', message: 'x', cure: 'y'},
    'lab-closed': {type: 'lab-closed', now: moment()},
    'cluster-changed': {type: 'cluster-changed'},
    'hosts-serve': {type: 'hosts-serve', hosts: ['broker-1']},
    'file-saved': {type: 'file-saved', file: 'producer.ts'},
    'tab-state': {type: 'tab-state', terminal: 'client', state: 'open', windows: random(2)},
    'host-state': {type: 'host-state', host: 'client', state: 'paused'},
    'command-started': {type: 'command-started', terminal: 'client', command: 'one', at: moment()},
    'command-ended': {type: 'command-ended', terminal: 'client'},
    'output-settled': {type: 'output-settled', terminal: 'client'},
    'look-again': {type: 'look-again'},
    'servers-changed': {type: 'servers-changed', servers: []},
    verdict: {type: 'verdict', check: random(4), step: 'create', verdict: {type: 'waiting'}, now: moment()},
    'solving-shows': {type: 'solving-shows', run: random(4), terminal: 'client'},
    rebuilding: {type: 'rebuilding', run: random(4), progress: {title: 'x', number: 1, of: 2}},
    'solving-ended': {type: 'solving-ended', run: random(4), trouble: undefined, now: moment()},
    notice: {type: 'notice', text: 'x'},
  };
  const types = Object.keys(every) as (keyof typeof every)[];
  return every[types[random(types.length)] ?? 'quit'];
}

/** Mostly what happens next by itself, else something at random. Verdicts come late, twice, in any order, or never. */
function nextEvent(random: Random, world: World): SessionEvent {
  if (random(10) === 0) return anyEvent(random, world);
  if (world.verdictsToCome.length === 0 || random(3) > 0) return randomEvent(random, world);
  const index = random(world.verdictsToCome.length);
  const coming = world.verdictsToCome[index];
  const fate = random(10);
  if (fate > 0) world.verdictsToCome.splice(index, 1);
  if (!coming || fate === 9 || coming.lab !== world.lab) return randomEvent(random, world);
  return coming.event;
}

function follow(effects: readonly SessionEffect[], random: Random, world: World): void {
  for (const effect of effects) {
    if (effect.type === 'open-lab') {
      world.lab += 1;
      world.checksInFlight = 0;
    }
    if (effect.type !== 'check') continue;
    world.checksInFlight += 1;
    const verdict = verdicts[random(verdicts.length)] as Verdict;
    world.verdictsToCome.push({
      lab: world.lab,
      event: {type: 'verdict', check: effect.number, step: effect.step.id, verdict, now: world.clock},
    });
  }
}

/** What the learner did in this step, told by the events alone. */
function watchLearner(before: SessionState, event: SessionEvent, after: SessionState, world: World): void {
  const arrived = before.open?.lesson !== after.open?.lesson || before.open?.at !== after.open?.at;
  if (arrived) world.learnerActed = false;
  else if (event.type === 'ask-check' || event.type === 'solve') world.learnerActed = true;
  else if (
    event.type === 'command-started' ||
    event.type === 'command-ended' ||
    event.type === 'file-saved' ||
    event.type === 'host-state'
  ) {
    // The setup types into `client`; what happens to a host meanwhile may be its doing.
    const isElsewhere =
      before.open?.step.typing === 'setup' &&
      (event.type === 'file-saved' || (event.type !== 'host-state' && event.terminal !== 'client'));
    const isRunning =
      before.open?.lab.type === 'running' && (before.open.step.typing !== 'setup' || isElsewhere);
    // While the lab comes up the lesson types into the servers' tabs, and only there.
    const isTypedEarly =
      before.open?.lab.type === 'starting' && 'terminal' in event && event.terminal === 'client';
    world.learnerActed ||= isRunning || isTypedEarly;
  }
}

function expectMonotonic(before: Progress, after: Progress): void {
  for (const [lesson, {steps}] of Object.entries(before.lessons)) {
    for (const [step, known] of Object.entries(steps)) {
      const later = after.lessons[lesson]?.steps[step];
      if (later !== known && known.how !== 'skipped') throw new Error(`${lesson}/${step} was taken away`);
      if (later === undefined) throw new Error(`${lesson}/${step} is forgotten`);
    }
  }
}

/** What is not permitted changes nothing but the notice. */
function expectRefused(
  before: SessionState,
  event: SessionEvent,
  state: SessionState,
  effects: readonly SessionEffect[],
): void {
  const act = before.open && actOf(event);
  if (!act || permitted(before)[act] === undefined) return;
  const {notice, noticeUntilEnd, ...rest} = state;
  expect({...rest, notice: before.notice, noticeUntilEnd: before.noticeUntilEnd}).toEqual(before);
  expect(effects).toEqual([]);
}

/** Events that only tell something: told twice, they leave the progress that they made when told once. */
const tells = new Set<SessionEvent['type']>([
  'verdict',
  'choose',
  'solving-ended',
  'servers-changed',
  'lab-running',
  'command-ended',
  'tab-state',
  'host-state',
]);

function judge(before: SessionState, event: SessionEvent, random: Random, world: World): SessionState {
  const {state, effects} = reduce(before, event);
  if (event.type !== 'reset') expectMonotonic(before.progress, state.progress);
  expectRefused(before, event, state, effects);
  if (state.progress !== before.progress) {
    const saved = effects.findLast((effect) => effect.type === 'save-progress');
    if (saved?.progress !== state.progress) throw new Error('progress changed and is not saved');
  }
  if (tells.has(event.type)) expect(reduce(state, event).state.progress).toEqual(state.progress);

  if (event.type === 'verdict') {
    const {open} = before;
    const isAwaited =
      open?.check.state !== 'idle' &&
      open?.check.number === event.check &&
      open?.check.startedAt === open?.step.startedAt &&
      currentStep(open)?.id === event.step;
    if (!isAwaited && (state.progress !== before.progress || state.open?.step !== open?.step))
      throw new Error('a verdict nobody waits for changed something');
    if (open && open.check.state !== 'idle' && open.check.number === event.check) world.checksInFlight = 0;
  }

  follow(effects, random, world);
  if (world.checksInFlight > 1) throw new Error(`${world.checksInFlight} checks in flight`);
  for (const effect of effects) {
    if (effect.type !== 'check') continue;
    if (!state.open || effect.step !== currentStep(state.open) || state.open.lab.type !== 'running')
      throw new Error('a check of something else than the step in sight');
  }

  watchLearner(before, event, state, world);
  if (state.open && shownVerdict(state.open.step)?.type === 'failed' && !world.learnerActed)
    throw new Error('called wrong before the learner did anything');
  return state;
}

it(`${runs} sessions in random order, with events twice and lost, keep what was earned and check one step at a time`, () => {
  const seen = {passed: 0, quit: 0, failedShown: 0};
  for (let seed = 1; seed <= runs; seed += 1) {
    const random = createRandom(seed);
    const world: World = {clock: now, lab: 0, verdictsToCome: [], checksInFlight: 0, learnerActed: false};
    const told: SessionEvent[] = [];
    let state = start(noProgress);
    // Most sessions begin by opening a lesson; the others are all chance.
    const opening: readonly SessionEvent[] =
      seed % 4 === 0
        ? []
        : [
            {type: 'open-lesson', index: 0, step: stepIds[random(stepIds.length)] as string, now},
            {type: 'lab-running', isNew: false},
          ];
    try {
      for (let count = 0; count < eventsPerRun; count += 1) {
        const event = opening[count] ?? nextEvent(random, world);
        told.push(event);
        state = judge(state, event, random, world);
        if (state.open && shownVerdict(state.open.step)?.type === 'failed') seen.failedShown += 1;
      }
    } catch (error) {
      throw new Error(`seed ${seed}, after ${told.length} events: ${(error as Error).message}`, {
        cause: told,
      });
    }
    if (state.isQuitting) seen.quit += 1;
    seen.passed += Object.values(state.progress.lessons).flatMap(({steps}) => Object.values(steps)).length;
  }
  // Nothing would be proven by sessions in which nothing happens.
  expect(seen.passed).toBeGreaterThan(runs / 2);
  expect(seen.quit).toBeGreaterThan(runs / 20);
  expect(seen.failedShown).toBeGreaterThan(runs / 10);
});
