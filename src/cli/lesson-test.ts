import type {Course, Lesson} from '../course/lesson.ts';
import {loadMistakes} from '../course/load-course.ts';
import type {Runtime} from '../lab/lab.ts';
import type {LessonLab} from '../session/lesson-lab.ts';
import {proveLesson} from '../session/prove-lesson.ts';
import {type LessonResult, type Results, toResults, worst} from './results.ts';

export interface LessonTestParts {
  readonly course: Course;
  readonly lessons: readonly Lesson[];
  readonly step: string | undefined;
  readonly repeat: number;
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

/** Proves each lesson on a lab of its own, so often as asked. */
export async function testLessons(parts: LessonTestParts): Promise<Results> {
  const results: LessonResult[] = [];
  for (let round = 1; round <= parts.repeat; round += 1) {
    for (const lesson of parts.lessons) {
      parts.signal.throwIfAborted();
      parts.report(
        `${lesson.id}${parts.repeat > 1 ? ` (${round} of ${parts.repeat})` : ''}: opening a fresh lab`,
      );
      results.push(await testLesson(lesson, parts));
    }
  }

  return toResults(results);
}

async function testLesson(lesson: Lesson, parts: LessonTestParts): Promise<LessonResult> {
  const {id, title} = lesson;
  const mistakes = await loadMistakes(lesson);
  let fresh: FreshLab;
  try {
    fresh = await parts.openLab(lesson, (message) => parts.report(`${id}: ${message}`));
  } catch (error) {
    parts.signal.throwIfAborted();
    const cure = (error as {cure?: string}).cure;
    const message = error instanceof Error ? error.message : String(error);
    return {id, title, status: 'error', message: [message, cure].filter(Boolean).join(' '), steps: []};
  }

  let left: readonly string[] = [];
  let steps: LessonResult['steps'];
  try {
    await fresh.lab.startServers(
      fresh.lab.lessonServers(),
      (message) => parts.report(`${id}: ${message}`),
      parts.signal,
    );
    steps = await proveLesson({
      lesson,
      mistakes,
      lab: fresh.lab,
      now: parts.now,
      signal: parts.signal,
      onStep: (step, proof) => parts.report(`${id}: ${step.id}${proof ? ` ${proof.status}` : ''}`),
      ...(parts.step === undefined ? {} : {only: parts.step}),
    });
  } finally {
    left = await fresh.close(parts.keep);
  }

  const status = worst([
    ...steps.map((step) => step.status),
    ...(left.length > 0 ? (['fail'] as const) : []),
  ]);
  return {id, title, status, ...(left.length > 0 ? {message: `left behind: ${left.join(', ')}`} : {}), steps};
}
