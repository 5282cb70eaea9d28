import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import {fileURLToPath} from 'node:url';
import {giveTerminalBack, leaveOriginMode} from './terminal/restore-terminal.ts';

/** Exit code of an app that ended in order and has failed: Node itself says 1 when it ends with an error nobody caught. */
export const orderlyFailure = 70;

/** Exit code of the sweeper where another app owns the home and its lab. */
export const nothingToClear = 71;

/**
 * Runs the app as a child and stays behind it: whatever way the app ends, the terminal comes back and what the lab
 * left running is cleared up. Gives the exit code; 128 + the signal's number where a signal ended the app.
 */
export async function superviseApp(words: readonly string[], entry: URL): Promise<number> {
  const app = spawn(process.execPath, [fileURLToPath(entry), ...words], {
    stdio: 'inherit',
    env: {...process.env, KAFKA_LESSONS_LAUNCHED: '1'},
  });
  // Ctrl-C belongs to the app (and through it to the learner's shell), never to the launcher.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill(signal));
  // Without a terminal it reaches nobody else.
  if (!process.stdin.isTTY) process.on('SIGINT', () => app.kill('SIGINT'));
  const {code, signal} = await new Promise<{code: number | null; signal: NodeJS.Signals | null}>(
    (resolve) => {
      app.once('exit', (exitCode, exitSignal) => resolve({code: exitCode, signal: exitSignal}));
      app.once('error', () => resolve({code: 1, signal: null}));
    },
  );
  // The app ends with one of these in order; anything else means that it could not clear up.
  if (signal === null && code !== null && [0, 2, 3, orderlyFailure].includes(code))
    return code === orderlyFailure ? 1 : code;

  restore(words.includes('shell'));
  process.stderr.write(`kafka-lessons was ended (${signal ?? `exit code ${code}`}).\n`);
  process.stderr.write(`${afterSweep(await sweep(words, entry))}\n`);
  return signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0);
}

/** The app had no chance to do either: leave raw mode and the alternate screen. */
function restore(isWindow: boolean): void {
  if (process.stdin.isTTY) {
    // Setting and unsetting makes Node give the terminal the modes it had when the launcher was started.
    process.stdin.setRawMode(true);
    process.stdin.setRawMode(false);
  }
  if (!process.stdout.isTTY) return;
  process.stdout.write(giveTerminalBack);
  // Only in a window do programs of the lab set modes of the person's own terminal.
  if (isWindow) process.stdout.write(`${leaveOriginMode}\n`);
}

/** The app's own code clears up, in a process of its own: the one that held the lab is dead. Gives its exit code. */
async function sweep(words: readonly string[], entry: URL): Promise<number | undefined> {
  const sweeper = spawn(process.execPath, [fileURLToPath(entry), ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {...process.env, KAFKA_LESSONS_SWEEP: '1'},
  });
  return new Promise((resolve) => {
    sweeper.once('exit', (code) => resolve(code ?? undefined));
    sweeper.once('error', () => resolve(undefined));
  });
}

function afterSweep(code: number | undefined): string {
  if (code === 0) return 'Done. Start it again to go on where you were.';
  if (code === nothingToClear)
    return 'It was one window of an app that goes on, and so does its lab. The same command joins it again.';
  return 'The lab could not be cleared up: some of its servers may still run.\n→ Start kafka-lessons again: it stops them before it opens a lab. kafka-lessons doctor shows what is left.';
}
