import {render} from 'ink';
import type {Session} from '../session/session.ts';
import {App, type SuspendTerminal} from './app.tsx';
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
  /** Control character that leads from a terminal to the lesson. */
  readonly prefix: number;
  readonly now: () => number;
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
  prefix,
  now,
  stopProcesses,
}: ShowAppOptions): ShownApp {
  const keyboard = readKeyboard({
    stdin,
    session,
    prefix,
    size: () => ({columns: stdout.columns || 80, rows: stdout.rows || 24}),
    now,
  });
  const style = {
    paint: colour ? colourPaint : plainPaint,
    theme: colour ? (isLight ? lightTheme : darkTheme) : plainTheme,
  };
  const takeModes = () => {
    // Shells and editors in the lab ask for pastes in brackets; the outer terminal must deliver them so.
    stdout.write('\u001b[?2004h');
    // Clicks and the wheel, in the form that has no limit on columns.
    if (mouse) stdout.write('\u001b[?1000h\u001b[?1006h');
  };
  const giveModesBack = () => {
    stdout.write('\u001b[?2004l');
    if (mouse) stdout.write('\u001b[?1006l\u001b[?1000l');
  };
  takeModes();
  let isStopped = false;
  const lendTo = async (run: () => Promise<void>) => {
    isStopped = true;
    keyboard.stop();
    giveModesBack();
    try {
      await run();
    } finally {
      keyboard.start();
      takeModes();
      isStopped = false;
    }
  };
  let suspend: SuspendTerminal | undefined;
  const wipe = () => {
    // Another program's screen is not ours to wipe; when this one goes on, Ink draws everything anew.
    if (isStopped) return;
    app.clear();
    // Ink clears the rows it believes to have drawn; where they are now, only the terminal knows.
    stdout.write('\u001b[H\u001b[2J');
  };
  const app = render(
    <App
      session={session}
      stdout={stdout}
      onWindowChange={onWindowChange}
      style={style}
      prefixName={prefixName(prefix)}
      now={now}
      stop={async () => lendTo(stopProcesses)}
      onReady={(suspendTerminal) => {
        suspend = suspendTerminal;
      }}
      wipe={wipe}
    />,
    {
      stdin: keyboard.lessonInput,
      stdout: deafToResize(stdout),
      exitOnCtrlC: false,
      patchConsole: false,
      alternateScreen: true,
      incrementalRendering: true,
      // An empty CI variable counts as CI for Ink; the launcher made sure of the terminal.
      interactive: true,
      // Frames are limited once, by useFrames.
      maxFps: 120,
    },
  );
  return {
    lend: async (run) => suspend?.(async () => lendTo(run)),
    close: async () => {
      app.unmount();
      await app.waitUntilExit();
      keyboard.stop();
      giveModesBack();
    },
  };
}

/**
 * Ink answers a new size by drawing the old tree once more. Its lines are too long for a narrower window and wrap, and
 * from then on Ink takes rows for others. Only useSize listens, and has the new tree drawn on a blank screen.
 */
function deafToResize(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  return new Proxy(stdout, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'on') return value.bind(target);
      return (event: string, listener: (...values: unknown[]) => void) =>
        event === 'resize' ? target : target.on(event, listener);
    },
  });
}
