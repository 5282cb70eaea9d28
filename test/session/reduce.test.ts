import {describe, expect, it} from 'vitest';
import type {Verdict} from '../../src/checks/verdict.ts';
import {isLessonDone, noProgress, passStep} from '../../src/session/progress.ts';
import {reduce} from '../../src/session/reduce.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import {type SessionState, shownVerdict} from '../../src/session/session-state.ts';
import {after, at, course, howOf, now, openOf, start, steps, typesOf, verdictOf} from './sample-course.ts';

const passed = {type: 'passed', evidence: 'it is there'} as const;
const failed = {type: 'failed', message: 'it is not'} as const;
const waiting = {type: 'waiting'} as const;
const next = {type: 'go', to: 'next', now} as const;
const back = {type: 'go', to: 'back', now} as const;
const skip = {type: 'go', to: 'skip', now} as const;
const typed = [
  {type: 'command-started', terminal: 'client', command: 'ls', at: now},
  {type: 'command-ended', terminal: 'client'},
] as const;

const whenOf = ({at: index, lesson}: NonNullable<SessionState['open']>) => lesson.steps[index]?.id ?? index;
const placeOf = (state: SessionState) => whenOf(openOf(state));

describe('the map', () => {
  it('keeps the pointer on a lesson', () => {
    const up = {type: 'select-lesson', by: -1} as const;
    const down = {type: 'select-lesson', by: 1} as const;
    expect(after(start(), up).state.selected).toBe(0);
    expect(after(start(), down, down, down).state.selected).toBe(1);
    expect(after(start(), down, up).state.selected).toBe(0);
  });

  it('opens a lesson at its introduction, with a lab and the place remembered', () => {
    const {state, effects} = after(start(), {type: 'open-lesson', index: 1, now});
    expect(placeOf(state)).toBe(-1);
    expect(state.selected).toBe(1);
    expect(openOf(state)).toMatchObject({lab: {type: 'starting', log: []}, focus: 'lesson', activeTab: 1});
    expect(openOf(state).tabs.map(({name, state: tab}) => [name, tab])).toEqual([
      ['broker-1', 'opening'],
      ['client', 'opening'],
    ]);
    expect(effects).toEqual([
      {type: 'open-lab', run: 1, lesson: course.lessons[1], servers: undefined},
      {type: 'save-progress', progress: {...noProgress, last: {lesson: '02-two', step: undefined}}},
    ]);
  });

  it('opens a lesson at the step that was asked for, and at the introduction when there is no such step', () => {
    const open = (step: string) => after(start(), {type: 'open-lesson', index: 0, step, now}).state;
    expect(placeOf(open('which'))).toBe('which');
    expect(placeOf(open('no-such-step'))).toBe(-1);
  });

  it('opens the lab with what ran there when it was left, each time under a number of its own', () => {
    const servers = [{terminal: 'broker-1', command: 'bin/kafka-server-start.sh config/server.properties'}];
    const left = after(
      start(),
      {type: 'open-lesson', index: 1, now},
      {type: 'lab-running', isNew: true},
      {type: 'servers-changed', servers},
      {type: 'leave-lesson'},
      // They end with the lab, which is no doing of the learner's.
      {type: 'servers-changed', servers: []},
      {type: 'lab-closed', now},
    ).state;
    const [opened] = after(left, {type: 'open-lesson', index: 1, now}).effects;
    expect(opened).toEqual({type: 'open-lab', run: 2, lesson: course.lessons[1], servers});
  });

  it('opens nothing where there is no lesson', () => {
    expect(after(start(), {type: 'open-lesson', index: 7, now})).toEqual({state: start(), effects: []});
  });

  it('opens no second lesson beside the first', () => {
    const state = at('read');
    expect(after(state, {type: 'open-lesson', index: 1, now})).toEqual({state, effects: []});
  });

  it('opens no lesson any more when the learner has quit', () => {
    const quit = after(start(), {type: 'quit'}).state;
    expect(after(quit, {type: 'open-lesson', index: 0, now})).toEqual({state: quit, effects: []});
  });

  it('takes no notice of what only an open lesson knows', () => {
    const events: readonly SessionEvent[] = [
      next,
      {type: 'solve'},
      {type: 'show-hint'},
      {type: 'ask-check'},
      {type: 'choose', choice: 0, now},
      {type: 'focus', on: 'terminal'},
      {type: 'leave-lesson'},
      {type: 'lab-running', isNew: false},
      {type: 'cluster-changed'},
      ...typed,
      {type: 'verdict', check: 1, step: 'create', verdict: passed, now},
    ];
    for (const event of events) expect(after(start(), event)).toEqual({state: start(), effects: []});
  });
});

describe('the lab', () => {
  const opened = after(start(), {type: 'open-lesson', index: 0, step: 'create', now}).state;

  it('tells its stages one after the other, and a stage once with its newest fraction', () => {
    const say = (message: string, fraction?: number): SessionEvent => ({
      type: 'lab-progress',
      line: {message, ...(fraction === undefined ? {} : {fraction})},
    });
    const {state} = after(opened, say('pulling', 0), say('pulling', 0.5), say('starting'));
    expect(openOf(state).lab).toEqual({
      type: 'starting',
      log: [{message: 'pulling', fraction: 0.5}, {message: 'starting'}],
    });
    const many = Array.from({length: 100}, (_, index) => say(`stage ${index}`));
    expect(openOf(after(opened, ...many).state).lab).toMatchObject({log: {length: 12}});
  });

  it('is not checked before it runs, and at once when it does', () => {
    expect(after(opened, {type: 'cluster-changed'}, {type: 'ask-check'}, ...typed).effects).toEqual([]);
    expect(after(opened, {type: 'lab-running', isNew: false}).effects).toEqual([
      {type: 'check', number: 1, step: steps.create, startedAt: now, choice: undefined},
    ]);
  });

  it('that runs already is not begun twice', () => {
    const state = at('prepared');
    expect(after(state, {type: 'lab-running', isNew: false})).toEqual({state, effects: []});
  });

  it('that failed says why, leads back to the lesson, and is tried again when asked', () => {
    const trouble = {type: 'lab-failed', message: 'no engine', cure: 'start it'} as const;
    const {state} = after(opened, {type: 'focus', on: 'terminal'}, trouble);
    expect(openOf(state)).toMatchObject({
      lab: {type: 'failed', message: 'no engine', cure: 'start it'},
      focus: 'lesson',
    });
    expect(openOf(after(state, {type: 'focus', on: 'terminal'}).state).focus).toBe('lesson');
    expect(after(state, {type: 'lab-progress', line: {message: 'late'}}).state).toEqual(state);
    const again = after(state, {type: 'retry-lab'});
    expect(typesOf(again.effects)).toEqual(['open-lab']);
    expect(openOf(again.state).lab).toEqual({type: 'starting', log: []});
  });

  it('is not tried again while it starts or runs', () => {
    expect(after(opened, {type: 'retry-lab'}).effects).toEqual([]);
    expect(after(at('create'), {type: 'retry-lab'}).effects).toEqual([]);
  });

  it('is closed once when the lesson is left, and the map comes back', () => {
    const left = after(at('create'), {type: 'leave-lesson'});
    expect(typesOf(left.effects)).toEqual(['stop-solving', 'close-lab']);
    expect(openOf(left.state).lab.type).toBe('stopping');
    expect(after(left.state, {type: 'leave-lesson'}).effects).toEqual([]);
    const closed = after(left.state, {type: 'lab-closed', now});
    expect(closed).toMatchObject({state: {open: undefined}, effects: []});
  });

  it('that is left while something is typed there says no more of it', () => {
    const solving = after(at('create'), {type: 'solve'}).state;
    const left = after(solving, {type: 'leave-lesson'}).state;
    const ended = {type: 'solving-ended', run: left.runs, trouble: 'Solving was stopped.', now} as const;
    expect(after(left, ended).state.notice).toBeUndefined();
    expect(after(solving, ended).state.notice).toBe('Solving was stopped.');
  });

  it('that is being stopped neither runs nor fails any more', () => {
    const {state} = after(opened, {type: 'leave-lesson'});
    expect(openOf(after(state, {type: 'lab-running', isNew: false}).state).lab.type).toBe('stopping');
    expect(openOf(after(state, {type: 'lab-failed', message: 'x', cure: 'y'}).state).lab.type).toBe(
      'stopping',
    );
    expect(after(state, {type: 'cluster-changed'}, ...typed).effects).toEqual([]);
  });

  it('remembers which servers run', () => {
    const servers = [{terminal: 'broker-1', command: 'bin/kafka-server-start.sh config/server.properties'}];
    const {state, effects} = after(at('create'), {type: 'servers-changed', servers});
    expect(state.progress.lessons['01-one']).toEqual({steps: {}, servers});
    expect(effects).toEqual([{type: 'save-progress', progress: state.progress}]);
  });
});

describe('a step', () => {
  it('that is only read is passed by going on', () => {
    const {state, effects} = after(at('read'), next);
    expect(placeOf(state)).toBe('create');
    expect(howOf(state, 'read')).toBe('read');
    expect(typesOf(effects)).toEqual(['save-progress', 'check']);
    expect(state.progress.last).toEqual({lesson: '01-one', step: 'create'});
  });

  it('that is a task holds the learner until it is passed or skipped', () => {
    const held = after(at('create'), next);
    expect(placeOf(held.state)).toBe('create');
    expect(held.state.notice).toBe('This step is not done yet; press s to skip it.');
    expect(after(at('which'), next).state.notice).toBe('Answer first, or press s to skip this question.');
    const chosen = after(at('predict'), {type: 'choose', choice: 0, now}, next).state;
    expect(chosen.notice).toBe('This step is not done yet; press s to skip it.');
    const skipped = after(at('create'), skip).state;
    expect(placeOf(skipped)).toBe('which');
    expect(howOf(skipped, 'create')).toBe('skipped');
  });

  it('that was skipped can be done later, and what was done is never skipped again', () => {
    const skipped = after(at('create'), skip, back).state;
    const done = after(skipped, verdictOf(skipped, waiting), {type: 'cluster-changed'}).state;
    const {state} = after(done, verdictOf(done, passed));
    expect(howOf(state, 'create')).toBe('done');
    expect(howOf(after(state, skip, back, skip).state, 'create')).toBe('done');
  });

  it('begins anew each time the learner comes to it', () => {
    const later = now + 5000;
    const used = after(at('create'), {type: 'show-hint'}, {type: 'ask-check'}, ...typed).state;
    const {state} = after(
      used,
      {type: 'go', to: 'skip', now: later},
      {type: 'go', to: 'back', now: later + 1},
    );
    expect(openOf(state).step).toMatchObject({
      startedAt: later + 1,
      hintsShown: 0,
      hasActed: false,
      hasAsked: false,
    });
  });

  it('before the first is the introduction, and before that there is nothing', () => {
    const {state} = after(at('read'), back);
    expect(placeOf(state)).toBe(-1);
    expect(after(state, back)).toEqual({state, effects: []});
    expect(state.progress.last).toEqual({lesson: '01-one', step: undefined});
  });

  it('shows the tab its first command belongs into', () => {
    expect(openOf(at('create')).activeTab).toBe(1);
    expect(openOf(after(at('create'), skip).state).activeTab).toBe(1);
  });

  it('gives its hints one by one', () => {
    const one = after(at('create'), {type: 'show-hint'}).state;
    const two = after(one, {type: 'show-hint'}).state;
    const none = after(two, {type: 'show-hint'}).state;
    expect([one, two, none].map((state) => openOf(state).step.hintsShown)).toEqual([1, 2, 2]);
    expect(none.notice).toBe('That was the last hint; S shows and types the solution.');
    expect(after(at('read'), {type: 'show-hint'}).state.notice).toBe('This step has no hint.');
  });

  it('types its blocks in turn, each into its tab', () => {
    const one = after(at('create'), {type: 'type-block'});
    expect(one.effects).toEqual([{type: 'type-block', block: steps.create.runnable[0]}]);
    expect(openOf(one.state)).toMatchObject({focus: 'terminal', activeTab: 1, step: {block: 1}});
    const two = after(one.state, {type: 'type-block'});
    expect(two.effects).toEqual([{type: 'type-block', block: steps.create.runnable[1]}]);
    expect(openOf(two.state)).toMatchObject({activeTab: 0, step: {block: 0}});
    expect(after(at('read'), {type: 'type-block'})).toMatchObject({
      effects: [],
      state: {notice: 'There is no command to type on this page.'},
    });
  });

  it('goes on to the next of its blocks when one is run, also by hand, and stays at what was typed for the learner', () => {
    const run = (terminal: string, command: string): readonly SessionEvent[] => [
      {type: 'command-started', terminal, command, at: now},
      {type: 'command-ended', terminal},
    ];
    const place = (...events: readonly SessionEvent[]) => {
      const {block, task} = openOf(after(at('create'), ...events).state).step;
      return {block, task};
    };
    expect(place(...run('client', 'one'))).toEqual({block: 1, task: 1});
    expect(place(...run('client', '  one '))).toEqual({block: 1, task: 1});
    expect(place({type: 'type-block'})).toEqual({block: 1, task: 0});
    expect(place({type: 'type-block'}, ...run('client', 'one'))).toEqual({block: 1, task: 1});
    expect(place(...run('broker-1', 'two'))).toEqual({block: 0, task: 1});
    expect(place(...run('broker-1', 'one'))).toEqual({block: 0, task: 0});
    expect(place(...run('client', 'another'))).toEqual({block: 0, task: 0});
    expect(place({type: 'command-started', terminal: 'client', command: 'one', at: now})).toEqual({
      block: 0,
      task: 0,
    });
  });
});

describe('a check', () => {
  it('runs when the cluster changed, a program printed, a command ended or a host changed', () => {
    const idle = after(at('create'), verdictOf(at('create'), waiting)).state;
    const events: readonly SessionEvent[] = [
      {type: 'cluster-changed'},
      {type: 'output-settled', terminal: 'client'},
      {type: 'command-started', terminal: 'client', command: 'ls', at: now},
      {type: 'command-ended', terminal: 'client'},
      {type: 'host-state', host: 'client', state: 'killed'},
      {type: 'ask-check'},
    ];
    for (const event of events) expect(typesOf(after(idle, event).effects)).toEqual(['check']);
  });

  it('runs alone; what happens meanwhile is looked at once, right after', () => {
    const busy = after(at('create'), {type: 'cluster-changed'}, {type: 'ask-check'}, ...typed);
    expect(busy.effects).toEqual([]);
    const second = after(busy.state, verdictOf(busy.state, waiting));
    expect(second.effects).toEqual([
      {type: 'check', number: 2, step: steps.create, startedAt: now, choice: undefined},
    ]);
    expect(after(second.state, verdictOf(second.state, waiting)).effects).toEqual([]);
  });

  it('passes the step with its evidence, and runs no more', () => {
    const state = at('create');
    const done = after(state, {type: 'cluster-changed'}, verdictOf(state, passed));
    expect(done.state.progress.lessons['01-one']?.steps['create']).toEqual({
      passedAt: '2030-01-01T00:00:00.000Z',
      how: 'done',
      evidence: 'it is there',
    });
    expect(done.effects).toEqual([{type: 'save-progress', progress: done.state.progress}]);
    expect(after(done.state, {type: 'cluster-changed'}, ...typed, {type: 'ask-check'}).effects).toEqual([]);
    expect(placeOf(after(done.state, next).state)).toBe('which');
  });

  it('of a step that was left changes nothing, and the next step is checked right after it', () => {
    const left = after(at('create'), skip, skip, {type: 'choose', choice: 0, now});
    expect(placeOf(left.state)).toBe('predict');
    expect(typesOf(left.effects)).not.toContain('check');
    const late = after(left.state, verdictOf(left.state, passed, {step: 'create'}));
    expect(howOf(late.state, 'create')).toBe('skipped');
    expect(howOf(late.state, 'predict')).toBeUndefined();
    expect(late.effects).toEqual([
      {type: 'check', number: 2, step: steps.predict, startedAt: now, choice: 0},
    ]);
  });

  it('of an earlier visit to the step changes nothing', () => {
    const away = after(at('create'), skip, {type: 'go', to: 'back', now: now + 1000}).state;
    const late = after(away, verdictOf(away, failed));
    expect(openOf(late.state).step.verdict).toBeUndefined();
    expect(late.effects).toEqual([
      {type: 'check', number: 2, step: steps.create, startedAt: now + 1000, choice: undefined},
    ]);
  });

  it('that was told already changes nothing', () => {
    const told = after(at('create'), verdictOf(at('create'), waiting)).state;
    expect(after(told, verdictOf(at('create'), passed))).toEqual({state: told, effects: []});
    const second = after(told, {type: 'cluster-changed'}).state;
    expect(after(second, verdictOf(at('create'), passed)).state).toEqual(second);
  });

  it('42: of a question tells slips alone before the prediction', () => {
    expect(after(at('predict'), {type: 'cluster-changed'}).effects).toEqual([]);
    const judged = after(at('predict'), typed[0]).state;
    const slip = {type: 'failed', message: 'No command `kafka-topcis.sh`.', isSlip: true} as const;
    expect(openOf(after(judged, verdictOf(judged, slip)).state).step.verdict).toEqual(slip);
    const giveaways = [
      failed,
      passed,
      {...passed, answer: 1},
      waiting,
      {...waiting, isUnderWay: true},
    ] as const;
    for (const verdict of giveaways) {
      const {state, effects} = after(judged, verdictOf(judged, verdict as Verdict));
      expect(openOf(state).step.verdict).toBeUndefined();
      expect(effects).toEqual([]);
      expect(howOf(state, 'predict')).toBeUndefined();
    }
  });

  it('of a question is asked for anew with the prediction, also while one from before it is under way', () => {
    const before = after(at('predict'), typed[0]);
    expect(before.effects).toMatchObject([{type: 'check', number: 1, choice: undefined}]);
    const chosen = after(before.state, {type: 'choose', choice: 1, now});
    expect(chosen.effects).toEqual([]);
    const {state, effects} = after(chosen.state, verdictOf(chosen.state, {...passed, answer: 0}));
    expect(howOf(state, 'predict')).toBeUndefined();
    expect(effects).toEqual([{type: 'check', number: 2, step: steps.predict, startedAt: now, choice: 1}]);
  });

  it('that finds the cluster at work looks again, and so long tells what is there', () => {
    const underWay = {type: 'waiting', message: '5 segments', isUnderWay: true} as const;
    const judged = after(at('create'), verdictOf(at('create'), underWay));
    expect(judged.effects).toEqual([{type: 'look-again'}]);
    expect(shownVerdict(openOf(judged.state).step)).toEqual(underWay);
    const again = after(judged.state, {type: 'look-again'});
    expect(typesOf(again.effects)).toEqual(['check']);
    // What happens meanwhile is looked at at once, and that look asks for the next one.
    const busy = after(again.state, {type: 'cluster-changed'}).state;
    expect(typesOf(after(busy, verdictOf(busy, underWay)).effects)).toEqual(['check']);
    const done = after(again.state, verdictOf(again.state, passed)).state;
    expect(after(done, {type: 'look-again'}).effects).toEqual([]);
  });

  it('does not run on pages without one', () => {
    for (const step of ['read', 'which'] as const)
      expect(after(at(step), {type: 'cluster-changed'}, {type: 'ask-check'}).effects).toEqual([]);
  });
});

describe('a failed verdict', () => {
  const judged = after(at('create'), verdictOf(at('create'), failed)).state;
  const shown = (state: SessionState) => shownVerdict(openOf(state).step)?.type;
  const ready = {type: 'solving-ended', run: 2, trouble: undefined, now} as const;
  // The steps before it are made first.
  const preparing = after(
    start(),
    {type: 'open-lesson', index: 0, step: 'prepared', now},
    {type: 'lab-running', isNew: false},
    {...ready, run: 1},
  );

  it('is not shown before the learner did or asked something', () => {
    expect(shown(judged)).toBe('waiting');
    expect(shown(after(judged, {type: 'cluster-changed'}).state)).toBe('waiting');
    expect(shown(after(judged, {type: 'output-settled', terminal: 'client'}).state)).toBe('waiting');
  });

  it('is shown once a command was run', () => {
    expect(shown(after(judged, typed[0]).state)).toBe('failed');
    expect(shown(after(judged, typed[1]).state)).toBe('failed');
    expect(shown(after(judged, {type: 'host-state', host: 'client', state: 'killed'}).state)).toBe('failed');
  });

  it('is shown when the learner asks', () => {
    expect(shown(after(judged, {type: 'ask-check'}).state)).toBe('failed');
  });

  it('is not shown for what the lesson itself typed before the step', () => {
    expect(preparing.effects.at(-1)).toMatchObject({type: 'run-blocks', step: steps.prepared});
    const prepared = after(preparing.state, ...typed, ready).state;
    expect(shown(after(prepared, verdictOf(prepared, failed)).state)).toBe('waiting');
  });

  it('is shown for what the learner did elsewhere while the lesson prepared the step', () => {
    expect(openOf(preparing.state).step.typing).toBe('setup');
    const inBroker = {type: 'command-started', terminal: 'broker-1', command: 'ls', at: now} as const;
    for (const doing of [inBroker, {type: 'file-saved', file: 'a.ts'}] as const) {
      const checked = after(preparing.state, doing).state;
      const prepared = after(checked, verdictOf(checked, waiting), ready).state;
      expect(shown(after(prepared, verdictOf(prepared, failed)).state)).toBe('failed');
    }
  });

  it('is shown after the solution did not help', () => {
    const solved = after(judged, {type: 'solve'}, ...typed).state;
    expect(shown(after(solved, verdictOf(solved, failed)).state)).toBe('failed');
  });

  it('is not carried over to the next visit', () => {
    const again = after(after(judged, ...typed).state, skip, back).state;
    expect(shown(again)).toBeUndefined();
  });

  it('hides neither a broken check nor what is waited for', () => {
    const broken = {type: 'broken', reason: 'it crashed'} as const;
    expect(shown(after(at('create'), verdictOf(at('create'), broken)).state)).toBe('broken');
    expect(shown(after(at('create'), verdictOf(at('create'), waiting)).state)).toBe('waiting');
  });
});

describe('a question', () => {
  const choose = (choice: number): SessionEvent => ({type: 'choose', choice, now});

  it('is passed by the right choice, whatever was chosen before', () => {
    const wrong = after(at('which'), choose(0), choose(2), choose(0)).state;
    expect(openOf(wrong).step).toMatchObject({choice: 0, wrong: [0, 2]});
    expect(howOf(wrong, 'which')).toBeUndefined();
    const right = after(wrong, choose(1));
    expect(right.state.progress.lessons['01-one']?.steps['which']).toMatchObject({
      how: 'answered',
      evidence: 'answered: right',
    });
    expect(typesOf(right.effects)).toEqual(['save-progress']);
    expect(after(right.state, choose(0))).toEqual({state: right.state, effects: []});
  });

  it('takes no choice that is not there', () => {
    for (const choice of [-1, 3, 99]) expect(after(at('which'), choose(choice)).state).toEqual(at('which'));
    expect(after(at('create'), choose(0)).effects).toEqual([]);
  });

  it('that the cluster answers is passed whatever was chosen', () => {
    const state = after(at('predict'), choose(0)).state;
    const done = after(state, verdictOf(state, {...passed, answer: 1})).state;
    expect(howOf(done, 'predict')).toBe('answered');
    expect(openOf(done).step).toMatchObject({choice: 0, verdict: {answer: 1}});
  });

  it('keeps the pointer on a choice', () => {
    const pointed = (...by: readonly number[]) =>
      openOf(after(at('which'), ...by.map((step): SessionEvent => ({type: 'point', by: step}))).state).step
        .pointed;
    expect([pointed(-1), pointed(1), pointed(1, 1, 1, 1), pointed(1, -1)]).toEqual([0, 1, 2, 0]);
  });
});

describe('solving', () => {
  const solving = after(at('create'), {type: 'solve'});

  it('types the solution once, and what comes of it counts as solved', () => {
    expect(typesOf(solving.effects)).toEqual(['run-blocks']);
    expect(after(solving.state, {type: 'solve'}).effects).toEqual([]);
    const done = after(solving.state, verdictOf(solving.state, passed)).state;
    expect(howOf(done, 'create')).toBe('solved');
  });

  it('shows each terminal that is typed into', () => {
    expect(
      openOf(after(solving.state, {type: 'solving-shows', run: 1, terminal: 'broker-1'}).state).activeTab,
    ).toBe(0);
    expect(
      openOf(after(solving.state, {type: 'solving-shows', run: 1, terminal: 'nowhere'}).state).activeTab,
    ).toBe(1);
  });

  it('says what stopped it', () => {
    const {state} = after(solving.state, {
      type: 'solving-ended',
      run: solving.state.runs,
      trouble: 'Solving stopped: x.',
      now,
    });
    expect(state.notice).toBe('Solving stopped: x.');
    expect(typesOf(after(state, {type: 'solve'}).effects)).toEqual(['run-blocks']);
  });

  it('is stopped when the learner asks or goes on', () => {
    expect(typesOf(after(solving.state, {type: 'stop-solving'}).effects)).toEqual(['stop-solving']);
    expect(typesOf(after(solving.state, skip).effects)).toContain('stop-solving');
    expect(after(at('create'), {type: 'stop-solving'}).effects).toEqual([]);
  });

  it('of a step that was left says nothing', () => {
    const gone = after(solving.state, skip).state;
    const late = after(gone, {type: 'solving-ended', run: solving.state.runs, trouble: 'stopped', now});
    expect(late.state.notice).toBeUndefined();
  });

  it('is not offered where there is nothing to type', () => {
    for (const step of ['read', 'which'] as const) {
      expect(after(at(step), {type: 'solve'})).toMatchObject({
        effects: [],
        state: {notice: 'There is nothing to type in this step.'},
      });
    }
  });

  it('waits for the lab', () => {
    const opened = after(start(), {type: 'open-lesson', index: 0, step: 'create', now}).state;
    expect(after(opened, {type: 'solve'}).effects).toEqual([]);
  });
});

describe('setup', () => {
  it('runs when the learner comes to the step, and not when it is passed', () => {
    const before = at('predict');
    const arrived = after(before, skip);
    expect(arrived.effects.at(-1)).toMatchObject({type: 'run-blocks', step: steps.prepared});
    const progress = passStep(noProgress, '01-one', 'prepared', {passedAt: '', how: 'done', evidence: ''});
    expect(typesOf(after(at('predict', progress), skip).effects)).not.toContain('run-blocks');
  });

  it('comes before the first check', () => {
    const arrived = after(at('predict'), skip);
    expect(typesOf(arrived.effects)).not.toContain('check');
    expect(
      typesOf(
        after(arrived.state, {type: 'solving-ended', run: arrived.state.runs, trouble: undefined, now})
          .effects,
      ),
    ).toEqual(['check']);
  });
});

describe('terminals', () => {
  it('have the focus only while there is a lab', () => {
    const focus = {type: 'focus', on: 'terminal'} as const;
    expect(openOf(after(at('create'), focus).state).focus).toBe('terminal');
    const leaving = after(at('create'), focus, {type: 'leave-lesson'}).state;
    expect(openOf(leaving).focus).toBe('lesson');
    expect(openOf(after(leaving, focus).state).focus).toBe('lesson');
    expect(after(leaving, {type: 'show-tab', index: 0}).state).toEqual(leaving);
    expect(after(leaving, {type: 'zoom'}).state).toEqual(leaving);
  });

  it('are shown by their number, where there is one', () => {
    expect(openOf(after(at('create'), {type: 'show-tab', index: 0}).state)).toMatchObject({
      activeTab: 0,
      focus: 'terminal',
    });
    expect(after(at('create'), {type: 'show-tab', index: 9}).state).toEqual(at('create'));
  });

  it('fill the screen and give it back', () => {
    const zoomed = after(at('create'), {type: 'zoom'}).state;
    expect(openOf(zoomed)).toMatchObject({zoom: 'on', focus: 'terminal'});
    expect(openOf(after(zoomed, {type: 'zoom'}).state).zoom).toBe('off');
    expect(openOf(after(zoomed, {type: 'focus', on: 'lesson'}).state)).toMatchObject({
      zoom: 'left',
      focus: 'lesson',
    });
  });

  it('tell how they are', () => {
    const tab = (...events: readonly SessionEvent[]) => openOf(after(at('create'), ...events).state).tabs[1];
    expect(tab({type: 'tab-state', terminal: 'client', state: 'open', windows: 0}, typed[0])).toMatchObject({
      state: 'open',
      running: 'ls',
    });
    expect(tab(...typed)?.running).toBeUndefined();
    expect(
      tab(typed[0], {type: 'tab-state', terminal: 'client', state: {exitCode: 3}, windows: 0}),
    ).toMatchObject({
      state: {exitCode: 3},
      running: undefined,
    });
    expect(tab({type: 'host-state', host: 'client', state: 'killed'})?.hostState).toBe('killed');
    expect(tab({type: 'tab-state', terminal: 'nowhere', state: 'killed', windows: 0})?.state).toBe('opening');
  });

  it('17: tell of a server of their host that runs in the background', () => {
    const serving = after(at('create'), {type: 'hosts-serve', hosts: ['broker-1']}).state;
    expect(openOf(serving).tabs.map(({serves}) => serves)).toEqual([true, false]);
    const gone = after(serving, {type: 'hosts-serve', hosts: []}).state;
    expect(openOf(gone).tabs.map(({serves}) => serves)).toEqual([false, false]);
  });

  it('are copied and revived by the name on their tab', () => {
    expect(after(at('create'), {type: 'copy-terminal'}, {type: 'revive-terminal'}).effects).toEqual([
      {type: 'copy-terminal', terminal: 'client'},
      {type: 'revive-terminal', terminal: 'client'},
    ]);
  });
});

describe('the end', () => {
  it('of a lesson is behind its last step, and no check runs there', () => {
    const {state, effects} = after(at('prepared'), skip);
    expect(placeOf(state)).toBe(5);
    expect(isLessonDone(state.progress, openOf(state).lesson)).toBe(false);
    expect(typesOf(effects)).toEqual(['stop-solving', 'save-progress']);
    expect(after(state, {type: 'cluster-changed'}, ...typed).effects).toEqual([]);
  });

  it('of a lesson is celebrated when every task and question is passed', () => {
    let progress = noProgress;
    for (const step of ['create', 'which', 'predict', 'prepared'])
      progress = passStep(progress, '01-one', step, {passedAt: '', how: 'done', evidence: ''});
    const {state} = after(at('prepared', progress), next);
    expect(isLessonDone(state.progress, openOf(state).lesson)).toBe(true);
  });

  it('of a lesson leads to the next one, once the servers have stopped', () => {
    const going = after(at('prepared'), skip, next);
    expect(typesOf(going.effects).slice(-1)).toEqual(['close-lab']);
    const opened = after(going.state, {type: 'lab-closed', now: now + 1});
    expect(openOf(opened.state).lesson.id).toBe('02-two');
    expect(typesOf(opened.effects)).toEqual(['open-lab', 'save-progress']);
  });

  it('of the last lesson leads to the map', () => {
    const last = after(
      start(),
      {type: 'open-lesson', index: 1, step: 'create', now},
      {type: 'lab-running', isNew: false},
      skip,
      next,
    );
    expect(after(last.state, {type: 'lab-closed', now})).toMatchObject({
      state: {open: undefined},
      effects: [],
    });
  });

  it('comes at once from the map, and after the servers from a lesson', () => {
    expect(typesOf(after(start(), {type: 'quit'}).effects)).toEqual(['exit']);
    const quitting = after(at('create'), {type: 'quit'});
    expect(typesOf(quitting.effects)).toEqual(['stop-solving', 'close-lab']);
    expect(after(quitting.state, {type: 'quit'}).effects).toEqual([]);
    expect(typesOf(after(quitting.state, {type: 'lab-closed', now}).effects)).toEqual(['exit']);
  });

  it('comes instead of the next lesson for who quits meanwhile', () => {
    const quitting = after(at('prepared'), skip, next, {type: 'quit'}).state;
    expect(typesOf(after(quitting, {type: 'lab-closed', now}).effects)).toEqual(['exit']);
  });
});

describe('a notice', () => {
  it('stays until the next key', () => {
    const told = after(at('create'), {type: 'notice', text: 'Look.'}).state;
    expect(after(told, {type: 'cluster-changed'}, ...typed).state.notice).toBe('Look.');
    const keys: readonly SessionEvent[] = [
      next,
      {type: 'show-tab', index: 0},
      {type: 'type-block'},
      {type: 'ask-check'},
      {type: 'zoom'},
      {type: 'solve'},
    ];
    for (const key of keys) expect(reduce(told, key).state.notice).not.toBe('Look.');
  });

  it('4: goes when the command ends that it speaks of, and when the step is passed that it said was open', () => {
    const busy = {type: 'notice', text: 'client is busy', untilEnd: 'client'} as const;
    const told = after(at('create'), busy).state;
    expect(reduce(told, {type: 'command-ended', terminal: 'broker-1'}).state.notice).toBe('client is busy');
    expect(reduce(told, {type: 'command-ended', terminal: 'client'}).state.notice).toBeUndefined();
    const open = after(at('create'), next).state;
    expect(open.notice).toContain('not done yet');
    expect(reduce(open, verdictOf(open, {type: 'passed', evidence: 'x'})).state.notice).toBeUndefined();
  });

  it('9: a prediction that was noted is there again, and so are the marks of an answer', () => {
    const noted = after(at('predict'), {type: 'choose', choice: 1, now}).state;
    const back = after(noted, {type: 'go', to: 'back', now}, {type: 'go-to', at: 3, now}).state;
    expect(openOf(back).step).toMatchObject({choice: 1, verdict: undefined});
    const wrong = after(
      at('which'),
      {type: 'choose', choice: 2, now},
      {type: 'choose', choice: 1, now},
    ).state;
    const again = after(wrong, {type: 'go', to: 'next', now}, {type: 'go', to: 'back', now}).state;
    expect(openOf(again).step).toMatchObject({choice: 1, wrong: [2], verdict: {type: 'passed'}});
  });
});
