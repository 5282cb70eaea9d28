import {render} from 'ink';
import type {Session} from '../session/session.ts';
import {restoreTerminal} from '../terminal/restore-terminal.ts';
import {App, type SuspendTerminal} from './app.tsx';
import {createFrameWriter, drawsNothing, type FrameWriter} from './frame-writer.ts';
import {readKeyboard} from './keyboard.ts';
import {darkTheme, lightTheme, plainTheme} from './markdown/theme.ts';
import {colourPaint, plainPaint} from './paint.ts';
import {prefixName} from './prefix-key.ts';
import type {OnWindowChange} from './use-size.ts';

export interface ShowAppOptions {
  readonly session: Session;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly onWindowChange: OnWindowChange;
  readonly colour: boolean;
  readonly isLight: boolean;
  readonly mouse: boolean;
  /** Control characters that lead from a terminal to the lesson; the first one is named. */
  readonly prefixes: readonly [number, ...number[]];
  readonly now: () => number;
  /** Calls the listener whenever this program goes on after it was stopped; gives the function that ends that. */
  readonly onContinue: (listener: () => void) => () => void;
  /** Stops this program and its launcher as Ctrl-Z does; resolves when they go on. */
  readonly stopProcesses: () => Promise<void>;
}

export interface ShownApp {
  /** Gives the whole terminal to another program while `run` lasts; then everything is drawn again. */
  lend(run: () => Promise<void>): Promise<void>;
  /** Takes the screen down and gives the terminal back. */
  close(): Promise<void>;
}

/** Opens the full screen. */
export function showApp({
  session,
  stdin,
  stdout,
  onWindowChange,
  colour,
  isLight,
  mouse,
  prefixes,
  now,
  onContinue,
  stopProcesses,
}: ShowAppOptions): ShownApp {
  const keyboard = readKeyboard({
    stdin,
    session,
    prefixes,
    size: () => ({columns: stdout.columns || 80, rows: stdout.rows || 24}),
    now,
  });
  const style = {
    paint: colour ? colourPaint : plainPaint,
    theme: colour ? (isLight ? lightTheme : darkTheme) : plainTheme,
  };
  const frames = createFrameWriter(stdout);
  const takeModes = () => {
    // A screen of its own, without a cursor, on which nothing wraps.
    stdout.write('\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[H\u001b[2J');
    frames.forget();
    // Shells and editors in the lab ask for pastes in brackets; the outer terminal must deliver them so.
    stdout.write('\u001b[?2004h');
    // Clicks and the wheel, in the form that has no limit on columns.
    if (mouse) stdout.write('\u001b[?1000h\u001b[?1006h');
  };
  const giveModesBack = () => {
    if (mouse) stdout.write('\u001b[?1006l\u001b[?1000l');
    stdout.write('\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l');
  };
  let isStopped = false;
  const lendTo = async (run: () => Promise<void>) => {
    isStopped = true;
    keyboard.stop();
    giveModesBack();
    try {
      await run();
    } finally {
      keyboard.start();
      // A program that was killed has left its own modes.
      stdout.write(restoreTerminal);
      takeModes();
      isStopped = false;
    }
  };
  const ready = Promise.withResolvers<SuspendTerminal>();
  const lend = async (run: () => Promise<void>) => {
    // The first frame is there a moment before the app can be suspended.
    const suspend = await ready.promise;
    await suspend(async () => lendTo(run));
  };
  // Somebody else has stopped this program and let it go on: a shell has had the terminal meanwhile. That may happen
  // as soon as modes are taken, before the first frame is drawn.
  const ignoreContinue = onContinue(() => {
    if (!isStopped) void lend(async () => {});
  });
  takeModes();
  const wipe = () => {
    // Another program's screen is not ours to wipe; when this one goes on, everything is drawn anew.
    if (isStopped) return;
    stdout.write('\u001b[H\u001b[2J');
    frames.forget();
  };
  const app = render(
    <App
      session={session}
      stdout={stdout}
      onWindowChange={onWindowChange}
      style={style}
      prefixName={prefixName(prefixes[0])}
      now={now}
      stop={async () => lendTo(stopProcesses)}
      onReady={ready.resolve}
      wipe={wipe}
    />,
    {
      stdin: keyboard.lessonInput,
      stdout: streamOfFrames(stdout, frames),
      exitOnCtrlC: false,
      patchConsole: false,
      // Each frame comes whole, without a word about the one before: the frame writer knows what to change.
      debug: true,
      // An empty CI variable counts as CI for Ink; the launcher made sure of the terminal.
      interactive: true,
      // Frames are limited once, by useFrames.
      maxFps: 120,
    },
  );
  return {
    lend,
    close: async () => {
      ignoreContinue();
      app.unmount();
      await app.waitUntilExit();
      keyboard.stop();
      giveModesBack();
    },
  };
}

/**
 * What Ink takes for the terminal. Its frames go to the frame writer, and it hears of no new size: it would answer by
 * drawing the old tree once more. Only useSize listens, and has the new tree drawn on a blank screen.
 */
function streamOfFrames(stdout: NodeJS.WriteStream, frames: FrameWriter): NodeJS.WriteStream {
  const write = (text: string, done?: () => void): boolean => {
    // Cursor and screen are ours: a sequence of Ink's that draws nothing is left out.
    if (!drawsNothing(text)) frames.draw(text);
    if (typeof done === 'function') stdout.write('', done);
    return true;
  };
  return new Proxy(stdout, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'on') return value.bind(target);
      return (event: string, listener: (...values: unknown[]) => void) =>
        event === 'resize' ? target : target.on(event, listener);
    },
  });
}
