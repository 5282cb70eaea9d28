import type {Terminal} from '@xterm/headless';

/**
 * The parts of xterm that its public interface does not offer; the version is pinned and a test holds them.
 * `Terminal.write` parses from a timer of its own, where an error in one of xterm's handlers would end the app, and
 * public handlers get a copy of the parameters, so they could refuse a sequence but not clamp it.
 */
interface XtermCore {
  readonly _inputHandler: {
    parse(text: string): void;
    readonly _parser: {reset(): void};
  };
  readonly coreService: {isCursorHidden: boolean};
  registerCsiHandler(id: CsiIdentifier, handler: (parameters: CsiParameters) => boolean): void;
}

interface CsiIdentifier {
  readonly prefix?: string;
  readonly intermediates?: string;
  readonly final: string;
}

interface CsiParameters {
  readonly params: Int32Array;
  readonly length: number;
}

/** No count, position or size that matters is larger; xterm obeys 2147483647 for minutes. */
const largestParameter = 4096;

/** With which prefixes and intermediate characters xterm has handlers at all. */
const introductions: readonly Omit<CsiIdentifier, 'final'>[] = [
  {},
  {prefix: '?'},
  {prefix: '>'},
  {intermediates: ' '},
  {intermediates: '!'},
  {intermediates: '"'},
  {intermediates: '$'},
  {intermediates: "'"},
  {prefix: '?', intermediates: '$'},
];

function coreOf(terminal: Terminal): XtermCore {
  return (terminal as unknown as {readonly _core: XtermCore})._core;
}

/**
 * Parses at once. An error of xterm's is swallowed with the rest of `text`: a program's output must not end the app.
 * Returns whether all went well.
 */
export function parseNow(terminal: Terminal, text: string): boolean {
  const {_inputHandler: handler} = coreOf(terminal);
  try {
    handler.parse(text);
    return true;
  } catch {
    handler._parser.reset();
    return false;
  }
}

export function isCursorHidden(terminal: Terminal): boolean {
  return coreOf(terminal).coreService.isCursorHidden;
}

/** xterm 6 leaves the cursor hidden when a program resets the terminal (`ESC c`). */
export function showCursorOnReset(terminal: Terminal): void {
  terminal.parser.registerEscHandler({final: 'c'}, () => {
    coreOf(terminal).coreService.isCursorHidden = false;
    return false;
  });
}

/** Makes every control sequence cheap, whatever its parameters. */
export function limitParameters(terminal: Terminal): void {
  const core = coreOf(terminal);
  for (const final of finals()) {
    for (const introduction of introductions) {
      core.registerCsiHandler({...introduction, final}, (parameters) => {
        clamp(parameters, largestCount(terminal, {...introduction, final}));
        return false;
      });
    }
  }
  mendEraseAbove(terminal);
}

function* finals(): Generator<string> {
  for (let code = 0x40; code <= 0x7e; code++) {
    // xterm guards window operations itself, and obeys none of them by default.
    if (code !== 0x74) yield String.fromCharCode(code);
  }
}

/**
 * Beyond the screen's own size these change nothing more, and each line or cell costs time. (Repeating a character,
 * `b`, would: but programs do it within a line only, and 4,096 a time make 100 KiB of output take a minute.)
 */
function largestCount({rows, cols}: Terminal, {prefix, intermediates, final}: CsiIdentifier): number {
  if (prefix !== undefined) return largestParameter;
  if (intermediates === undefined && 'LMST'.includes(final)) return rows;
  return '@PXIZb'.includes(final) || intermediates === "'" ? cols : largestParameter;
}

function clamp({params, length}: CsiParameters, largest: number): void {
  for (let index = 0; index < length; index++) {
    params[index] = Math.min(params[index] ?? 0, largest);
  }
}

/** xterm 6 throws when everything up to the last cell is erased before anything has scrolled. */
function mendEraseAbove(terminal: Terminal): void {
  for (const prefix of ['', '?']) {
    coreOf(terminal).registerCsiHandler({final: 'J', ...(prefix && {prefix})}, ({params}) => {
      const {cursorX, cursorY} = terminal.buffer.active;
      if (params[0] === 1 && cursorY === terminal.rows - 1 && cursorX >= terminal.cols - 1) params[0] = 2;
      return false;
    });
  }
}
