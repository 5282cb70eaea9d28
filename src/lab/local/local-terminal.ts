import pty from '@lydell/node-pty';
import type {Terminal, TerminalEnd, TerminalSize} from '../../terminal/terminal.ts';

export interface LocalShell {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** True when the host was killed under the shell. */
  readonly wasKilled: () => boolean;
}

/** A shell on a pseudo-terminal of this machine. */
export function openLocalTerminal(shell: LocalShell, size: TerminalSize): Terminal {
  const process = pty.spawn(shell.file, [...shell.arguments], {
    name: 'xterm-256color',
    cols: size.columns,
    rows: size.rows,
    cwd: shell.directory,
    env: {...shell.environment},
    // Bytes, not text: a character may be split between two reads.
    encoding: null,
  });
  let isGone = false;
  const ended = new Promise<TerminalEnd>((resolve) => {
    process.onExit(({exitCode, signal}) => {
      isGone = true;
      resolve(
        shell.wasKilled() ? {type: 'killed'} : {type: 'exited', exitCode: signal ? 128 + signal : exitCode},
      );
    });
  });

  return {
    write: (data) => {
      if (!isGone) process.write(data);
    },
    resize: ({columns, rows}) => {
      if (!isGone) process.resize(columns, rows);
    },
    pause: () => process.pause(),
    resume: () => process.resume(),
    close: async () => {
      if (isGone) return;
      process.resume();
      process.kill('SIGHUP');
      const timer = setTimeout(() => {
        if (!isGone) process.kill('SIGKILL');
      }, 3000);
      await ended;
      clearTimeout(timer);
    },
    onData: (listener) => {
      process.onData(listener);
    },
    ended,
  };
}
