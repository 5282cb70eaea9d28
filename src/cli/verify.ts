import type {Parts} from '../compose.ts';
import type {Course, Lesson, Step} from '../course/lesson.ts';
import {askOwner} from '../home/owned-home.ts';
import {peekProgress} from '../home/progress-file.ts';
import type {LiveVerdict} from '../session/checking.ts';
import {type Progress, stepProgress} from '../session/progress.ts';
import {chooseLesson} from './choose-lessons.ts';
import type {Command} from './command.ts';
import {type LessonResult, type Results, type StepResult, toResults, worst} from './results.ts';

/** Judges by the running app's lab where one is open for the lesson, else by what was passed and is on record. */
export async function verify(command: Extract<Command, {type: 'verify'}>, parts: Parts): Promise<Results> {
  const course = await parts.openCourse();
  const lessons = selectLessons(course, command.lesson);
  const progress = await peekProgress(parts.paths.progressFile);
  const results: LessonResult[] = [];
  for (const lesson of lessons) {
    const live = (await askOwner(parts.paths, {type: 'verify', lesson: lesson.id}))?.value as
      | readonly LiveVerdict[]
      | undefined;
    results.push(verifyLesson(lesson, progress, live ?? []));
  }

  return toResults(results);
}

function selectLessons(course: Course, wanted: string | undefined): readonly Lesson[] {
  return wanted === undefined ? course.lessons : [chooseLesson(course, wanted)];
}

function verifyLesson(lesson: Lesson, progress: Progress, live: readonly LiveVerdict[]): LessonResult {
  const steps = lesson.steps
    .filter(({kind}) => kind !== 'reading')
    .map((step) =>
      verifyStep(
        lesson,
        step,
        progress,
        live.find(({id}) => id === step.id),
      ),
    );
  return {id: lesson.id, title: lesson.title, status: worst(steps.map(({status}) => status)), steps};
}

function verifyStep(
  lesson: Lesson,
  step: Step,
  progress: Progress,
  live: LiveVerdict | undefined,
): StepResult {
  const {id, title} = step;
  const ms = Math.round(live?.ms ?? 0);
  if (live?.verdict.type === 'passed')
    return {id, title, status: 'pass', message: `holds now: ${live.verdict.evidence}`, ms};
  const passed = stepProgress(progress, lesson.id, id);
  if (passed && passed.how !== 'skipped') {
    return {
      id,
      title,
      status: 'pass',
      message: `passed on ${passed.passedAt.slice(0, 10)}: ${passed.evidence}`,
      ms,
    };
  }
  if (live?.verdict.type === 'failed') {
    const {message, expected, observed} = live.verdict;
    return {
      id,
      title,
      status: 'fail',
      message,
      ...(expected === undefined ? {} : {expected}),
      ...(observed === undefined ? {} : {observed}),
      ms,
    };
  }
  if (live?.verdict.type === 'broken')
    return {id, title, status: 'error', message: `the check itself failed: ${live.verdict.reason}`, ms};

  return {id, title, status: 'fail', message: passed ? 'skipped' : 'not done yet', ms};
}
