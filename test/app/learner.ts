import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import pty, {type IPty} from '@lydell/node-pty';
import xterm from '@xterm/headless';

const root = path.resolve(import.meta.dirname, '../..');

export interface LearnerOptions {
  readonly columns: number;
  readonly rows: number;
  readonly home: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Absolute path of another launcher than the one that was built here. */
  readonly launcher?: string;
}

const keys: Readonly<Record<string, string>> = {
  enter: '\r',
  tab: '\t',
  escape: '\u001b',
  prefix: '\u0007',
  up: '\u001b[A',
  down: '\u001b[B',
  left: '\u001b[D',
  right: '\u001b[C',
  'page-up': '\u001b[5~',
  'page-down': '\u001b[6~',
  'ctrl-c': '\u0003',
  'ctrl-d': '\u0004',
  'ctrl-l': '\u000c',
  'ctrl-z': '\u001a',
};

/** Half a frame shows the new title above the old status: nobody gets to see that in a terminal. */
const frameBegins = '\u001b[?2026h';
const frameEnds = '\u001b[?2026l';

/** Milliseconds until a frame counts as whole whose end does not come: the app was killed. */
const longestFrame = 500;

/** Milliseconds between two letters: fewer are a text, of which the lesson takes none for a key. */
const letterPause = 600;

/** Milliseconds from what was seen to the letter it calls for: an app that is short of processor showed it just now. */
const reaction = 300;

/** Somebody at a terminal: the real launcher in a real pseudo-terminal, read through an emulator. */
export class Learner implements AsyncDisposable {
  readonly home: string;
  readonly #pty: IPty;
  readonly #terminal: xterm.Terminal;
  readonly #watchers = new Set<() => void>();
  #written = '';
  #isWithinFrame = false;
  #frameTimer: NodeJS.Timeout | undefined;
  readonly #ended: Promise<void>;
  #typed: Promise<void> = Promise.resolve();
  #letterAt = 0;
  #hasEnded = false;

  constructor(options: LearnerOptions) {
    this.home = options.home;
    const {columns, rows, launcher = path.join(root, 'dist', 'launcher.js')} = options;
    this.#terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, logLevel: 'off'});
    const words = [process.execPath, launcher, ...options.arguments];
    // Started from a shell, as everybody does: what the terminal is like afterwards can be asked there.
    this.#pty = pty.spawn('bash', ['--norc', '--noprofile'], {
      name: options.environment?.['TERM'] ?? 'xterm-256color',
      cols: columns,
      rows,
      cwd: options.home,
      env: {
        ...process.env,
        CI: '',
        PS1: 'outside$ ',
        KAFKA_LESSONS_HOME: options.home,
        ...options.environment,
      },
    });
    this.#pty.write(`${words.map((word) => `'${word}'`).join(' ')}; echo "ended with $?"\r`);
    this.#pty.onData((data) => {
      this.#written = (this.#written + data).slice(-200_000);
      const isWithinFrame = this.#written.lastIndexOf(frameBegins) > this.#written.lastIndexOf(frameEnds);
      this.#terminal.write(data, () => {
        this.#isWithinFrame = isWithinFrame;
        clearTimeout(this.#frameTimer);
        if (isWithinFrame) this.#frameTimer = setTimeout(() => this.#endFrame(), longestFrame);
        else this.#endFrame();
      });
    });
    this.#ended = new Promise((resolve) => {
      this.#pty.onExit(() => {
        this.#hasEnded = true;
        resolve();
      });
    });
  }

  #endFrame(): void {
    this.#isWithinFrame = false;
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** What the screen shows, a line a row. */
  screen(): string {
    const {active} = this.#terminal.buffer;
    return Array.from(
      {length: this.#terminal.rows},
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
    ).join('\n');
  }

  /** Everything the terminal was sent, the newest 200,000 characters. */
  written(): string {
    return this.#written;
  }

  get isOnAlternateScreen(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** One key after the other. Letters come as slowly as from a person who means each of them, but behind the prefix. */
  press(...names: readonly string[]): void {
    for (const [index, name] of names.entries()) {
      const isLetter = keys[name] === undefined;
      const isChord = names[index - 1] === 'prefix';
      this.#typed = this.#typed.then(async () => {
        if (isLetter && !isChord)
          await delay(Math.max(reaction, this.#letterAt + letterPause - performance.now()));
        if (isLetter || name === 'prefix') this.#letterAt = performance.now();
        this.#pty.write(keys[name] ?? name);
      });
    }
  }

  /** As fast as it goes. */
  type(text: string): void {
    this.#typed = this.#typed.then(() => this.#pty.write(text));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Puts words on the screen that the app knows nothing of, as another program's message does. */
  async scribble(words: string): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(words, resolve));
  }

  /** Waits until the screen shows it; says what it showed instead when that takes too long. */
  async sees(wanted: RegExp | string, seconds = 30): Promise<string> {
    return this.until(
      (screen) => (typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen)),
      `see ${String(wanted)}`,
      seconds,
    );
  }

  /** Waits until the screen no longer shows it. */
  async seesNoMore(unwanted: RegExp | string, seconds = 30): Promise<string> {
    return this.until(
      (screen) => (typeof unwanted === 'string' ? !screen.includes(unwanted) : !unwanted.test(screen)),
      `see ${String(unwanted)} no more`,
      seconds,
    );
  }

  /** The process of the app, below the launcher, which is below the shell. */
  appPid(): number {
    const pid = processes().find(
      (candidate) =>
        commandOf(candidate).includes('main-entry') && parentOf(parentOf(candidate)) === this.#pty.pid,
    );
    if (pid === undefined) throw new Error(`no app below the shell ${this.#pty.pid}`);
    return pid;
  }

  /** The window is closed. */
  hangUp(): void {
    this.#pty.kill('SIGHUP');
  }

  /** The process the shell started. */
  launcherPid(): number {
    return parentOf(this.appPid()) ?? 0;
  }

  /** The launcher's exit code, once the shell tells it. */
  async exitCode(seconds = 40): Promise<number> {
    const screen = await this.sees(/ended with \d+/, seconds);
    return Number(/ended with (\d+)/.exec(screen)?.[1]);
  }

  /** What is wrong with the terminal the app has left to the shell, asked there: nothing, as it should be. */
  async terminalFaults(seconds = 10): Promise<readonly string[]> {
    if (this.isOnAlternateScreen) return ['the alternate screen is shown'];
    this.type("\rclear; stty -a | grep -owE -e '-?(icanon|echo|isig)'; echo se''en\r");
    const screen = await this.sees(/^seen/m, seconds).catch(() => undefined);
    if (screen === undefined) return ['the shell does not answer'];
    const lastOf = (sequence: string) => this.#written.lastIndexOf(sequence);
    const faults: readonly (readonly [string, boolean])[] = [
      ['keys do not come line by line', !/^isig\nicanon\necho$/m.test(screen)],
      ['the cursor is hidden', lastOf('\u001b[?25h') < lastOf('\u001b[?25l')],
      ['the mouse is reported', this.#terminal.modes.mouseTrackingMode !== 'none'],
      // The shell sets this one itself for as long as it reads a line.
      ['pastes are still bracketed', lastOf('\u001b[?2004l') < lastOf('\u001b[?2004h\u001b[?1049h')],
    ];
    return faults.flatMap(([fault, isThere]) => (isThere ? [fault] : []));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const launcher = processes().find(
      (pid) => parentOf(pid) === this.#pty.pid && commandOf(pid).includes('launcher.js'),
    );
    // Hanging up is what closing the window does: the app stops its servers and ends.
    if (!this.#hasEnded) this.#pty.kill('SIGHUP');
    // The shell is not what is tested: one that does not notice the hang-up is ended.
    const shell = setTimeout(() => this.#pty.kill('SIGKILL'), 5000);
    const patience = delay(10_000, undefined, {ref: false});
    await Promise.race([this.#ended, patience]);
    clearTimeout(shell);
    const until = performance.now() + 30_000;
    while (launcher !== undefined && commandOf(launcher).includes('launcher.js')) {
      if (performance.now() > until)
        throw new Error(`the launcher (${launcher}) did not end within 30 s after its window was closed`);
      await delay(50);
    }
    clearTimeout(this.#frameTimer);
    this.#terminal.dispose();
  }

  /** Waits until the screen fulfils a condition, named by `what`. */
  async until(condition: (screen: string) => boolean, what: string, seconds = 30): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.#isWithinFrame) return;
        const screen = this.screen();
        if (condition(screen)) settle(() => resolve(screen));
      };
      const timer = setTimeout(() => {
        settle(() =>
          reject(
            new Error(`the learner did not ${what} within ${seconds} s; the screen was:\n${this.screen()}`),
          ),
        );
      }, seconds * 1000);
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        finish();
      };
      this.#watchers.add(look);
      look();
    });
  }
}

function processes(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function parentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return -1;
  }
}
