import type {Course, Lesson} from '../course/lesson.ts';
import {withoutUnseen} from '../course/unseen.ts';

/** What a learner has passed, when, and on what evidence. The whole of the progress file. */
export interface Progress {
  readonly version: typeof progressVersion;
  readonly lessons: Readonly<Record<string, LessonProgress>>;
  /** Where the learner was last. */
  readonly last: {readonly lesson: string; readonly step: string | undefined} | undefined;
}

export interface LessonProgress {
  /** By step id. */
  readonly steps: Readonly<Record<string, StepProgress>>;
  /** Servers that ran when the lesson was left; absent when the lesson was never opened. */
  readonly servers?: readonly {readonly terminal: string; readonly command: string}[];
}

export interface StepProgress {
  /** ISO 8601, UTC. */
  readonly passedAt: string;
  readonly how: 'done' | 'solved' | 'answered' | 'read' | 'skipped';
  readonly evidence: string;
}

/** What is kept, without characters that would reach for the terminal. */
export function asShown(text: string): string {
  return withoutUnseen(text.replace(/[\t\n\r]+/g, ' '));
}

export const progressVersion = 1;

export const noProgress: Progress = {version: progressVersion, lessons: {}, last: undefined};

/** A step is passed once; what was earned is never taken away, but doing it oneself outranks having skipped it. */
export function passStep(progress: Progress, lesson: string, step: string, passed: StepProgress): Progress {
  const known = stepProgress(progress, lesson, step);
  if (known && !(known.how === 'skipped' && passed.how !== 'skipped')) return progress;
  return withLesson(progress, lesson, (entry) => ({...entry, steps: {...entry.steps, [step]: passed}}));
}

export function rememberPlace(progress: Progress, lesson: string, step: string | undefined): Progress {
  return {...progress, last: {lesson, step}};
}

export function rememberServers(
  progress: Progress,
  lesson: string,
  servers: NonNullable<LessonProgress['servers']>,
): Progress {
  return withLesson(progress, lesson, (entry) => ({...entry, servers}));
}

/** The lesson as if it had never been opened. */
export function forgetLesson(progress: Progress, lesson: string): Progress {
  const {[lesson]: _, ...lessons} = progress.lessons;
  return {...progress, lessons};
}

/** The step as if it had never been done, in a lab that begins as the lesson does. */
export function forgetStep(progress: Progress, lesson: string, step: string): Progress {
  const entry = own(progress.lessons, lesson);
  if (!entry) return progress;
  const {[step]: _, ...steps} = entry.steps;
  return {...progress, lessons: {...progress.lessons, [lesson]: {steps}}};
}

/** Steps counted as done: everything but what was skipped. */
export function stepProgress(progress: Progress, lesson: string, step: string): StepProgress | undefined {
  // A step may be called `constructor`, which every object has from its birth.
  const entry = own(progress.lessons, lesson);
  return entry && own(entry.steps, step);
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function isStepDone(progress: Progress, lesson: string, step: string): boolean {
  const known = stepProgress(progress, lesson, step);
  return known !== undefined && known.how !== 'skipped';
}

/** True when every task and question of the lesson is passed; a page that was not read does not count. */
export function isLessonDone(progress: Progress, lesson: Lesson): boolean {
  return lesson.steps.every((step) => step.kind === 'reading' || isStepDone(progress, lesson.id, step.id));
}

/** The lesson to offer first: where the learner was, else the first that is not done. */
export function nextLesson(course: Course, progress: Progress): number {
  const last = course.lessons.findIndex(({id}) => id === progress.last?.lesson);
  const lesson = course.lessons[last];
  if (lesson && !isLessonDone(progress, lesson)) return last;
  const open = course.lessons.findIndex((candidate) => !isLessonDone(progress, candidate));
  return Math.max(0, open);
}

/** The step to open a lesson at: where the learner was, else the first that is not done; -1 is the introduction. */
export function nextStep(lesson: Lesson, progress: Progress): number {
  const entry = own(progress.lessons, lesson.id);
  if (!entry) return -1;
  if (progress.last?.lesson === lesson.id && progress.last.step !== undefined) {
    const at = lesson.steps.findIndex(({id}) => id === progress.last?.step);
    if (at !== -1) return at;
  }
  const open = lesson.steps.findIndex(({id}) => own(entry.steps, id) === undefined);
  return open === -1 || Object.keys(entry.steps).length === 0 ? -1 : open;
}

function withLesson(
  progress: Progress,
  lesson: string,
  change: (entry: LessonProgress) => LessonProgress,
): Progress {
  const entry = own(progress.lessons, lesson) ?? {steps: {}};
  return {...progress, lessons: {...progress.lessons, [lesson]: change(entry)}};
}
