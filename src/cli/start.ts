import type {Parts} from '../compose.ts';
import type {Lesson} from '../course/lesson.ts';
import {ownHome} from '../home/owned-home.ts';
import {loadProgress, saveProgress} from '../home/progress-file.ts';
import type {LabProgress, Runtime} from '../lab/lab.ts';
import type {LessonLabEvent} from '../session/lesson-lab.ts';
import {nextLesson} from '../session/progress.ts';
import {Session} from '../session/session.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {chooseLesson} from './choose-lessons.ts';
import {refuseUnknownStep} from './choose-step.ts';
import {type Command, exitCodes} from './command.ts';
import {UsageError} from './explain-error.ts';

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** Opens the course on the whole screen and stays until the learner quits. Gives the exit code. */
export async function start(
  command: Extract<Command, {type: 'start'}>,
  parts: Parts,
  {stdin, stdout}: Streams,
): Promise<number> {
  const {settings} = parts.surroundings;
  const {environment} = settings;
  if (environment['KAFKA_LESSONS_SWEEP']) return sweep(parts);
  // The screen's code is read while the course is.
  const screen = import('../ui/show-app.tsx');
  screen.catch(() => {});
  const course = await parts.openCourse();
  const lesson = command.lesson === undefined ? undefined : chooseLesson(course, command.lesson);
  refuseUnknownStep(lesson, command.step);
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new UsageError(
      'The course draws on a terminal, and standard input or output is none.',
      'See kafka-lessons --help for what works without one.',
    );
  }

  await using home = await ownHome(parts.paths);
  const {progress, notice} = await loadProgress(parts.paths.progressFile);
  const runtime = onceWhenWanted(parts.chooseRuntime);
  const session = new Session({
    course,
    progress,
    notice,
    now: parts.now,
    saveProgress: async (changed) => saveProgress(parts.paths.progressFile, changed),
    copyText: (text) => stdout.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`),
    openLab: async (opened, watch) => openLab(opened, watch, {parts, homeId: home.id, runtime}),
    removeLab: async (forgotten) => {
      const {runtime: chosen} = await runtime();
      const {labs} = parts.paths;
      await chosen.removeLab(parts.identityOf({lesson: forgotten, homeId: home.id, labs, runtime: chosen}));
    },
  });
  home.serve(async (request) => {
    const {type, lesson: wanted} = request as {type?: string; lesson?: string};
    if (type === 'verify' && typeof wanted === 'string') return session.verify(wanted);
    throw new Error('this request is not known to the running app; it may be another version');
  });

  const {showApp} = await screen;
  const shown = showApp({
    session,
    stdin,
    stdout,
    colour: command.global.color && !environment['NO_COLOR'],
    isLight:
      settings.theme === 'auto' ? isLightBackground(environment['COLORFGBG']) : settings.theme === 'light',
    mouse: command.mouse && settings.mouse,
    prefix: settings.prefix,
    now: parts.now,
  });
  // `on`, not `once`: libraries that find no other listener on a signal end the process themselves.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void session.shutDown());
  const index = lesson ? course.lessons.indexOf(lesson) : nextLesson(course, progress);
  session.send({type: 'select-lesson', by: index});
  const wasLeft = progress.last !== undefined && course.lessons[index]?.id === progress.last.lesson;
  if (lesson || wasLeft) {
    session.send({
      type: 'open-lesson',
      index,
      now: parts.now(),
      ...(command.step === undefined ? {} : {step: command.step}),
    });
  }
  if (notice !== undefined) session.send({type: 'notice', text: notice});
  await session.finished;
  await shown.close();
  return exitCodes.done;
}

interface LabSurroundings {
  readonly parts: Parts;
  readonly homeId: string;
  readonly runtime: () => Promise<{readonly runtime: Runtime; readonly why: string}>;
}

interface LabWatch {
  readonly report: (progress: LabProgress) => void;
  readonly onEvent: (event: LessonLabEvent) => void;
  readonly signal: AbortSignal;
  readonly size: TerminalSize;
}

async function openLab(lesson: Lesson, watch: LabWatch, {parts, homeId, runtime}: LabSurroundings) {
  const [{runtime: chosen, why}, {Screen}] = await Promise.all([runtime(), import('../terminal/screen.ts')]);
  watch.report({message: `Servers run as ${why}`});
  return parts.openLessonLab({
    ...watch,
    lesson,
    runtime: chosen,
    homeId,
    labs: parts.paths.labs,
    openScreen: (size, answer) => new Screen(size, {answer}),
  });
}

/** The runtime is looked for when the first lab is opened, not before: the map needs none. A failure is tried again. */
function onceWhenWanted<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    made.catch(() => {
      made = undefined;
    });
    return made;
  };
}

/** What the launcher asks for after the app was killed: servers and containers of this home go, its data stays. */
async function sweep(parts: Parts): Promise<number> {
  await using home = await ownHome(parts.paths);
  const {runtime} = await parts.chooseRuntime();
  await runtime.sweep(home.id);
  return exitCodes.done;
}

/** `COLORFGBG` is `15;0` on a dark and `0;15` on a light background, where a terminal sets it at all. */
function isLightBackground(colours: string | undefined): boolean {
  const background = Number(colours?.split(';').at(-1));
  return background === 7 || background === 15;
}
