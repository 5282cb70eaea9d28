import {randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {availableParallelism, tmpdir} from 'node:os';
import path from 'node:path';
import type {Parts} from '../compose.ts';
import type {Lesson} from '../course/lesson.ts';
import {readMemory} from '../doctor/memory-limit.ts';
import {thisMachine} from '../doctor/this-machine.ts';
import type {RuntimeName} from '../lab/lab.ts';
import {memoryNeed} from '../lab/memory-need.ts';
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
  if (step !== undefined && !lessons.some(({steps}) => steps.some(({id}) => id === step)))
    throw new UsageError(`No step \`${step}\` in ${lessons.map(({id}) => id).join(', ')}.`);
  const {runtime, why} = await parts.chooseRuntime();
  report(`Runtime: ${why}`);
  const jobs = await chooseJobs(command.jobs, runtime.name, lessons, parts);

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
      jobs,
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

/** Containers of several labs do not meet; local servers share the standard ports. Throws `UsageError`. */
async function chooseJobs(
  wanted: number | undefined,
  runtime: RuntimeName,
  lessons: readonly Lesson[],
  {surroundings}: Parts,
): Promise<number> {
  if (runtime === 'local') {
    if (wanted === undefined || wanted === 1) return 1;
    throw new UsageError(
      `--jobs ${wanted}: local processes share this machine’s ports, so one lab is open at a time. Containers take more: --runtime docker.`,
    );
  }
  if (wanted !== undefined) return wanted;
  const {total, available = total / 2} = await readMemory(thisMachine(surroundings.settings.environment));
  const need = Math.max(1, ...lessons.map(({lab}) => memoryNeed(lab)));
  return Math.max(1, Math.min(availableParallelism(), Math.floor(available / (2 * need))));
}

/** Progress comes with a fraction that changes; on paper the same words need saying once. */
function sayOnce(say: (message: string) => void): (progress: {readonly message: string}) => void {
  let last = '';
  return ({message}) => {
    if (message !== last) say(message);
    last = message;
  };
}
