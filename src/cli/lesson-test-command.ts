import {randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Parts} from '../compose.ts';
import {chooseLesson} from './choose-lessons.ts';
import type {Command} from './command.ts';
import {UsageError} from './explain-error.ts';
import {type TestedLessons, testLessons} from './lesson-test.ts';

/** Lessons are proven in a home of their own, so that the learner's is never touched. */
export async function lessonTest(
  command: Extract<Command, {type: 'lesson-test'}>,
  parts: Parts,
  report: (message: string) => void,
): Promise<TestedLessons> {
  const course = await parts.openCourse();
  const lessons =
    command.lessons.length === 0
      ? course.lessons
      : command.lessons.map((wanted) => chooseLesson(course, wanted));
  const {step} = command;
  if (step !== undefined && !lessons.some(({steps}) => steps.some(({id}) => id === step))) {
    throw new UsageError(`No step \`${step}\` in ${lessons.map(({id}) => id).join(', ')}.`);
  }
  const {runtime, why} = await parts.chooseRuntime();
  report(`Runtime: ${why}`);

  const stop = new AbortController();
  const abort = () => stop.abort(new DOMException('stopped', 'AbortError'));
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  try {
    return await testLessons({
      course,
      lessons,
      step,
      repeat: command.repeat,
      keep: command.keep,
      runtime,
      report,
      now: parts.now,
      signal: stop.signal,
      openLab: async (lesson, say) => {
        const homeId = randomBytes(6).toString('hex');
        const labs = await mkdtemp(path.join(tmpdir(), 'kafka-lessons-'));
        const request = {lesson, runtime, homeId, labs};
        const clear = async () => {
          await runtime.removeLab(parts.identityOf(request));
          await rm(labs, {recursive: true, force: true});
        };
        try {
          const lab = await parts.openLessonLab({
            ...request,
            size: {columns: 120, rows: 30},
            openScreen: undefined,
            report: sayOnce(say),
            onEvent: () => {},
            signal: stop.signal,
          });
          return {
            lab,
            close: async (keep) => {
              await lab[Symbol.asyncDispose]();
              if (keep) {
                say(`the lab's data is kept in ${labs}`);
                return [];
              }
              await clear();
              return runtime.findLeftovers(homeId);
            },
          };
        } catch (error) {
          await clear();
          throw error;
        }
      },
    });
  } finally {
    process.off('SIGINT', abort);
    process.off('SIGTERM', abort);
  }
}

/** Progress comes with a fraction that changes; on paper the same words need saying once. */
function sayOnce(say: (message: string) => void): (progress: {readonly message: string}) => void {
  let last = '';
  return ({message}) => {
    if (message !== last) say(message);
    last = message;
  };
}
