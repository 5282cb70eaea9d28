import {setTimeout as delay} from 'node:timers/promises';
import type {HostName} from '../../../src/course/lesson.ts';
import type {Lab} from '../../../src/lab/lab.ts';
import {renderLabAnswer} from '../../../src/lab/shell-rc.ts';
import {type LabRequest, LabTerminal} from '../../../src/terminal/lab-terminal.ts';
import type {Terminal, TerminalEnd} from '../../../src/terminal/terminal.ts';
import type {CommandRecord} from '../../../src/terminal/terminal-record.ts';
import {until} from './until.ts';

/** A tab of the app, without a screen, at which a test types. */
export class TypedTerminal {
  readonly tab: LabTerminal;
  /** Everything printed, as plain text. */
  text = '';
  readonly #lab: Lab;
  #open: Promise<void> = Promise.resolve();
  #shell: Terminal | undefined;

  private constructor(lab: Lab, host: HostName) {
    this.#lab = lab;
    this.tab = new LabTerminal({
      place: {name: host, host},
      nonce: lab.nonce,
      size: {columns: 120, rows: 30},
      now: () => Date.now(),
      openScreen: undefined,
    });
    this.tab.recording.subscribe((event) => {
      if (event.type === 'output') this.text += event.text;
    });
    this.tab.onRequest = (request) => void this.#answer(request);
  }

  static async open(lab: Lab, host: HostName): Promise<TypedTerminal> {
    const terminal = new TypedTerminal(lab, host);
    await terminal.reopen();
    return terminal;
  }

  /** A new shell behind the same tab. */
  async reopen(): Promise<void> {
    const {host} = this.tab.place;
    this.#open = this.tab.attach(async (size) => {
      this.#shell = await this.#lab.openTerminal(host, size);
      return this.#shell;
    });
    await this.#open;
    await this.untilPrompt();
  }

  get commands(): readonly CommandRecord[] {
    return this.tab.recording.record().commands;
  }

  get end(): TerminalEnd | undefined {
    return typeof this.tab.state === 'string' ? undefined : this.tab.state.end;
  }

  type(text: string): void {
    this.tab.write(text);
  }

  async untilPrompt(): Promise<void> {
    await until(`${this.tab.place.name} shows its prompt`, () => this.tab.isAtPrompt);
  }

  async untilText(text: string): Promise<void> {
    await until(`${this.tab.place.name} prints ${text}`, () => this.text.includes(text));
  }

  /** Types a command and waits until it has ended. */
  async run(command: string): Promise<CommandRecord> {
    await this.untilPrompt();
    const last = this.commands.at(-1)?.id ?? 0;
    this.type(`${command}\r`);
    const ended = await until(`\`${command}\` ends`, () =>
      this.commands.find(({id, endedAt}) => id > last && endedAt !== undefined),
    );
    await this.untilPrompt();
    return ended;
  }

  /** Types a command that stays and waits for a line of its output. */
  async start(command: string, line: string): Promise<void> {
    await this.untilPrompt();
    const from = this.text.length;
    this.type(`${command}\r`);
    await until(`\`${command}\` prints ${line}`, () => this.text.slice(from).includes(line));
  }

  async close(): Promise<void> {
    await this.#shell?.close();
  }

  /** What the app does when a learner types `lab kill broker-1`. */
  async #answer({id, word, arguments: [host]}: LabRequest): Promise<void> {
    const words: Record<string, (host: HostName) => Promise<void>> = {
      kill: async (name) => this.#lab.kill(name),
      start: async (name) => this.#lab.startHost(name),
      pause: async (name) => this.#lab.pause(name),
      resume: async (name) => this.#lab.unpause(name),
    };
    await words[word]?.(host as HostName);
    this.type(renderLabAnswer(id, 0, `${host}: ${word} is done`));
  }
}

/** Bytes a host's shell prints, as they come. */
export class RawTerminal {
  bytes = Buffer.alloc(0);
  readonly #write: (data: string) => void;

  private constructor(write: (data: string) => void) {
    this.#write = write;
  }

  static async open(lab: Lab, host: HostName, size = {columns: 80, rows: 24}) {
    const terminal = await lab.openTerminal(host, size);
    const raw = new RawTerminal((data) => terminal.write(data));
    terminal.onData((data) => {
      raw.bytes = Buffer.concat([raw.bytes, Buffer.from(data)]);
    });
    await raw.untilText(`A;${lab.nonce}`);
    return Object.assign(raw, {terminal});
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }

  type(text: string): void {
    this.#write(text);
  }

  async untilText(text: string): Promise<void> {
    await until(`the shell prints ${JSON.stringify(text)}`, () => this.text.includes(text));
  }

  /** Resolves when nothing has come for a while. */
  async untilQuiet(): Promise<void> {
    let length = -1;
    await until('the shell is quiet', async () => {
      if (length === this.bytes.length) return true;
      length = this.bytes.length;
      await delay(300);
      return false;
    });
  }
}
