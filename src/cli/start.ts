import {once} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';
import type {Parts} from '../compose.ts';
import {HomeError} from '../home/owned-home.ts';
import {chooseLesson} from './choose-lessons.ts';
import {refuseUnknownStep} from './choose-step.ts';
import {type Command, exitCodes} from './command.ts';
import type {LendTerminal} from './open-editor.ts';
import {type OwnedCourse, ownCourse} from './own-course.ts';

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

type Start = Extract<Command, {type: 'start'}>;

/** Whatever shows the course can lend the terminal it is shown on. */
interface Lender {
  lend: LendTerminal | undefined;
}

/** Opens the course, on the whole screen or line by line, and stays until the learner quits. Gives the exit code. */
export async function start(command: Start, parts: Parts, streams: Streams): Promise<number> {
  const {stdin, stdout} = streams;
  // A dumb terminal cannot move its cursor.
  const isDumb = parts.surroundings.settings.environment['TERM'] === 'dumb';
  const isPlain = command.plain || isDumb || !stdin.isTTY || !stdout.isTTY;
  // The screen's code is read while the course is.
  const screen = isPlain ? undefined : import('../ui/show-app.tsx');
  screen?.catch(() => {});
  const course = await parts.openCourse();
  const lesson = command.lesson === undefined ? undefined : chooseLesson(course, command.lesson);
  refuseUnknownStep(lesson, command.step);
  const terminal: Lender = {lend: undefined};
  await using owned = await ownCourse(parts, {
    course,
    lesson,
    step: command.step,
    lend: () => terminal.lend,
    hasScreen: !isPlain,
    copyText: (text) => stdout.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`),
  });
  // The home is owned until the course is over.
  const exitCode = screen
    ? await showFullScreen(command, owned, parts, {...streams, terminal}, await screen)
    : await goLineByLine(owned, parts, {...streams, terminal});
  const {unsaved, uncleanEnd} = owned.session;
  if (screen && uncleanEnd !== undefined) stdout.write(`${uncleanEnd}\n`);
  if (unsaved === undefined) {
    if (screen) stdout.write('All you did is kept. Start kafka-lessons again to go on there.\n');
    return exitCode;
  }
  throw new HomeError(
    `What you passed since the last time it could be saved is lost: ${unsaved}.`,
    `Free some disk space, or choose another folder: --home DIR. Your progress is in ${parts.paths.home}.`,
  );
}

async function showFullScreen(
  command: Start,
  {session, begin}: OwnedCourse,
  parts: Parts,
  {stdin, stdout, terminal}: Streams & {readonly terminal: Lender},
  {showApp}: typeof import('../ui/show-app.tsx'),
): Promise<number> {
  const {settings} = parts.surroundings;
  const {environment, theme} = settings;
  const shown = showApp({
    session,
    stdin,
    stdout,
    onWindowChange,
    colour: command.global.color && !environment['NO_COLOR'],
    isLight: theme === 'auto' ? isLightBackground(environment['COLORFGBG']) : theme === 'light',
    mouse: command.mouse && settings.mouse,
    prefixes: settings.prefix.prefixes,
    now: parts.now,
    onContinue,
    stopProcesses,
  });
  terminal.lend = shown.lend;
  begin();
  const {notice} = settings.prefix;
  if (notice !== undefined) session.send({type: 'notice', text: notice});
  await session.finished;
  await shown.close();
  return exitCodes.done;
}

async function goLineByLine(
  {session, begin}: OwnedCourse,
  parts: Parts,
  {stdin, stdout, terminal}: Streams & {readonly terminal: Lender},
): Promise<number> {
  const [{runPlain}, {createInterface}] = await Promise.all([
    import('../plain/run-plain.ts'),
    import('node:readline'),
  ]);
  const isTyped = stdin.isTTY === true && stdout.isTTY === true;
  // Not `terminal`: the person's own terminal echoes and edits the line, nothing moves its cursor.
  const lines = createInterface({input: stdin, terminal: false});
  if (isTyped) {
    terminal.lend = async (run) => {
      lines.pause();
      await run();
      lines.resume();
    };
  }
  void session.finished.then(() => lines.close());
  const isFine = await runPlain({
    session,
    begin,
    lines,
    print: (line) => stdout.write(`${line}\n`),
    prompt: isTyped ? (text) => stdout.write(text) : undefined,
    onInterrupt: (interrupted) => {
      process.on('SIGINT', () => {
        // Without a terminal nobody could go on after it.
        if (isTyped) interrupted();
        else void session.shutDown();
      });
    },
    columns: () => stdout.columns || 80,
    now: parts.now,
  });
  return isFine ? exitCodes.done : exitCodes.failed;
}

/** The standard output listens to the same signal and did so first: it knows its new size by then. */
function onWindowChange(listener: () => void): () => void {
  process.on('SIGWINCH', listener);
  return () => process.off('SIGWINCH', listener);
}

function onContinue(listener: () => void): () => void {
  process.on('SIGCONT', listener);
  return () => process.off('SIGCONT', listener);
}

/** What Ctrl-Z does to a job: the launcher belongs to it, the shells of the lab do not. */
async function stopProcesses(): Promise<void> {
  const continued = once(process, 'SIGCONT');
  process.kill(0, 'SIGTSTP');
  // Where no shell waits to continue it nothing stops, and nothing continues.
  await Promise.race([continued, delay(100)]);
}

/** `COLORFGBG` is `15;0` on a dark and `0;15` on a light background, where a terminal sets it at all. */
function isLightBackground(colours: string | undefined): boolean {
  const background = Number(colours?.split(';').at(-1));
  return background === 7 || background === 15;
}
