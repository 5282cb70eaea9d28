import type {Verdict} from '../checks/verdict.ts';
import type {Course, HostName, Lesson, Step} from '../course/lesson.ts';
import type {HostState} from '../lab/lab.ts';
import type {Progress} from './progress.ts';

/** Everything the screen shows and every decision is made from. Plain data, changed by `reduce` alone. */
export interface SessionState {
  readonly course: Course;
  readonly progress: Progress;
  /** Index of the lesson the map points at. */
  readonly selected: number;
  /** The lesson that is open; the map is shown when there is none. */
  readonly open: OpenLesson | undefined;
  /** One sentence for the learner, until the next key. */
  readonly notice: string | undefined;
  readonly showsKeys: boolean;
  readonly isQuitting: boolean;
  /** Lesson to open once the servers of the one before have stopped. */
  readonly opensNext: number | undefined;
}

export interface OpenLesson {
  readonly lesson: Lesson;
  /** -1 is the introduction, `steps.length` the page behind the last step. */
  readonly at: number;
  readonly lab: LabStatus;
  readonly tabs: readonly Tab[];
  readonly activeTab: number;
  readonly focus: 'lesson' | 'terminal';
  /** `left`: the prefix key led out of a zoomed terminal, and the next way back leads into it again. */
  readonly zoom: 'off' | 'on' | 'left';
  /** First line of the lesson's text that is shown; the screen keeps it in bounds. */
  readonly scroll: number;
  readonly step: StepState;
  readonly check: CheckState;
}

/** The newest check that was begun. One runs at a time, also when the learner has gone to another step meanwhile. */
export interface CheckState {
  /** Counts up with every check of the lesson; its verdict carries the same number. */
  readonly number: number;
  /** `startedAt` of the visit to a step that it judges. */
  readonly startedAt: number;
  /** `again`: something happened since it began. */
  readonly state: 'idle' | 'running' | 'again';
}

export type LabStatus =
  | {readonly type: 'starting'; readonly log: readonly LabLogLine[]}
  | {readonly type: 'running'; readonly log: readonly LabLogLine[]}
  | {readonly type: 'failed'; readonly message: string; readonly cure: string}
  | {readonly type: 'stopping'; readonly log: readonly LabLogLine[]};

export interface LabLogLine {
  readonly message: string;
  /** 0 to 1, where anybody knows. */
  readonly fraction?: number;
}

export type TabState = 'opening' | 'open' | 'killed' | {readonly exitCode: number};

export interface Tab {
  readonly name: string;
  readonly host: HostName;
  readonly state: TabState;
  readonly hostState: HostState;
  /** The command that runs there now. */
  readonly running: string | undefined;
}

/** What is known of the step the learner is at. Begins anew with every step. */
export interface StepState {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** True once the learner did something in this step: before that nothing is called wrong. */
  readonly hasActed: boolean;
  /** True when the learner asked what the check says. */
  readonly hasAsked: boolean;
  readonly verdict: Verdict | undefined;
  readonly hintsShown: number;
  readonly showsSolution: boolean;
  /** What is being typed for the learner: the solution, or what the step needs before it begins. */
  readonly typing: 'nothing' | 'setup' | 'solution';
  /** Block that the next key press types. */
  readonly block: number;
  /** Question: the choice pointed at, the one taken, and those that were wrong. */
  readonly pointed: number;
  readonly choice: number | undefined;
  readonly wrong: readonly number[];
}

export function newStep(startedAt: number): StepState {
  return {
    startedAt,
    hasActed: false,
    hasAsked: false,
    verdict: undefined,
    hintsShown: 0,
    showsSolution: false,
    typing: 'nothing',
    block: 0,
    pointed: 0,
    choice: undefined,
    wrong: [],
  };
}

/** The step the learner is at; undefined on the introduction and behind the last step. */
export function currentStep({lesson, at}: OpenLesson): Step | undefined {
  return lesson.steps[at];
}

/** What the learner is told of the check's verdict: *failed* only after they did something or asked. */
export function shownVerdict({verdict, hasActed, hasAsked}: StepState): Verdict | undefined {
  if (verdict?.type === 'failed' && !hasActed && !hasAsked) return {type: 'waiting'};
  return verdict;
}
