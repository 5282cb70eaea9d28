import type {TerminalPlace} from '../course/lesson.ts';
import {createMarkScanner, type ShellMark} from './marks.ts';
import {Recording} from './recording.ts';
import type {Screen} from './screen.ts';
import type {Terminal, TerminalEnd, TerminalSize} from './terminal.ts';

export type LabTerminalState = 'opening' | 'open' | {readonly type: 'ended'; readonly end: TerminalEnd};

export type LabRequest = Extract<ShellMark, {type: 'request'}>;

/** Where a terminal's screen comes from: the app makes one for each tab, `lesson test` needs none. */
export type OpenScreen = (size: TerminalSize, answer: (data: string) => void) => Screen;

export interface LabTerminalOptions {
  readonly place: TerminalPlace;
  readonly nonce: string;
  readonly size: TerminalSize;
  readonly now: () => number;
  readonly openScreen: OpenScreen | undefined;
}

/** A terminal window of the learner's own that shows a tab. */
export interface TerminalWindow {
  size: TerminalSize;
  /** What the shell prints, without the course's marks. */
  readonly onText: (text: string) => void;
}

/** A tab: one shell after another on the same host, with their recording and their screen. */
export class LabTerminal {
  readonly place: TerminalPlace;
  readonly recording: Recording;
  readonly screen: Screen | undefined;
  /** Called when the shell asks the course for something with `lab …`. */
  onRequest: (request: LabRequest) => void = () => {};
  onStateChange: () => void = () => {};
  readonly #nonce: string;
  /** Of the place in the app; a window that shows the tab goes before it. */
  #size: TerminalSize;
  readonly #windows: TerminalWindow[] = [];
  #terminal: Terminal | undefined;
  #state: LabTerminalState = 'opening';
  #isAtPrompt = false;
  #typedAhead = '';

  constructor(options: LabTerminalOptions) {
    this.place = options.place;
    this.#size = options.size;
    this.#nonce = options.nonce;
    this.recording = new Recording({...options.place, now: options.now});
    this.screen = options.openScreen?.(options.size, (data) => this.#terminal?.write(data));
    this.screen?.onDrained(() => this.#terminal?.resume());
    this.recording.subscribe((event) => {
      if (event.type === 'prompt') this.#isAtPrompt = true;
      else if (event.type === 'command-started') this.#isAtPrompt = false;
    });
  }

  get state(): LabTerminalState {
    return this.#state;
  }

  /** True when the shell waits for a command. */
  get isAtPrompt(): boolean {
    return this.#state === 'open' && this.#isAtPrompt;
  }

  /** The command that runs now, as it was typed. */
  get runningCommand(): string | undefined {
    const last = this.recording.record().commands.at(-1);
    return last?.endedAt === undefined ? last?.command : undefined;
  }

  get size(): TerminalSize {
    return this.#windows.at(-1)?.size ?? this.#size;
  }

  /** How many windows show the tab beside the app. */
  get windowCount(): number {
    return this.#windows.length;
  }

  /** Puts a shell behind the tab, the first or the next after one that ended. */
  async attach(open: (size: TerminalSize) => Promise<Terminal>): Promise<void> {
    this.#setState('opening');
    this.#isAtPrompt = false;
    // The end of the shell before may still be on its way when its host is back already.
    this.recording.shellEnded();
    const terminal = await open(this.size).catch((error: unknown) => {
      this.#typedAhead = '';
      this.#setState({type: 'ended', end: {type: 'exited', exitCode: 1}});
      throw error;
    });
    const scanner = createMarkScanner(this.#nonce);
    terminal.onData((data) => {
      const pieces = scanner.feed(data);
      for (const piece of pieces) {
        if (piece.type !== 'text') continue;
        void this.screen?.write(piece.text);
        for (const {onText} of this.#windows) onText(piece.text);
      }
      this.recording.feed(pieces);
      for (const piece of pieces) {
        if (piece.type === 'mark' && piece.mark.type === 'request') this.onRequest(piece.mark);
      }
      // Back pressure: what the emulator has not drawn yet must not pile up in memory.
      if (this.screen?.isBehind) terminal.pause();
    });
    this.#terminal = terminal;
    this.#setState('open');
    if (this.#typedAhead !== '') terminal.write(this.#typedAhead);
    this.#typedAhead = '';
    void terminal.ended.then((end) => {
      if (this.#terminal !== terminal) return;
      this.#terminal = undefined;
      this.#isAtPrompt = false;
      this.recording.shellEnded();
      const words =
        end.type === 'killed'
          ? `${this.place.host} was killed`
          : `the shell ended with exit code ${end.exitCode}`;
      void this.screen?.write(`\r\n\u001b[0;2m── ${words} ──\u001b[0m\r\n`);
      this.#setState({type: 'ended', end});
    });
  }

  /** Types into the shell. What comes while one is being opened is typed ahead; where the shell ended it is dropped. */
  write(data: string): void {
    if (this.#terminal) this.#terminal.write(data);
    else if (this.#state === 'opening') this.#typedAhead += data;
  }

  resize(size: TerminalSize): void {
    this.#resizeAfter(() => {
      this.#size = size;
    });
  }

  /** From now on the shell has that window's size. Call `resizeWindow` when it changes, `removeWindow` at its end. */
  addWindow(window: TerminalWindow): void {
    this.#resizeAfter(() => this.#windows.push(window));
    this.onStateChange();
  }

  resizeWindow(window: TerminalWindow, size: TerminalSize): void {
    this.#resizeAfter(() => {
      window.size = size;
    });
  }

  removeWindow(window: TerminalWindow): void {
    const index = this.#windows.indexOf(window);
    if (index === -1) return;
    this.#resizeAfter(() => this.#windows.splice(index, 1));
    this.onStateChange();
  }

  #resizeAfter(change: () => void): void {
    const before = this.size;
    change();
    const {columns, rows} = this.size;
    if (columns === before.columns && rows === before.rows) return;
    this.#terminal?.resize(this.size);
    this.screen?.resize(this.size);
  }

  #setState(state: LabTerminalState): void {
    this.#state = state;
    this.onStateChange();
  }
}
