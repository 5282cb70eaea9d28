import {giveTerminalBack} from './terminal/restore-terminal.ts';

/** Milliseconds between two looks. */
const pace = 250;

/**
 * Notices that the launcher is gone, killed by somebody: its shell has the terminal again, so the app gives it back,
 * says no more, and ends as it does when the window is closed.
 */
export function watchLauncher(): void {
  const launcher = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(look);
    if (process.stdout.isTTY) process.stdout.write(giveTerminalBack);
    process.stdout.write = (...words: unknown[]) => {
      const done = words.at(-1);
      if (typeof done === 'function') done();
      return true;
    };
    process.kill(process.pid, 'SIGHUP');
  }, pace);
  look.unref();
}
