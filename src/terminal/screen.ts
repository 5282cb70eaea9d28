import xterm, {type IBufferLine} from '@xterm/headless';
import {cellWidth} from './cell-width.ts';
import {createEmulatorInput} from './emulator-input.ts';
import {createRowDrawer} from './screen-row.ts';
import type {TerminalSize} from './terminal.ts';
import {isCursorHidden, limitParameters, parseNow, showCursorOnReset} from './xterm-core.ts';

export interface ScreenOptions {
  /** Lines kept above the visible ones. 5,000 by default. */
  readonly scrollback?: number;
  /**
   * Takes what goes back to the shell: where the cursor is, what kind of terminal this is, that it is well. Other
   * reports are not given, since what the shell does not expect it takes for typing.
   */
  readonly answer?: (report: string) => void;
}

export interface ScreenCursor {
  /** From 0, in visible rows; beyond them when scrolled back. */
  readonly row: number;
  /** From 0. */
  readonly column: number;
  /** False while a program hides it, or scrolling put it out of sight. */
  readonly visible: boolean;
}

export interface ScreenModes {
  readonly bracketedPaste: boolean;
  readonly applicationCursorKeys: boolean;
  readonly alternateScreen: boolean;
  readonly mouseTracking: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
}

/** Characters waiting to be drawn, above which the source is to be paused… */
export const pauseAbove = 256 * 1024;
/** …and below which `onDrained` says that it can go on. */
export const resumeBelow = 64 * 1024;

/** Milliseconds of drawing before other work gets its turn. */
const turn = 8;
const smallestSlice = 64;
const firstSlice = 1024;
const largestSlice = 16 * 1024;
const answersPerSecond = 100;

interface Waiting {
  text: string;
  readonly done: () => void;
}

/** What a terminal shows: takes what the shell prints, gives rows that are safe to draw. */
export class Screen {
  readonly #terminal: xterm.Terminal;
  readonly #input = createEmulatorInput();
  readonly #changed = new Set<() => void>();
  readonly #drained = new Set<() => void>();
  readonly #drawRow;
  #queue: Waiting[] = [];
  #pending = 0;
  #behind = false;
  #scheduled: NodeJS.Immediate | undefined;
  #slice = firstSlice;
  #rows: readonly string[] | undefined;
  #disposed = false;

  constructor({columns, rows}: TerminalSize, {scrollback = 5000, answer}: ScreenOptions = {}) {
    this.#terminal = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback,
      allowProposedApi: true,
      logLevel: 'off',
    });
    this.#drawRow = createRowDrawer(this.#terminal.buffer.active.getNullCell());
    countCellsOurWay(this.#terminal);
    limitParameters(this.#terminal);
    showCursorOnReset(this.#terminal);
    if (answer) this.#terminal.onData(onlySafeAnswers(answer));
  }

  /** Characters that were written and are not drawn yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Resolves when `text` is drawn. Small pieces are drawn at once, so that typing is answered without delay. */
  write(text: string): Promise<void> {
    if (this.#disposed || text === '') return Promise.resolve();
    if (this.#queue.length === 0 && text.length <= this.#slice) {
      this.#parse(text);
      this.#announce();
      return Promise.resolve();
    }
    this.#pending += text.length;
    this.#behind ||= this.#pending > pauseAbove;
    return new Promise((done) => {
      this.#queue.push({text, done});
      this.#scheduled ??= setImmediate(() => this.#takeTurn());
    });
  }

  /** True from the moment `pending` rises above 256 Ki characters until it falls below 64 Ki. */
  get isBehind(): boolean {
    return this.#behind;
  }

  /** Calls `listener` each time `pending` falls below 64 Ki characters after it was above 256 Ki. */
  onDrained(listener: () => void): () => void {
    this.#drained.add(listener);
    return () => this.#drained.delete(listener);
  }

  /** Calls `listener` whenever rows or cursor may have changed: throttling is the listener's. */
  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  resize({columns, rows}: TerminalSize): void {
    if (this.#disposed || (columns === this.#terminal.cols && rows === this.#terminal.rows)) return;
    this.#terminal.resize(Math.max(2, columns), Math.max(1, rows));
    this.#announce();
  }

  /**
   * The visible rows, from the top, each with its colours (see `createRowDrawer`). The same array until something changes.
   */
  rows(): readonly string[] {
    this.#rows ??= this.#visibleLines().map((line) => (line ? this.#drawRow(line, this.#terminal.cols) : ''));
    return this.#rows;
  }

  /** Whether there are lines above those that are visible when it is not scrolled back. */
  get hasScrolledOff(): boolean {
    return this.#terminal.buffer.active.baseY > 0;
  }

  cursor(): ScreenCursor {
    const {baseY, viewportY, cursorX, cursorY} = this.#terminal.buffer.active;
    const row = baseY + cursorY - viewportY;
    return {
      row,
      // After the last column is filled xterm's cursor stands beyond it.
      column: Math.min(cursorX, this.#terminal.cols - 1),
      visible: row < this.#terminal.rows && !isCursorHidden(this.#terminal),
    };
  }

  get modes(): ScreenModes {
    const {modes, buffer} = this.#terminal;
    return {
      bracketedPaste: modes.bracketedPasteMode,
      applicationCursorKeys: modes.applicationCursorKeysMode,
      alternateScreen: buffer.active.type === 'alternate',
      mouseTracking: modes.mouseTrackingMode,
    };
  }

  /** Negative goes back to older lines. What is printed meanwhile does not move the view. */
  scrollBy(lines: number): void {
    this.#terminal.scrollLines(lines);
    this.#announce();
  }

  scrollToBottom(): void {
    // Called before every key: a change announced for nothing would draw a frame, and the echo would wait for the next.
    if (this.atBottom) return;
    this.#terminal.scrollToBottom();
    this.#announce();
  }

  get atBottom(): boolean {
    const {viewportY, baseY} = this.#terminal.buffer.active;
    return viewportY === baseY;
  }

  /** Everything that is kept, as plain text with lines the terminal broke put together again. */
  text(): string {
    const {active} = this.#terminal.buffer;
    return this.#textOf(0, active.length - 1).replace(/\n+$/, '');
  }

  dispose(): void {
    this.#disposed = true;
    clearImmediate(this.#scheduled);
    for (const {done} of this.#queue.splice(0)) {
      done();
    }
    this.#pending = 0;
    this.#noLongerBehind();
    this.#changed.clear();
    this.#drained.clear();
    this.#terminal.dispose();
  }

  #visibleLines(): (IBufferLine | undefined)[] {
    const {active} = this.#terminal.buffer;
    return Array.from({length: this.#terminal.rows}, (_, row) => active.getLine(active.viewportY + row));
  }

  #textOf(first: number, last: number): string {
    const {active} = this.#terminal.buffer;
    let text = '';
    for (let row = first; row <= last; row++) {
      const goesOn = row < last && active.getLine(row + 1)?.isWrapped === true;
      text += active.getLine(row)?.translateToString(!goesOn) ?? '';
      text += goesOn || row === last ? '' : '\n';
    }
    return text;
  }

  #takeTurn(): void {
    const end = performance.now() + turn;
    this.#scheduled = undefined;
    while (this.#queue.length > 0 && performance.now() < end) {
      this.#drawSlice();
    }
    if (this.#queue.length > 0) this.#scheduled = setImmediate(() => this.#takeTurn());
    this.#announce();
    if (this.#pending < resumeBelow) this.#noLongerBehind();
  }

  #noLongerBehind(): void {
    if (!this.#behind) return;
    this.#behind = false;
    for (const listener of [...this.#drained]) {
      listener();
    }
  }

  #drawSlice(): void {
    const first = this.#queue[0];
    if (!first) return;
    const slice = first.text.slice(0, this.#slice);
    this.#parse(slice);
    this.#pending -= slice.length;
    if (slice.length < first.text.length) {
      first.text = first.text.slice(slice.length);
    } else {
      this.#queue.shift();
      first.done();
    }
  }

  /** Slices grow and shrink with what they cost: a few characters may ask for a lot of work. */
  #parse(text: string): void {
    const started = performance.now();
    parseNow(this.#terminal, this.#input.clean(text));
    const took = performance.now() - started;
    if (took > turn / 2) {
      this.#slice = Math.max(smallestSlice, this.#slice >> 1);
    } else if (took < turn / 8) {
      this.#slice = Math.min(largestSlice, Math.max(this.#slice, text.length << 1));
    }
  }

  #announce(): void {
    this.#rows = undefined;
    for (const listener of [...this.#changed]) {
      listener();
    }
  }
}

/** xterm's own table is that of Unicode 6, in which emoji are narrow. */
function countCellsOurWay(terminal: xterm.Terminal): void {
  // A property value is `width << 1`, and 1 more where the character joins the one before it.
  terminal.unicode.register({
    version: 'kafka-lessons',
    wcwidth: cellWidth,
    charProperties(codePoint, preceding) {
      const width = cellWidth(codePoint);
      const widthBefore = (preceding >> 1) & 3;
      return width === 0 && widthBefore > 0 ? (widthBefore << 1) | 1 : width << 1;
    },
  });
  terminal.unicode.activeVersion = 'kafka-lessons';
}

// Cursor position, primary device attributes, "device is well".
const safeAnswer = /^\u001b\[(?:\d+;\d+R|\?[\d;]*c|0n)$/;

/** A flood of questions must not become a flood of typing. */
function onlySafeAnswers(answer: (report: string) => void): (report: string) => void {
  let second = 0;
  let given = 0;
  return (report) => {
    const now = Math.floor(performance.now() / 1000);
    given = now === second ? given : 0;
    second = now;
    if (safeAnswer.test(report) && given < answersPerSecond) {
      given += 1;
      answer(report);
    }
  };
}
