import type {Parts} from '../compose.ts';
import {peekProgress} from '../home/progress-file.ts';
import {isLessonDone, stepProgress} from '../session/progress.ts';
import type {Command} from './command.ts';

/** The course with what is passed of it. The file is whole at any moment, so a running app need not be asked. */
export async function list({json}: Extract<Command, {type: 'list'}>, parts: Parts): Promise<string> {
  const [course, progress] = await Promise.all([parts.openCourse(), peekProgress(parts.paths.progressFile)]);
  const lessons = course.lessons.map((lesson) => ({
    id: lesson.id,
    title: lesson.title,
    minutes: lesson.minutes,
    done: isLessonDone(progress, lesson),
    steps: lesson.steps.map((step) => {
      const passed = stepProgress(progress, lesson.id, step.id);
      return {
        id: step.id,
        title: step.title,
        kind: step.kind,
        ...(passed ? {passedAt: passed.passedAt, how: passed.how, evidence: passed.evidence} : {}),
      };
    }),
  }));
  if (json) return `${JSON.stringify({version: 1, title: course.title, lessons})}\n`;

  const lines = lessons.flatMap((lesson) => [
    `${lesson.done ? '✔' : ' '} ${lesson.id}  ${lesson.title} (${lesson.minutes} min)`,
    ...lesson.steps.map(({id, title, how, passedAt}) => {
      const mark = how === undefined ? ' ' : how === 'skipped' ? '-' : '✔';
      return `    ${mark} ${title}  [${id}]${passedAt === undefined ? '' : `  ${passedAt.slice(0, 10)}`}`;
    }),
    '',
  ]);
  return `${[course.title, '', ...lines].join('\n')}`;
}
