import {setTimeout as delay} from 'node:timers/promises';
import type {Parts} from '../compose.ts';
import type {Course, Lesson} from '../course/lesson.ts';
import type {HomePaths} from '../home/home-paths.ts';
import {askOwner, HomeTakenError, type OwnedHome, ownHome} from '../home/owned-home.ts';
import {loadProgress, saveProgress} from '../home/progress-file.ts';
import type {LabProgress, Runtime} from '../lab/lab.ts';
import type {LessonLabEvent} from '../session/lesson-lab.ts';
import {nextLesson} from '../session/progress.ts';
import {serveWindow} from '../session/serve-window.ts';
import {Session} from '../session/session.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {startCaretaker} from './caretaker.ts';
import type {LendTerminal} from './open-editor.ts';

export interface CourseWish {
  readonly course: Course;
  /** Lesson and step the person named. */
  readonly lesson: Lesson | undefined;
  readonly step: string | undefined;
  /** Whether terminals are drawn, and so need an emulator each. */
  readonly hasScreen: boolean;
  /** Hands text to the clipboard of the terminal this runs in. */
  readonly copyText: (text: string) => void;
  /** The learner's terminal, for an editor that needs one; undefined where there is none to lend. */
  readonly lend?: () => LendTerminal | undefined;
  /** Called when a window of the learner's own is gone, with how many are left. */
  readonly onWindowClosed?: (left: number) => void;
}

/** The home, owned, and the session that writes there. */
export interface OwnedCourse extends AsyncDisposable {
  readonly home: OwnedHome;
  readonly session: Session;
  /** Opens the lesson that was named, else the one that was left. */
  begin(): void;
  /** How many windows of the learner's own are open. */
  windowCount(): number;
}

/** Throws `HomeError` when another app owns the home. */
export async function ownCourse(parts: Parts, wish: CourseWish): Promise<OwnedCourse> {
  const home = await ownSweptHome(parts.paths);
  const {course} = wish;
  const {progress, notice} = await loadProgress(parts.paths.progressFile);
  const runtime = onceWhenWanted(parts.chooseRuntime);
  const {labs, workspaces} = parts.paths;
  const session = new Session({
    course,
    progress,
    notice,
    now: parts.now,
    saveProgress: async (changed) => saveProgress(parts.paths.progressFile, changed),
    copyText: wish.copyText,
    openEditor: async (place) => {
      const [{openEditor}, {readSettings}, {findOnPath}] = await Promise.all([
        import('./open-editor.ts'),
        import('./settings.ts'),
        import('../lab/distribution/find-on-path.ts'),
      ]);
      // What was set meanwhile counts at once.
      const {editor, file: settingsFile} = await readSettings(process.env).catch(
        () => parts.surroundings.settings,
      );
      const isThere = async (program: string) => (await findOnPath(program, process.env)) !== undefined;
      return openEditor({...place, editor, settingsFile, lend: wish.lend?.(), isThere});
    },
    openPage: async (address) => {
      const {default: openInBrowser} = await import('open');
      await openInBrowser(address);
    },
    openLab: async (lesson, watch) =>
      openLab(lesson, watch, {parts, homeId: home.id, runtime, hasScreen: wish.hasScreen}),
    removeLab: async (lesson) => {
      const {runtime: chosen} = await runtime();
      return chosen.removeLab(parts.identityOf({lesson, homeId: home.id, labs, workspaces, runtime: chosen}));
    },
  });
  // `on`, not `once`: libraries that find no other listener on a signal end the process themselves.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void session.shutDown());
  let windows = 0;
  home.serve(
    async (request) => {
      const {type, lesson: wanted} = request as {type?: string; lesson?: string};
      if (type === 'verify' && typeof wanted === 'string') return session.verify(wanted);
      throw new Error('this request is not known to the running app; it may be another version');
    },
    async (request, connection) => {
      const {terminal, lesson, columns, rows} = request as {
        terminal?: string;
        lesson?: string;
        columns?: number;
        rows?: number;
      };
      windows += 1;
      try {
        const size = {columns: columns ?? 80, rows: rows ?? 24};
        await serveWindow(session, {terminal, lesson, size}, connection);
      } finally {
        windows -= 1;
        wish.onWindowClosed?.(windows);
      }
    },
  );
  const caretaker = startCaretaker();
  return {
    home,
    session,
    windowCount: () => windows,
    begin: () => {
      const index = wish.lesson ? course.lessons.indexOf(wish.lesson) : nextLesson(course, progress);
      session.send({type: 'select-lesson', by: index});
      const wasLeft = progress.last !== undefined && course.lessons[index]?.id === progress.last.lesson;
      if (wish.lesson || wasLeft) {
        const step = wish.step === undefined ? {} : {step: wish.step};
        session.send({type: 'open-lesson', index, now: parts.now(), ...step});
      }
      if (notice !== undefined) session.send({type: 'notice', text: notice});
    },
    [Symbol.asyncDispose]: async () => {
      await home[Symbol.asyncDispose]();
      caretaker.dismiss();
    },
  };
}

/** Milliseconds what clears up after an app that was killed may take. */
const sweepPatience = 30_000;

/** Milliseconds an owner gets to say who it is: one that is stopped never does. */
const whoPatience = 1500;

/** While somebody clears up after an app that was killed, the home will be free in a moment. */
async function ownSweptHome(paths: HomePaths): Promise<OwnedHome> {
  const until = performance.now() + sweepPatience;
  for (;;) {
    try {
      return await ownHome(paths);
    } catch (error) {
      if (!(error instanceof HomeTakenError) || performance.now() > until || !(await isBeingSwept(paths)))
        throw error;
      await delay(100);
    }
  }
}

async function isBeingSwept(paths: HomePaths): Promise<boolean> {
  const answer = await askOwner(paths, {type: 'who'}, whoPatience).catch((error: Error) =>
    /still starting/.test(error.message) ? {value: {isSweeping: true}} : {value: undefined},
  );
  // Gone meanwhile is as good.
  return answer === undefined || (answer.value as {isSweeping?: boolean} | undefined)?.isSweeping === true;
}

interface LabSurroundings {
  readonly parts: Parts;
  readonly homeId: string;
  readonly runtime: () => Promise<{readonly runtime: Runtime; readonly why: string}>;
  readonly hasScreen: boolean;
}

interface LabWatch {
  readonly report: (progress: LabProgress) => void;
  readonly onEvent: (event: LessonLabEvent) => void;
  readonly signal: AbortSignal;
  readonly size: TerminalSize;
}

async function openLab(
  lesson: Lesson,
  watch: LabWatch,
  {parts, homeId, runtime, hasScreen}: LabSurroundings,
) {
  const [{runtime: chosen, why}, screen] = await Promise.all([
    runtime(),
    hasScreen ? import('../terminal/screen.ts') : undefined,
  ]);
  watch.report({message: `Servers run as ${why}`});
  return parts.openLessonLab({
    ...watch,
    lesson,
    runtime: chosen,
    homeId,
    labs: parts.paths.labs,
    workspaces: parts.paths.workspaces,
    openScreen: screen && ((size, answer) => new screen.Screen(size, {answer})),
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
