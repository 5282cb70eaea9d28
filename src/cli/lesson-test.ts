import type {Course, Lesson, Mistake} from '../course/lesson.ts';
import {loadMistakes} from '../course/load-course.ts';
import {LabError, type Runtime} from '../lab/lab.ts';
import type {LessonLab} from '../session/lesson-lab.ts';
import {proveLesson, proveReading} from '../session/prove-lesson.ts';
import {watchMemory} from './peak-memory.ts';
import {type LessonResult, type Results, toResults, worst} from './results.ts';

export interface LessonTestParts {
  readonly course: Course;
  readonly lessons: readonly Lesson[];
  readonly step: string | undefined;
  readonly repeat: number;
  /** How many labs are open at a time. */
  readonly jobs: number;
  readonly keep: boolean;
  readonly runtime: Runtime;
  /** Opens a fresh lab for the lesson in a home of its own. */
  readonly openLab: (lesson: Lesson, report: (message: string) => void) => Promise<FreshLab>;
  /** Says what is being done, for people who wait. */
  readonly report: (message: string) => void;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export interface FreshLab {
  readonly lab: LessonLab;
  /** Stops the lab and removes its data unless `keep`; gives what is left of it, judged from outside. */
  close(keep: boolean): Promise<readonly string[]>;
}

/** What was proven, and what the machine lacks when that was why not everything could be. */
export interface TestedLessons {
  readonly results: Results;
  readonly lack: LabError | undefined;
}

/**
 * Proves each lesson on a lab of its own, so often as asked; results are in the lessons' order, whichever ended first.
 * No further lesson is begun after the first lab the machine cannot open.
 */
export async function testLessons(parts: LessonTestParts): Promise<TestedLessons> {
  const mistakes = await Promise.all(parts.lessons.map(loadMistakes));
  const runs = Array.from({length: parts.repeat}, (_, index) => index + 1).flatMap((round) =>
    parts.lessons.map((lesson, index) => ({lesson, mistakes: mistakes[index] ?? [], round})),
  );
  const results: (LessonResult | undefined)[] = runs.map(() => undefined);
  const waiting = runs.entries();
  let lack: LabError | undefined;
  const proveNext = async (): Promise<void> => {
    for (const [index, {lesson, mistakes, round}] of waiting) {
      parts.signal.throwIfAborted();
      parts.report(
        `${lesson.id}${parts.repeat > 1 ? ` (${round} of ${parts.repeat})` : ''}: ${isOnlyRead(lesson) ? 'needs no lab' : 'opening a fresh lab'}`,
      );
      const tested = await testLesson(lesson, mistakes, parts);
      results[index] = tested.result;
      lack ??= tested.lack;
      if (lack) return;
    }
  };
  // Each clears up after itself before any of them is given up.
  const ended = await Promise.allSettled(Array.from({length: parts.jobs}, proveNext));
  const failure = ended.find((one) => one.status === 'rejected');
  if (failure) throw failure.reason;
  return {results: toResults(results.filter((result) => result !== undefined)), lack};
}

interface TestedLesson {
  readonly result: LessonResult;
  readonly lack?: LabError;
}

async function testLesson(
  lesson: Lesson,
  mistakes: readonly Mistake[],
  parts: LessonTestParts,
): Promise<TestedLesson> {
  const report = (message: string) => parts.report(`${lesson.id}: ${message}`);
  if (isOnlyRead(lesson)) return {result: toResult(lesson, proveReading(lesson, parts.step), [])};
  let fresh: FreshLab | undefined;
  let steps: LessonResult['steps'];
  let left: readonly string[] = [];
  let memory: number;
  const began = performance.now();
  try {
    fresh = await parts.openLab(lesson, report);
    await using peak = watchMemory(fresh.lab.lab);
    await fresh.lab.startServers(fresh.lab.lessonServers(), report, parts.signal);
    steps = await proveLesson({
      lesson,
      mistakes,
      lab: fresh.lab,
      now: parts.now,
      signal: parts.signal,
      onStep: (step, proof) => report(`${step.id}${proof ? ` ${proof.status}` : ''}`),
      ...(parts.step === undefined ? {} : {only: parts.step}),
    });
    memory = peak.bytes;
    left = await fresh.close(parts.keep);
  } catch (error) {
    // One close is enough, and a second one does no harm where the first one failed.
    await fresh?.close(parts.keep).catch(() => {});
    parts.signal.throwIfAborted();
    return notProven(lesson, error);
  }

  const result = {...toResult(lesson, steps, left), ms: Math.round(performance.now() - began), memory};
  return {result};
}

function isOnlyRead({lab}: Lesson): boolean {
  return lab.hosts.length === 0;
}

/** `left` names what the lab left behind. */
function toResult({id, title}: Lesson, steps: LessonResult['steps'], left: readonly string[]): LessonResult {
  const status = worst([
    ...steps.map((step) => step.status),
    ...(left.length > 0 ? (['fail'] as const) : []),
  ]);
  const message = left.length > 0 ? {message: `left behind: ${left.join(', ')}`} : {};
  return {id, title, status, ...message, steps};
}

/** The lab or its servers did not come up, or went away. */
function notProven({id, title}: Lesson, error: unknown): TestedLesson {
  const {message, cure} = error as {message: string; cure?: string};
  const result = {
    id,
    title,
    status: 'error',
    message: [message, cure].filter(Boolean).join(' '),
    steps: [],
  } as const;
  return error instanceof LabError ? {result, lack: error} : {result};
}
