import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import pty, {type IPty} from '@lydell/node-pty';
import xterm from '@xterm/headless';

const root = path.resolve(import.meta.dirname, '../..');

export interface LearnerOptions {
  readonly columns: number;
  readonly rows: number;
  readonly home: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
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
};

/** Somebody at a terminal: the real launcher in a real pseudo-terminal, read through an emulator. */
export class Learner implements AsyncDisposable {
  readonly ended: Promise<{readonly exitCode: number; readonly signal: number | undefined}>;
  readonly #pty: IPty;
  readonly #terminal: xterm.Terminal;
  readonly #watchers = new Set<() => void>();
  #written = '';
  #hasEnded = false;

  constructor(options: LearnerOptions) {
    const {columns, rows} = options;
    this.#terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, logLevel: 'off'});
    this.#pty = pty.spawn(process.execPath, [path.join(root, 'dist', 'launcher.js'), ...options.arguments], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd: options.home,
      env: {...process.env, CI: '', KAFKA_LESSONS_HOME: options.home, ...options.environment},
    });
    this.#pty.onData((data) => {
      this.#written = (this.#written + data).slice(-200_000);
      this.#terminal.write(data, () => {
        for (const watcher of [...this.#watchers]) watcher();
      });
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({exitCode, signal}) => {
        this.#hasEnded = true;
        resolve({exitCode, signal});
      });
    });
  }

  /** The process of the launcher. */
  get pid(): number {
    return this.#pty.pid;
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

  press(...names: readonly string[]): void {
    for (const name of names) this.#pty.write(keys[name] ?? name);
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
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

  /** The process of the app, below the launcher. */
  appPid(): number {
    const children = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
          const parent = status.slice(status.lastIndexOf(')') + 2).split(' ')[1];
          return (
            Number(parent) === this.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main-entry')
          );
        } catch {
          return false;
        }
      });
    const [pid] = children;
    if (pid === undefined) throw new Error(`no app below the launcher (${this.pid})`);
    return Number(pid);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hasEnded) this.#pty.kill('SIGTERM');
    await this.ended;
    this.#terminal.dispose();
  }

  /** Waits until the screen fulfils a condition, named by `what`. */
  async until(condition: (screen: string) => boolean, what: string, seconds = 30): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
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
