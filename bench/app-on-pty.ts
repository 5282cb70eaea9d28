import path from 'node:path';
import pty, {type IPty} from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** What `npm run build` makes and the package starts. */
export const launcher = path.resolve(import.meta.dirname, '../dist/launcher.js');

export interface AppOptions {
  readonly columns: number;
  readonly rows: number;
  /** State folder of the app; also its working directory. */
  readonly home: string;
  readonly arguments: readonly string[];
  /** The launcher of this checkout unless given. */
  readonly program?: string;
}

/** The real app in a pseudo-terminal, read through an emulator. Close it: it does not end by itself. */
export class AppOnPty {
  readonly #pty: IPty;
  readonly #terminal: xterm.Terminal;
  readonly #watchers = new Set<() => void>();
  readonly #ended: Promise<void>;
  #hasEnded = false;

  constructor({columns, rows, home, arguments: words, program = launcher}: AppOptions) {
    this.#terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, logLevel: 'off'});
    this.#pty = pty.spawn(process.execPath, [program, ...words], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd: home,
      env: {...withoutColourWishes(process.env), CI: '', KAFKA_LESSONS_HOME: home},
    });
    this.#pty.onData((data) => {
      this.#terminal.write(data, () => {
        for (const watcher of [...this.#watchers]) watcher();
      });
    });
    this.#ended = new Promise((resolve) => {
      this.#pty.onExit(() => {
        this.#hasEnded = true;
        resolve();
      });
    });
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  get buffer(): xterm.IBuffer {
    return this.#terminal.buffer.active;
  }

  /** What the screen shows, a line a row. */
  screen(): string {
    return Array.from(
      {length: this.#terminal.rows},
      (_, row) => this.buffer.getLine(this.buffer.viewportY + row)?.translateToString(true) ?? '',
    ).join('\n');
  }

  /** Resolves with the screen that shows it first; says what was there instead when that takes too long. */
  async sees(wanted: RegExp | string, seconds = 60): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const screen = this.screen();
        if (typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen))
          settle(() => resolve(screen));
      };
      const timer = setTimeout(() => {
        const words = `not on the screen within ${seconds} s: ${String(wanted)}; it showed:`;
        settle(() => reject(new Error(`${words}\n${this.screen()}`)));
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

  /** Ends the app in order, servers and all. */
  async close(): Promise<void> {
    if (!this.#hasEnded) this.#pty.kill('SIGTERM');
    await this.#ended;
    this.#terminal.dispose();
  }
}

/** What is measured and shown must not depend on how somebody likes their own terminal. */
function withoutColourWishes(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const {NO_COLOR: _noColor, COLORFGBG: _colorFgBg, ...rest} = environment;
  return rest;
}
