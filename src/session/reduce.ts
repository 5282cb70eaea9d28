import type {Lesson, Step} from '../course/lesson.ts';
import {startCommand} from '../lab/servers.ts';
import {blockAfter, type CommandMark} from './blocks-done.ts';
import {chosenIn, reduceDialog} from './dialog.ts';
import {programsLeftRunning} from './left-running.ts';
import {actOf, permitted, type Refusal} from './permitted.ts';
import {
  forgetLesson,
  forgetStep,
  isStepDone,
  nextStep,
  type Progress,
  passStep,
  rememberPlace,
  rememberServers,
  type StepProgress,
} from './progress.ts';
import {notDone, refusalWords} from './refusal-words.ts';
import type {SessionEffect} from './session-effect.ts';
import type {SessionEvent} from './session-event.ts';
import {
  currentStep,
  type Destination,
  type LabLogLine,
  newStep,
  type OpenLesson,
  type SessionState,
  type StepState,
  seenStep,
  type Tab,
} from './session-state.ts';
import {stepsToRebuild} from './steps-to-rebuild.ts';

export interface Reduced {
  readonly state: SessionState;
  readonly effects: readonly SessionEffect[];
}

/** What the state becomes when something happens, and what is to be done. Pure. */
export function reduce(before: SessionState, event: SessionEvent): Reduced {
  const isOver = event.type === 'command-ended' && event.terminal === before.noticeUntilEnd;
  const state =
    clearsNotice.has(event.type) || isOver
      ? {...before, notice: undefined, noticeUntilEnd: undefined}
      : before;
  switch (event.type) {
    case 'select-lesson':
      return just({...state, selected: clamp(state.selected + event.by, 0, state.course.lessons.length - 1)});
    case 'open-lesson':
      return state.open || state.isQuitting
        ? just(state)
        : openLesson(state, {index: event.index, step: event.step}, event.now);
    case 'show-dialog':
    case 'close-dialog':
    case 'point-in-dialog':
    case 'change-query':
      return just(reduceDialog(state, event));
    case 'choose-in-dialog':
      return travel({...state, dialog: undefined}, chosenIn(state), event.now);
    case 'reset':
      return reset({...state, dialog: undefined}, event.what);
    case 'notice':
      return just({...state, notice: event.text, noticeUntilEnd: event.untilEnd});
    case 'quit':
      return quit(state);
    case 'lab-closed':
      return labClosed(state, event.now);
    default:
      return state.open ? reduceOpen(state, state.open, event) : just(state);
  }
}

/** A notice stays until the learner presses the next key, or something newer says otherwise. */
const clearsNotice: ReadonlySet<SessionEvent['type']> = new Set([
  'select-lesson',
  'open-lesson',
  'go',
  'go-to',
  'show-dialog',
  'reset',
  'show-hint',
  'show-solution',
  'solve',
  'type-block',
  'ask-check',
  'choose',
  'show-tab',
  'zoom',
  'focus',
  'lend-focus',
  'scroll',
  'point',
  'open-editor',
  'leave-lesson',
]);

type OpenEvent = Exclude<
  SessionEvent,
  {
    type:
      | 'select-lesson'
      | 'open-lesson'
      | 'show-dialog'
      | 'close-dialog'
      | 'point-in-dialog'
      | 'choose-in-dialog'
      | 'change-query'
      | 'reset'
      | 'notice'
      | 'quit'
      | 'lab-closed';
  }
>;

function refused(state: SessionState, refusal: Refusal): Reduced {
  const words = refusalWords(refusal, state);
  return just(words === '' ? state : {...state, notice: words});
}

function reduceOpen(state: SessionState, open: OpenLesson, event: OpenEvent): Reduced {
  const wanted = actOf(event);
  const refusal = wanted && permitted(state)[wanted];
  if (refusal) return refused(state, refusal);
  switch (event.type) {
    case 'go':
      return go(state, open, event.to, event.now);
    case 'go-to':
      return goTo(state, open, event.at, event.now);
    case 'walk-to':
      return arriveAt(state, open, event.at, event.now);
    case 'show-hint':
      return showHint(state, open);
    case 'show-solution':
      return withStep(state, {...open, scroll: theEnd}, {showsSolution: true});
    case 'solve':
      return solve(state, open);
    case 'stop-solving':
      return {state, effects: [{type: 'stop-solving'}]};
    case 'type-block':
      return typeBlock(state, open);
    case 'ask-check':
      return runCheck(withOpen(state, {...open, step: {...open.step, hasAsked: true}}));
    case 'point':
      return point(state, open, event.by);
    case 'choose':
      return choose(state, open, event.choice, event.now);
    case 'focus':
      return just(withOpen(state, sitDown(moveFocus(state, open, event.on))));
    case 'begin-typing':
      return just(withOpen(state, {...open, isReading: false}));
    case 'lend-focus':
      return just(withOpen(state, {...moveFocus(state, open, 'lesson'), focusIsLent: true}));
    case 'return-focus':
      return just(open.focusIsLent ? withOpen(state, moveFocus(state, open, 'terminal')) : state);
    case 'show-tab':
      return open.tabs[event.index] && canFocusTerminal(state)
        ? just(withOpen(state, sitDown({...moveFocus(state, open, 'terminal'), activeTab: event.index})))
        : just(state);
    case 'zoom':
      return just(withOpen(state, toggleZoom(state, open)));
    case 'scroll':
      return just(withOpen(state, {...open, scroll: Math.max(0, event.to)}));
    case 'copy-terminal':
      return {state, effects: withTab(open, (tab) => ({type: 'copy-terminal', terminal: tab.name}))};
    case 'revive-terminal':
      return {state, effects: withTab(open, (tab) => ({type: 'revive-terminal', terminal: tab.name}))};
    case 'retry-lab':
      return {
        state: withOpen(state, {...open, lab: {type: 'starting', log: []}}),
        effects: [{type: 'open-lab', lesson: open.lesson}],
      };
    case 'leave-lesson':
      return leaveLesson(state, open);
    case 'lab-progress':
      return just(withOpen(state, {...open, lab: addLogLine(open, event.line)}));
    case 'lab-running':
      return labRunning(state, open, event);
    case 'lab-failed':
      if (open.lab.type === 'stopping') return just(state);
      return just(
        withOpen(state, {
          ...open,
          lab: {type: 'failed', message: event.message, cure: event.cure},
          focus: 'lesson',
          focusIsLent: false,
        }),
      );
    case 'tab-state':
      return just(
        withOpen(
          state,
          mapTab(open, event.terminal, (tab) => ({
            ...tab,
            state: event.state,
            windows: event.windows,
            running: event.state === 'open' ? tab.running : undefined,
          })),
        ),
      );
    case 'hosts-serve': {
      const tabs = open.tabs.map((tab) => {
        const serves = tab.name === tab.host && event.hosts.includes(tab.host);
        return serves === tab.serves ? tab : {...tab, serves};
      });
      return just(withOpen(state, {...open, tabs}));
    }
    case 'host-state': {
      const tabs = open.tabs.map((tab) => (tab.host === event.host ? {...tab, hostState: event.state} : tab));
      return act(withOpen(state, {...open, tabs}), 'a host');
    }
    case 'command-started': {
      const {terminal, command} = event;
      const begun = followBlocks(open, {type: 'started', terminal, command});
      const started = mapTab(begun, terminal, (tab) => ({...tab, running: command}));
      // Two that run the learner's programs at once would get into each other's way.
      return act(withOpen(state, started), {terminal}, currentStep(open)?.runsPrograms !== true);
    }
    case 'command-ended': {
      const {terminal} = event;
      const command = open.tabs.find(({name}) => name === terminal)?.running ?? '';
      const over = followBlocks(open, {type: 'ended', terminal, command});
      return act(
        withOpen(
          state,
          mapTab(over, terminal, (tab) => ({...tab, running: undefined})),
        ),
        {terminal},
      );
    }
    case 'cluster-changed':
    case 'output-settled':
      // What such a check runs changes the cluster by itself: it would run for ever.
      return currentStep(open)?.runsPrograms ? just(state) : runCheck(state);
    case 'look-again':
      return runCheck(state);
    case 'file-saved':
      return act(state, 'a file');
    case 'open-editor':
      return openEditor(state, open);
    case 'servers-changed':
      return save({...state, progress: rememberServers(state.progress, open.lesson.id, event.servers)});
    case 'verdict':
      return takeVerdict(state, open, event);
    case 'solving-shows': {
      if (!isUnderWay(state, open, event.run)) return just(state);
      const activeTab = open.tabs.findIndex(({name}) => name === event.terminal);
      return just(withOpen(state, {...open, activeTab: activeTab === -1 ? open.activeTab : activeTab}));
    }
    case 'rebuilding':
      return isUnderWay(state, open, event.run)
        ? withStep(state, open, {rebuilding: event.progress})
        : just(state);
    case 'solving-ended':
      return solvingEnded(state, open, event);
  }
}

function openLesson(state: SessionState, {index, step: wanted}: Destination, now: number): Reduced {
  const lesson = state.course.lessons[index];
  if (!lesson) return just(state);
  const asked = lesson.steps.findIndex(({id}) => id === wanted);
  const at = asked === -1 ? nextStep(lesson, state.progress) : asked;
  const tabs = lesson.terminals.map(
    ({name, host}): Tab => ({
      name,
      host,
      state: 'opening',
      hostState: 'up',
      running: undefined,
      windows: 0,
      serves: false,
    }),
  );
  const open: OpenLesson = {
    lesson,
    at,
    // A lesson without hosts is only read: there is nothing to start.
    lab: needsLab(lesson) ? {type: 'starting', log: []} : {type: 'running', log: [], isNew: false},
    wasAskedFor: asked !== -1,
    tabs,
    activeTab: 0,
    focus: 'lesson',
    focusIsLent: false,
    isReading: true,
    zoom: 'off',
    scroll: 'task',
    step: newStep(now),
    seen: {},
    check: {number: 0, startedAt: now, choice: undefined, state: 'idle'},
  };
  const progress = rememberPlace(state.progress, lesson.id, lesson.steps[at]?.id);
  return {
    state: {
      ...state,
      selected: index,
      open: {...open, activeTab: preferredTab(open)},
      progress,
      dialog: undefined,
    },
    effects: [
      ...(needsLab(lesson) ? ([{type: 'open-lab', lesson}] as const) : []),
      {type: 'save-progress', progress},
    ],
  };
}

function go(state: SessionState, open: OpenLesson, to: 'next' | 'back' | 'skip', now: number): Reduced {
  const step = currentStep(open);
  if (to === 'back') return arriveAt(state, open, open.at - 1, now);
  if (open.at >= open.lesson.steps.length) return openNextLesson(state, open);
  const passed = step && passing(state, open, step, to, now);
  const progress =
    step && passed ? passStep(state.progress, open.lesson.id, step.id, passed) : state.progress;
  return arriveAt({...state, progress}, open, open.at + 1, now);
}

/** To any step of the lesson. What it needs of the steps that were jumped over is done again first, visibly. */
function goTo(state: SessionState, open: OpenLesson, wanted: number, now: number): Reduced {
  const at = clamp(wanted, -1, open.lesson.steps.length);
  // Who goes to a step, by a click say, wants to read it.
  const reading = moveFocus(state, open, 'lesson');
  if (at === open.at) return just(withOpen(state, reading));
  return arriveAt(state, reading, at, now, at > open.at);
}

/** To a step of this lesson or of another one. */
function travel(state: SessionState, to: Destination | undefined, now: number): Reduced {
  const {open, course} = state;
  const lesson = to && course.lessons[to.index];
  if (!to || !lesson || state.isQuitting) return just(state);
  if (!open) return openLesson(state, to, now);
  const at = lesson.steps.findIndex(({id}) => id === to.step);
  if (open.lesson.id === lesson.id) return goTo(state, open, at, now);
  const left = leaveLesson(state, open);
  return {...left, state: {...left.state, opensNext: to}};
}

/** Forgets what was passed and begins again with a new lab: the lesson, or one step with what it needs before it. */
function reset(state: SessionState, what: 'step' | 'lesson'): Reduced {
  const {open, selected, course} = state;
  const lesson = open?.lesson ?? course.lessons[selected];
  const refusal = permitted(state)[what === 'step' ? 'start-step-over' : 'start-lesson-over'];
  if (refusal) return refused(state, refusal);
  if (!lesson) return just(state);
  const step = open && what === 'step' ? currentStep(open) : undefined;
  const progress = rememberPlace(
    step ? forgetStep(state.progress, lesson.id, step.id) : forgetLesson(state.progress, lesson.id),
    lesson.id,
    step?.id,
  );
  const forgotten: SessionState = {...state, progress};
  const saved: SessionEffect = {type: 'save-progress', progress};
  if (!open) return {state: forgotten, effects: [saved, {type: 'remove-lab', lesson}]};
  const left = leaveLesson(forgotten, open, true);
  const opensNext = {index: course.lessons.indexOf(lesson), step: step?.id};
  return {state: {...left.state, opensNext}, effects: [saved, ...left.effects]};
}

function passing(
  state: SessionState,
  open: OpenLesson,
  step: Step,
  to: 'next' | 'skip',
  now: number,
): StepProgress | undefined {
  if (isStepDone(state.progress, open.lesson.id, step.id)) return undefined;
  const passedAt = new Date(now).toISOString();
  if (step.kind === 'reading') return {passedAt, how: 'read', evidence: 'read'};
  return to === 'skip' ? {passedAt, how: 'skipped', evidence: 'skipped'} : undefined;
}

function arriveAt(
  state: SessionState,
  open: OpenLesson,
  at: number,
  now: number,
  wasAskedFor = false,
): Reduced {
  const left = currentStep(open);
  const seen = left ? {...open.seen, [left.id]: seenStep(open.step)} : open.seen;
  const next = newStep(now);
  const known = seen[open.lesson.steps[at]?.id ?? ''];
  const moved: OpenLesson = {
    ...open,
    at,
    wasAskedFor,
    isReading: true,
    scroll: 'task',
    step: {...next, ...known},
    seen,
  };
  const step = currentStep(moved);
  const progress = rememberPlace(state.progress, open.lesson.id, step?.id);
  const arrived = {...withOpen(state, {...moved, activeTab: preferredTab(moved)}), progress};
  const stopping: readonly SessionEffect[] = open.step.typing === 'nothing' ? [] : [{type: 'stop-solving'}];
  const saved: SessionEffect = {type: 'save-progress', progress};
  const begun = wasAskedFor ? rebuild(arrived) : prepare(arrived);
  return {state: begun.state, effects: [...stopping, saved, ...begun.effects]};
}

/** Before anything else: what the step needs of earlier ones and the lab does not have. */
function rebuild(state: SessionState): Reduced {
  const {open, progress} = state;
  const step = open && currentStep(open);
  if (!open || !step || open.lab.type !== 'running') return prepare(state);
  const {lesson, at, lab, wasAskedFor} = open;
  const arrived: OpenLesson = {...open, wasAskedFor: false};
  const earlier = stepsToRebuild({lesson, at, progress, isNew: lab.isNew, wasAskedFor});
  if (earlier.length === 0) return prepare(withOpen(state, arrived));
  return beginRun(state, arrived, {typing: 'rebuild'}, (run) => ({type: 'rebuild', run, earlier}));
}

/** What the lesson types before the learner begins, where it does; then the step is open. */
function prepare(state: SessionState): Reduced {
  const {open, progress} = state;
  const step = open && currentStep(open);
  if (
    !step ||
    step.setup.length === 0 ||
    open.lab.type !== 'running' ||
    isStepDone(progress, open.lesson.id, step.id)
  )
    return runCheck(state);
  const setUp = (run: number): SessionEffect => ({type: 'run-blocks', run, step, what: 'setup'});
  return beginRun(state, open, {typing: 'setup'}, setUp);
}

/** The tab the step's first command belongs into; on the introduction the one the lesson's first command does. */
function preferredTab(open: OpenLesson): number {
  const step = currentStep(open);
  const steps = step ? [step] : open.at < 0 ? open.lesson.steps : [];
  const [first] = steps.flatMap(({runnable, solution}) => runnable[0] ?? solution[0] ?? []);
  const index = open.tabs.findIndex(({name}) => name === first?.terminal);
  return index === -1 ? open.activeTab : index;
}

function openNextLesson(state: SessionState, open: OpenLesson): Reduced {
  const index = state.course.lessons.findIndex(({id}) => id === open.lesson.id) + 1;
  const left = leaveLesson(state, open);
  return {
    ...left,
    state: {
      ...left.state,
      opensNext: index < state.course.lessons.length ? {index, step: undefined} : undefined,
    },
  };
}

function labClosed(state: SessionState, now: number): Reduced {
  const closed: SessionState = {...state, open: undefined, opensNext: undefined};
  if (state.isQuitting) return {state: closed, effects: [{type: 'exit'}]};
  return state.opensNext === undefined ? just(closed) : openLesson(closed, state.opensNext, now);
}

function showHint(state: SessionState, open: OpenLesson): Reduced {
  return withStep(state, {...open, scroll: theEnd}, {hintsShown: open.step.hintsShown + 1});
}

/** Further down than any page goes: the screen keeps it in bounds, and what was added last is in sight. */
const theEnd = Number.MAX_SAFE_INTEGER;

function solve(state: SessionState, open: OpenLesson): Reduced {
  const step = currentStep(open);
  if (!step) return just(state);
  const solveIt = (run: number): SessionEffect => ({type: 'run-blocks', run, step, what: 'solution'});
  return beginRun(state, open, {typing: 'solution', showsSolution: true}, solveIt);
}

function typeBlock(state: SessionState, open: OpenLesson): Reduced {
  const step = currentStep(open);
  const block = step?.runnable[open.step.block];
  if (!step || !block) return just(state);
  const activeTab = open.tabs.findIndex(({name}) => name === block.terminal);
  return {
    state: withOpen(state, {
      ...open,
      activeTab,
      focus: 'terminal',
      focusIsLent: false,
      isReading: false,
      scroll: 'task',
      step: {...open.step, task: open.step.block, block: (open.step.block + 1) % step.runnable.length},
    }),
    effects: [{type: 'type-block', block}],
  };
}

/** What the learner runs of the page's commands leads on to the next one, also when they typed it themselves. */
function followBlocks(open: OpenLesson, mark: CommandMark): OpenLesson {
  const step = currentStep(open);
  const next = step && open.step.typing === 'nothing' ? blockAfter(step, open.step.task, mark) : undefined;
  if (!step || next === undefined) return open;
  const count = step.runnable.length;
  return {...open, step: {...open.step, task: Math.min(next, count - 1), block: next % count}};
}

function point(state: SessionState, open: OpenLesson, by: number): Reduced {
  const choices = currentStep(open)?.question?.choices.length ?? 0;
  return withStep(state, open, {pointed: clamp(open.step.pointed + by, 0, Math.max(0, choices - 1))});
}

function choose(state: SessionState, open: OpenLesson, choice: number, now: number): Reduced {
  const step = currentStep(open);
  const question = step?.question;
  if (!step || question?.choices[choice] === undefined) return just(state);
  if (step.check) return runCheck(withOpen(state, {...open, step: {...open.step, choice, pointed: choice}}));
  if (question.answer !== choice) {
    const wrong = [...new Set([...open.step.wrong, choice])];
    return withStep(state, open, {choice, pointed: choice, wrong});
  }

  const evidence = `answered: ${question.choices[choice]}`;
  const progress = passStep(state.progress, open.lesson.id, step.id, {
    passedAt: new Date(now).toISOString(),
    how: 'answered',
    evidence,
  });
  return save({
    ...withOpen(state, {
      ...open,
      step: {...open.step, choice, pointed: choice, verdict: {type: 'passed', evidence}},
    }),
    progress,
  });
}

function labRunning(
  state: SessionState,
  open: OpenLesson,
  {isNew, workspace}: Extract<SessionEvent, {type: 'lab-running'}>,
): Reduced {
  if (open.lab.type !== 'starting') return just(state);
  const {log} = open.lab;
  const place = workspace === undefined ? {} : {workspace};
  const running = rebuild(withOpen(state, {...open, lab: {type: 'running', log, isNew, ...place}}));
  const isRebuilt = running.effects.some(({type}) => type === 'rebuild');
  const ended = isNew || isRebuilt ? undefined : endedWithTheLab(state.progress, open);
  if (ended === undefined) return running;
  const notice = [running.state.notice, ended].filter((words) => words !== undefined).join(' ');
  return {...running, state: {...running.state, notice}};
}

/** A step may count on consumers and producers of the ones before. */
function endedWithTheLab(progress: Progress, {lesson, at}: OpenLesson): string | undefined {
  const tabs = programsLeftRunning(lesson, at, ({id}) => isStepDone(progress, lesson.id, id));
  if (tabs.length === 0) return undefined;
  const names = tabs.length === 1 ? tabs[0] : `${tabs.slice(0, -1).join(', ')} and ${tabs.at(-1)}`;
  return `Ended with the lab: what ran in ${names}. ↑ there finds the command.`;
}

function openEditor(state: SessionState, open: OpenLesson): Reduced {
  const folder = open.lab.type === 'running' ? open.lab.workspace : undefined;
  if (folder === undefined) return just(state);
  return {state, effects: [{type: 'open-editor', folder, file: fileOf(currentStep(open))}]};
}

/** The program a step is about: the one its solution saves, else the first one its page names. */
function fileOf(step: Step | undefined): string | undefined {
  const saved = step?.solution.find(({how}) => how === 'file')?.path;
  return saved ?? /`(?:workspace\/)?([\w-]+\.(?:ts|js|json))`/.exec(step?.text ?? '')?.[1];
}

/** Something was done in the lab: from now on the check may call it wrong. */
function act(state: SessionState, where: Place, isChecked = true): Reduced {
  const {open} = state;
  if (!open || !isLearnersDoing(open, where)) return just(state);
  const acted = withOpen(state, {...open, step: {...open.step, hasActed: true}});
  return open.lab.type === 'running' && isChecked ? runCheck(acted) : just(acted);
}

/** Where something was done. */
type Place = {readonly terminal: string} | 'a file' | 'a host';

/**
 * What the lesson types to start its servers or to prepare a step is not the learner's doing; what happens meanwhile
 * in a terminal that it does not type into is.
 */
function isLearnersDoing(open: OpenLesson, where: Place): boolean {
  const {lab, step, tabs} = open;
  const terminal = typeof where === 'string' ? undefined : where.terminal;
  if (lab.type === 'running') {
    if (step.hasActed || (step.typing !== 'setup' && step.typing !== 'rebuild')) return true;
    if (step.typing === 'rebuild' || where === 'a host') return false;
    const setup = currentStep(open)?.setup ?? [];
    return !setup.some((block) => (where === 'a file' ? block.how === 'file' : block.terminal === terminal));
  }
  const host = tabs.find(({name}) => name === terminal)?.host;
  return lab.type === 'starting' && host !== undefined && startCommand(host) === undefined;
}

/** At most one check at a time; what happens meanwhile is looked at right after. */
function runCheck(state: SessionState): Reduced {
  const {open} = state;
  const step = open && currentStep(open);
  if (
    !open ||
    !step?.check ||
    open.lab.type !== 'running' ||
    isStepDone(state.progress, open.lesson.id, step.id)
  )
    return just(state);
  // What is done again for the step's sake is not the step.
  if (open.step.typing === 'rebuild') return just(state);
  if (isUnanswered(open, step) && (step.runsPrograms || !open.step.hasActed)) return just(state);
  if (open.check.state !== 'idle')
    return just(withOpen(state, {...open, check: {...open.check, state: 'again'}}));
  const {startedAt, choice} = open.step;
  const number = open.check.number + 1;
  return {
    state: withOpen(state, {...open, check: {number, startedAt, choice, state: 'running'}}),
    effects: [{type: 'check', number, step, startedAt, choice}],
  };
}

/** A predict-then-run question asks first: what the cluster says before that would give the answer away. */
function isUnanswered({step: {choice}}: OpenLesson, {question}: Step): boolean {
  return question !== undefined && choice === undefined;
}

function takeVerdict(
  state: SessionState,
  open: OpenLesson,
  {check: number, step: id, verdict, now}: Extract<SessionEvent, {type: 'verdict'}>,
): Reduced {
  const {check} = open;
  if (check.state === 'idle' || check.number !== number) return just(state);
  const step = currentStep(open);
  const ended: OpenLesson = {...open, check: {...check, state: 'idle'}};
  const goOn = (next: SessionState) => (check.state === 'again' ? runCheck(next) : just(next));
  // A verdict for a step that was left tells nothing about the one the learner is at, nor one from before the answer.
  const isOfNow = check.startedAt === open.step.startedAt && check.choice === open.step.choice;
  if (step?.id !== id || !isOfNow) return goOn(withOpen(state, ended));
  if (isUnanswered(open, step)) {
    const told = verdict.type === 'failed' && verdict.isSlip ? verdict : undefined;
    return goOn(withOpen(state, {...ended, step: {...open.step, verdict: told}}));
  }
  const judged = withOpen(state, {...ended, step: {...open.step, verdict}});
  if (verdict.type === 'waiting' && verdict.isUnderWay && check.state !== 'again')
    return {state: judged, effects: [{type: 'look-again'}]};
  if (verdict.type !== 'passed') return goOn(judged);

  const how = step.question
    ? 'answered'
    : open.step.typing === 'solution' || open.step.showsSolution
      ? 'solved'
      : 'done';
  const passed: StepProgress = {passedAt: new Date(now).toISOString(), how, evidence: verdict.evidence};
  // Of what else was said the tick says nothing.
  const notice = judged.notice === notDone ? undefined : judged.notice;
  return save({
    ...judged,
    notice,
    progress: passStep(state.progress, open.lesson.id, step.id, passed),
  });
}

function solvingEnded(
  state: SessionState,
  open: OpenLesson,
  {run, trouble, now}: Extract<SessionEvent, {type: 'solving-ended'}>,
): Reduced {
  if (!isUnderWay(state, open, run)) return just(state);
  // What was done again for earlier steps is no doing of this one.
  const startedAt = open.step.typing === 'rebuild' && !open.step.hasActed ? now : open.step.startedAt;
  const ended = withOpen(state, {
    ...open,
    step: {...open.step, startedAt, typing: 'nothing', rebuilding: undefined},
  });
  const told = trouble === undefined ? ended : {...ended, notice: trouble};
  return open.step.typing === 'rebuild' ? prepare(told) : runCheck(told);
}

/** From now on something is typed for the learner, under a number of its own. */
function beginRun(
  state: SessionState,
  open: OpenLesson,
  change: Partial<StepState>,
  effectOf: (run: number) => SessionEffect,
): Reduced {
  const run = state.runs + 1;
  const begun = withOpen(state, {...open, step: {...open.step, ...change}});
  return {state: {...begun, runs: run}, effects: [effectOf(run)]};
}

/** False for what tells of a run that was over, or left, before it could say so. */
function isUnderWay({runs}: SessionState, {step}: OpenLesson, run: number): boolean {
  return run === runs && step.typing !== 'nothing';
}

function leaveLesson(state: SessionState, open: OpenLesson, removesData = false): Reduced {
  if (open.lab.type === 'stopping') return just(state);
  return {
    state: withOpen(state, {
      ...open,
      lab: {type: 'stopping', log: []},
      focus: 'lesson',
      focusIsLent: false,
      zoom: 'off',
      // What is forgotten must not be passed by a verdict that is still under way.
      check: removesData ? {...open.check, state: 'idle'} : open.check,
    }),
    effects: [{type: 'stop-solving'}, {type: 'close-lab', removesData}],
  };
}

function quit(state: SessionState): Reduced {
  if (!state.open) return {state: {...state, isQuitting: true}, effects: [{type: 'exit'}]};
  const left = leaveLesson(state, state.open);
  return {...left, state: {...left.state, isQuitting: true}};
}

const mostLogLines = 12;

/** The same message again is the same stage with another fraction. */
function addLogLine({lab}: OpenLesson, line: LabLogLine): OpenLesson['lab'] {
  if (lab.type === 'failed') return lab;
  const last = lab.log.at(-1);
  const log =
    last?.message === line.message
      ? [...lab.log.slice(0, -1), line]
      : [...lab.log, line].slice(-mostLogLines);
  return {...lab, log};
}

function needsLab({lab}: Lesson): boolean {
  return lab.hosts.length > 0;
}

function canFocusTerminal(state: SessionState): boolean {
  return permitted(state).terminal === undefined;
}

function moveFocus(state: SessionState, open: OpenLesson, on: 'lesson' | 'terminal'): OpenLesson {
  if (on === 'lesson' || !canFocusTerminal(state))
    return {...open, focus: 'lesson', focusIsLent: false, zoom: open.zoom === 'off' ? 'off' : 'left'};
  return {...open, focus: 'terminal', focusIsLent: false, zoom: open.zoom === 'off' ? 'off' : 'on'};
}

/** Whoever goes to a terminal is done with reading. */
function sitDown(open: OpenLesson): OpenLesson {
  return open.focus === 'terminal' ? {...open, isReading: false} : open;
}

function toggleZoom(state: SessionState, open: OpenLesson): OpenLesson {
  if (!canFocusTerminal(state)) return open;
  return {...open, focus: 'terminal', focusIsLent: false, zoom: open.zoom === 'off' ? 'on' : 'off'};
}

function withTab(open: OpenLesson, effect: (tab: Tab) => SessionEffect): readonly SessionEffect[] {
  const tab = open.tabs[open.activeTab];
  return tab ? [effect(tab)] : [];
}

function mapTab(open: OpenLesson, name: string, change: (tab: Tab) => Tab): OpenLesson {
  return {...open, tabs: open.tabs.map((tab) => (tab.name === name ? change(tab) : tab))};
}

function withStep(state: SessionState, open: OpenLesson, change: Partial<StepState>): Reduced {
  return just(withOpen(state, {...open, step: {...open.step, ...change}}));
}

function withOpen(state: SessionState, open: OpenLesson): SessionState {
  return {...state, open};
}

function save(state: SessionState): Reduced {
  return {state, effects: [{type: 'save-progress', progress: state.progress}]};
}

function just(state: SessionState): Reduced {
  return {state, effects: []};
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
