import type {Verdict} from '../checks/verdict.ts';
import type {Course, HostName, Lesson, Step} from '../course/lesson.ts';
import type {HostState} from '../lab/lab.ts';
import type {Progress} from './progress.ts';
import type {WebPage} from './web-page.ts';

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
  /** The terminal whose command the notice speaks of. */
  readonly noticeUntilEnd: string | undefined;
  /** What lies over map or lesson and takes every key. */
  readonly dialog: Dialog | undefined;
  readonly isQuitting: boolean;
  /** Counts the runs in which something is typed for the learner; what tells of an older one comes too late. */
  readonly runs: number;
  /** Counts the labs that were opened; what an older one still tells comes too late. */
  readonly labs: number;
  /** Lesson, and its step where one was asked for, to open once the servers of the one before have stopped. */
  readonly opensNext: Destination | undefined;
}

export interface Destination {
  /** Index of the lesson. */
  readonly index: number;
  readonly step: string | undefined;
}

export type Dialog =
  | {readonly type: 'keys'; readonly pointed: number}
  /** The steps of the open lesson, to go to one. */
  | {readonly type: 'steps'; readonly pointed: number}
  | {readonly type: 'search'; readonly query: string; readonly pointed: number}
  /** What to do anew: the step, or the lesson that is open or pointed at. */
  | {readonly type: 'reset'};

export interface OpenLesson {
  readonly lesson: Lesson;
  /** -1 is the introduction, `steps.length` the page behind the last step. */
  readonly at: number;
  readonly lab: LabStatus;
  /** True when the learner asked for this very step: what it needs is rebuilt, not only when the lab is new. */
  readonly wasAskedFor: boolean;
  readonly tabs: readonly Tab[];
  readonly activeTab: number;
  /** Name of the tab that is seen below the active one, where there is room. */
  readonly watched: string | undefined;
  readonly focus: 'lesson' | 'terminal';
  /** The lesson has the focus for one key, which came through the prefix: the hands are in the terminal. */
  readonly focusIsLent: boolean;
  /** The learner has come to this page and has not gone to a terminal since, nor typed into one. */
  readonly isReading: boolean;
  /** `left`: the prefix key led out of a zoomed terminal, and the next way back leads into it again. */
  readonly zoom: 'off' | 'on' | 'left';
  /**
   * First line of the lesson's text that is shown, which the screen keeps in bounds; `task`: the one with which what is
   * to be done now is in sight.
   */
  readonly scroll: number | 'task';
  readonly step: StepState;
  /** By step id: what is to be there again when the learner comes back to a step. */
  readonly seen: Readonly<Record<string, SeenStep>>;
  readonly check: CheckState;
}

/** A verdict only where it is a tick: everything else is to be judged anew. */
export type SeenStep = Pick<StepState, 'choice' | 'wrong' | 'pointed' | 'verdict'>;

/** The newest check that was begun. One runs at a time, also when the learner has gone to another step meanwhile. */
export interface CheckState {
  /** Counts up with every check of the lesson; its verdict carries the same number. */
  readonly number: number;
  /** `startedAt` of the visit to a step that it judges. */
  readonly startedAt: number;
  /** `again`: something happened since it began. */
  readonly state: 'idle' | 'running' | 'again';
  /** What the learner had answered when it began. */
  readonly choice: number | undefined;
}

export type LabStatus =
  | {readonly type: 'starting'; readonly log: readonly LabLogLine[]}
  /** `isNew`: there was no data of an earlier start. */
  | {
      readonly type: 'running';
      readonly log: readonly LabLogLine[];
      readonly isNew: boolean;
      /** Absolute path of the folder the learner's own programs lie in, where the lesson has such. */
      readonly workspace?: string | undefined;
      /** Where the learner's own servers answer in a browser, in the order the lesson declares their ports. */
      readonly pages: readonly WebPage[];
    }
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
  /** Since when: milliseconds since the epoch. */
  readonly runningSince: number | undefined;
  /** How many windows of the learner's own show it too. */
  readonly windows: number;
  /** Whether the server of this tab's host answers, which it may do in the background. */
  readonly serves: boolean;
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
  /** What is being typed for the learner: earlier steps, what the step needs before it begins, or its solution. */
  readonly typing: 'nothing' | 'rebuild' | 'setup' | 'solution';
  /** The earlier step that is being done again; `number` counts from 1. */
  readonly rebuilding: Rebuilding | undefined;
  /** Block that the next key press types. */
  readonly block: number;
  /** Block the learner is at: the one that was typed for them, or the one after what they ran. */
  readonly task: number;
  /** Question: the choice pointed at, the one taken, and those that were wrong. */
  readonly pointed: number;
  readonly choice: number | undefined;
  readonly wrong: readonly number[];
}

export interface Rebuilding {
  readonly title: string;
  readonly number: number;
  readonly of: number;
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
    rebuilding: undefined,
    block: 0,
    task: 0,
    pointed: 0,
    choice: undefined,
    wrong: [],
  };
}

export function seenStep({choice, wrong, pointed, verdict}: StepState): SeenStep {
  return {choice, wrong, pointed, verdict: verdict?.type === 'passed' ? verdict : undefined};
}

/** The step the learner is at; undefined on the introduction and behind the last step. */
export function currentStep({lesson, at}: Pick<OpenLesson, 'lesson' | 'at'>): Step | undefined {
  return lesson.steps[at];
}

/** The tab that is seen below the active one; undefined where none is, or it is the active one itself. */
export function watchedTab({
  tabs,
  activeTab,
  watched,
}: Pick<OpenLesson, 'tabs' | 'activeTab' | 'watched'>): Tab | undefined {
  return tabs.find(({name}, index) => name === watched && index !== activeTab);
}

/** What the learner is told of the check's verdict: *failed* only after they did something or asked. */
export function shownVerdict({verdict, hasActed, hasAsked}: StepState): Verdict | undefined {
  if (verdict?.type === 'failed' && !hasActed && !hasAsked) return {type: 'waiting'};
  return verdict;
}
