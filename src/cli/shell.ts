import {EventEmitter, once} from 'node:events';
import type {Parts} from '../compose.ts';
import type {Course, Lesson} from '../course/lesson.ts';
import {joinOwner} from '../home/owned-home.ts';
import {peekProgress} from '../home/progress-file.ts';
import {nextLesson} from '../session/progress.ts';
import type {WindowMessage} from '../session/serve-window.ts';
import {walkAlone} from '../session/walk-alone.ts';
import {prefixName} from '../ui/prefix-key.ts';
import {chooseLesson} from './choose-lessons.ts';
import {type Command, exitCodes} from './command.ts';
import {UsageError} from './explain-error.ts';
import {ownCourse} from './own-course.ts';
import {type JoinedWindow, showWindow} from './show-window.ts';
import type {Streams} from './start.ts';

type Shell = Extract<Command, {type: 'shell'}>;

/** A terminal of the lesson in the window this runs in: of the running app, or of a lab of its own. Gives the exit code. */
export async function shell(command: Shell, parts: Parts, streams: Streams): Promise<number> {
  const {stdin, stdout} = streams;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new UsageError(
      'A shell needs a terminal, and standard input or output is none.',
      'Without one the course goes line by line: kafka-lessons start --plain',
    );
  }
  const joined = await join(await namedLesson(command, parts), command, parts, streams);
  if (joined) return show(joined, parts, streams);
  return ownLab(command, parts, streams);
}

/** The id of the lesson the person named. Throws `UsageError` where there is none such. */
async function namedLesson({lesson}: Shell, {openCourse}: Parts): Promise<string | undefined> {
  return lesson === undefined ? undefined : chooseLesson(await openCourse(), lesson).id;
}

async function join(
  lesson: string | undefined,
  {terminal}: Pick<Shell, 'terminal'>,
  {paths}: Parts,
  {stdout}: Streams,
): Promise<JoinedWindow | undefined> {
  const {columns, rows} = stdout;
  const connection = await joinOwner(paths, {type: 'shell', terminal, lesson, columns, rows});
  if (!connection) return undefined;
  return {...connection, messages: connection.messages as AsyncIterable<WindowMessage>};
}

async function show(window: JoinedWindow, {surroundings}: Parts, streams: Streams): Promise<number> {
  const {prefixes} = surroundings.settings.prefix;
  const [prefix] = prefixes;
  const hint = `${prefixName(prefix)} d leaves; while the lab runs the same command comes back to this shell.`;
  return showWindow(window, {...streams, prefixes, hint});
}

/** No app runs: this window owns the home, and with it the lab, for as long as any window is open. */
async function ownLab(command: Shell, parts: Parts, streams: Streams): Promise<number> {
  const course = await parts.openCourse();
  const lesson = await lessonWithLab(course, command.lesson, parts);
  const closings = new EventEmitter();
  const names = lesson.terminals.map(({name}) => name);
  if (command.terminal !== undefined && !names.includes(command.terminal)) {
    throw new UsageError(
      `The lesson “${lesson.title}” has no terminal \`${command.terminal}\`.`,
      `→ It has: ${names.join(', ')}.`,
    );
  }
  await using owned = await ownCourse(parts, {
    course,
    lesson,
    step: undefined,
    hasScreen: true,
    copyText: () => {},
    onWindowClosed: () => closings.emit('closed'),
  });
  const {session, begin, windowCount} = owned;
  const {stdout} = streams;
  stdout.write(
    `No app runs: this window opens the lesson “${lesson.title}” itself. Other windows can join it.\nQuestions of the lesson wait until you open the app.\n`,
  );
  walkAlone(session, parts.now);
  begin();
  const closed = once(closings, 'closed');
  const joined = await join(lesson.id, command, parts, streams);
  const exitCode = joined ? await show(joined, parts, streams) : exitCodes.failed;
  // The owner hears of its own window's end like that of any other.
  await closed;
  if (windowCount() > 0) {
    stdout.write('The lab goes on for the other windows, and ends with the last of them (or Ctrl-C).\n');
    process.on('SIGINT', () => void session.shutDown());
    await Promise.race([session.finished, allClosed(closings, windowCount)]);
  }
  stdout.write('Stopping the servers; their data stays.\n');
  await session.shutDown();
  return exitCode;
}

async function lessonWithLab(course: Course, wanted: string | undefined, parts: Parts): Promise<Lesson> {
  const hasLab = ({lab}: Lesson) => lab.hosts.length > 0;
  if (wanted !== undefined) {
    const lesson = chooseLesson(course, wanted);
    if (hasLab(lesson)) return lesson;
    throw new UsageError(`The lesson “${lesson.title}” is only read; it has no terminals.`);
  }
  const progress = await peekProgress(parts.paths.progressFile);
  const next = nextLesson(course, progress);
  const lesson = course.lessons.slice(next).find(hasLab) ?? course.lessons.find(hasLab);
  if (lesson) return lesson;
  throw new UsageError('No lesson of this course has terminals.');
}

async function allClosed(closings: EventEmitter, windowCount: () => number): Promise<void> {
  while (windowCount() > 0) await once(closings, 'closed');
}
