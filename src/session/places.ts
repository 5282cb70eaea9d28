import type {Lesson, Step} from '../course/lesson.ts';
import {runCheck} from './judging.ts';
import {programsLeftRunning} from './left-running.ts';
import {permitted} from './permitted.ts';
import {
  forgetLesson,
  forgetStep,
  isStepDone,
  nextStep,
  type Progress,
  passStep,
  rememberPlace,
  type StepProgress,
} from './progress.ts';
import {beginRun, clamp, just, type Reduced, refused, withOpen} from './reduced.ts';
import type {SessionEffect} from './session-effect.ts';
import type {SessionEvent} from './session-event.ts';
import {
  currentStep,
  type Destination,
  type LabLogLine,
  newStep,
  type OpenLesson,
  type SessionState,
  seenStep,
  type Tab,
} from './session-state.ts';
import {stepsToRebuild} from './steps-to-rebuild.ts';
import {moveFocus} from './tabs.ts';

/** Opens a lesson, at the step that is asked for or where the learner was. */
export function openLesson(state: SessionState, {index, step: wanted}: Destination, now: number): Reduced {
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
      runningSince: undefined,
      windows: 0,
      serves: false,
    }),
  );
  const open: OpenLesson = {
    lesson,
    at,
    // A lesson without hosts is only read: there is nothing to start.
    lab: needsLab(lesson) ? {type: 'starting', log: []} : {type: 'running', log: [], isNew: false, pages: []},
    wasAskedFor: asked !== -1,
    tabs,
    activeTab: 0,
    watched: lesson.steps[at]?.watch,
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
  const opened = {...open, activeTab: preferredTab(open)};
  const arrived: SessionState = {...state, selected: index, open: opened, progress, dialog: undefined};
  const saved: SessionEffect = {type: 'save-progress', progress};
  if (!needsLab(lesson)) return {state: arrived, effects: [saved]};
  const starting = startLab(arrived, opened);
  return {...starting, effects: [...starting.effects, saved]};
}

/** The lab of the open lesson comes up, with what ran in it when it was left, under a number of its own. */
export function startLab(state: SessionState, open: OpenLesson): Reduced {
  const {lesson} = open;
  const servers = state.progress.lessons[lesson.id]?.servers;
  const run = state.labs + 1;
  return {
    state: {...withOpen(state, {...open, lab: {type: 'starting', log: []}}), labs: run},
    effects: [{type: 'open-lab', run, lesson, servers}],
  };
}

/** To the page before or behind this one. */
export function go(
  state: SessionState,
  open: OpenLesson,
  to: 'next' | 'back' | 'skip',
  now: number,
): Reduced {
  const step = currentStep(open);
  if (to === 'back') return arriveAt(state, open, open.at - 1, now);
  if (open.at >= open.lesson.steps.length) return openNextLesson(state, open);
  const passed = step && passing(state, open, step, to, now);
  const progress =
    step && passed ? passStep(state.progress, open.lesson.id, step.id, passed) : state.progress;
  return arriveAt({...state, progress}, open, open.at + 1, now);
}

/** To any step of the lesson. What it needs of the steps that were jumped over is done again first, visibly. */
export function goTo(state: SessionState, open: OpenLesson, wanted: number, now: number): Reduced {
  const at = clamp(wanted, -1, open.lesson.steps.length);
  // Who goes to a step, by a click say, wants to read it.
  const reading = moveFocus(state, open, 'lesson');
  if (at === open.at) return just(withOpen(state, reading));
  return arriveAt(state, reading, at, now, at > open.at);
}

/** To a step of this lesson or of another one. */
export function travel(state: SessionState, to: Destination | undefined, now: number): Reduced {
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
export function reset(state: SessionState, what: 'step' | 'lesson'): Reduced {
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

/** To a page of the open lesson, which begins anew. */
export function arriveAt(
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
    // What a page asked for goes with it; what the learner asked for stays.
    watched: open.lesson.steps[at]?.watch ?? (open.watched === left?.watch ? undefined : open.watched),
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

/** The lab has come up: the step can begin. */
export function labRunning(
  state: SessionState,
  open: OpenLesson,
  {isNew, workspace, pages = []}: Extract<SessionEvent, {type: 'lab-running'}>,
): Reduced {
  if (open.lab.type !== 'starting') return just(state);
  const {log} = open.lab;
  const place = workspace === undefined ? {} : {workspace};
  const running = rebuild(withOpen(state, {...open, lab: {type: 'running', log, isNew, pages, ...place}}));
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

/** Before anything else: what the step needs of earlier ones and the lab does not have. */
export function rebuild(state: SessionState): Reduced {
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
export function prepare(state: SessionState): Reduced {
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

/** The servers of a lesson have stopped. */
export function labClosed(state: SessionState, now: number): Reduced {
  const closed: SessionState = {...state, open: undefined, opensNext: undefined};
  if (state.isQuitting) return {state: closed, effects: [{type: 'exit'}]};
  return state.opensNext === undefined ? just(closed) : openLesson(closed, state.opensNext, now);
}

/** Stops the servers of the lesson; the data stays unless it is to be removed. */
export function leaveLesson(state: SessionState, open: OpenLesson, removesData = false): Reduced {
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
    effects: [{type: 'stop-solving'}, {type: 'close-lab', lesson: open.lesson, removesData}],
  };
}

/** Ends the course, once the servers have stopped. */
export function quit(state: SessionState): Reduced {
  if (!state.open) return {state: {...state, isQuitting: true}, effects: [{type: 'exit'}]};
  const left = leaveLesson(state, state.open);
  return {...left, state: {...left.state, isQuitting: true}};
}

const mostLogLines = 12;

/** The same message again is the same stage with another fraction. */
export function addLogLine({lab}: OpenLesson, line: LabLogLine): OpenLesson['lab'] {
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
