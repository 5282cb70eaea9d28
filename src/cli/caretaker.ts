import {spawn} from 'node:child_process';
import {giveTerminalBack} from '../terminal/restore-terminal.ts';

/** A process of its own that outlives the app, and its launcher. */
export interface Caretaker {
  /** The app has cleared up by itself: there is nothing left to do. */
  dismiss(): void;
}

/**
 * Waits for the app's end on a pipe. An app that is killed closes it without a word: then the terminal is given back,
 * and where the launcher is gone as well, what the lab left running is cleared up by the app's own code, in a process
 * of its own. Without it a terminal whose app and launcher were killed stayed on the other screen, without a cursor,
 * 9 of 9 times, and containers stayed.
 */
export function startCaretaker(): Caretaker {
  const {execPath, execArgv, argv, env, ppid} = process;
  // Whoever starts the app in another way clears up in another way.
  if (!env['KAFKA_LESSONS_LAUNCHED']) return {dismiss: () => {}};
  const caretaker = spawn(
    '/bin/sh',
    ['-c', script, 'kafka-lessons-caretaker', execPath, ...execArgv, ...argv.slice(1)],
    {
      // In a session of its own: neither Ctrl-C nor the end of the window reaches it.
      detached: true,
      stdio: ['pipe', 'inherit', 'ignore'],
      env: {
        ...env,
        RESTORE: process.stdout.isTTY ? giveTerminalBack : '',
        LAUNCHER: String(ppid),
      },
    },
  );
  // Where there is no such shell, the launcher and the next start clear up as far as they can.
  caretaker.on('error', () => {});
  caretaker.stdin.on('error', () => {});
  caretaker.unref();
  return {dismiss: () => void caretaker.stdin.end('done\n')};
}

/** A launcher that was killed too is a zombie for a moment, and looks alive. */
const script = `
trap '' HUP INT QUIT TERM TSTP TTOU
IFS= read -r word
[ "$word" = done ] && exit 0
[ -z "$RESTORE" ] || printf '%s' "$RESTORE"
sleep 1
kill -0 "$LAUNCHER" 2>/dev/null && exit 0
KAFKA_LESSONS_SWEEP=1 exec "$@" </dev/null >/dev/null 2>&1
`;
