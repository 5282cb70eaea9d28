import {readKey} from './key-sequence.ts';

export type Focus = 'lesson' | 'terminal';

/** Plain data, so that routing is a pure function. Start with `startRouting`, set `focus` as the app moves it. */
export interface RouterState {
  readonly focus: Focus;
  /** Where the focus was when the prefix was pressed whose key is still to come. */
  readonly prefixFrom: {readonly focus: Focus; readonly prefix: number} | undefined;
  /** The paste that is under way: where it goes, and whether its brackets go along. */
  readonly paste: {readonly target: Focus; readonly brackets: boolean} | undefined;
  /** The beginning of an escape sequence whose rest is still to come. */
  readonly held: string;
  /** The beginning of a UTF-8 character. */
  readonly heldBytes: readonly number[];
}

/** What the shell in the focused terminal asked for, and the learner's choice of prefix. */
export interface RouterOptions {
  readonly prefixes: readonly number[];
  readonly bracketedPaste: boolean;
  readonly applicationCursorKeys: boolean;
}

export type InputAction =
  | {readonly type: 'to-terminal'; readonly data: string}
  | {readonly type: 'to-lesson'; readonly data: string}
  /** Tab in the lesson, which may lead to a terminal: what is typed in the same breath belongs there. */
  | {readonly type: 'lesson-tab'}
  /** The key after the prefix as the terminal sent it: `1`, `z`, `\x1b[A`. */
  | {readonly type: 'prefix-command'; readonly key: string; readonly from: Focus}
  /** The prefix was pressed and its key is still to come. */
  | {readonly type: 'prefix-pending'}
  | {
      readonly type: 'mouse';
      /** As reported: 0 left, 1 middle, 2 right, 64 and 65 the wheel; 4, 8, 16 and 32 for Shift, Alt, Ctrl, motion. */
      readonly button: number;
      /** From 0, on the outer terminal. */
      readonly column: number;
      readonly row: number;
      readonly pressed: boolean;
    };

type MouseReport = Extract<InputAction, {type: 'mouse'}>;

export interface RoutedInput {
  readonly state: RouterState;
  readonly actions: readonly InputAction[];
  /**
   * Input after an action that may have moved the focus (a prefix command, Tab, a mouse button): perform the actions, set
   * the focus in `state`, and route the rest with it. Empty when all is routed.
   */
  readonly rest: string;
}

/**
 * Ctrl-G, a key that every keyboard layout has. In bash it only leaves a history search, which Ctrl-C does as well;
 * vi shows the file's name with it, nano its help: pressing it twice sends it. Ctrl-A, B, C, D, E, K, L, O, R, U, W,
 * X, Z and Ctrl-\ are needed daily by shells, editors, tmux, screen or the JVM; Ctrl-S and Ctrl-Q stop the output;
 * Ctrl-] cannot be typed on many European keyboards.
 */
export const defaultPrefix = 0x07;

const tab = '\t';
const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';

export function startRouting(focus: Focus): RouterState {
  return {focus, prefixFrom: undefined, paste: undefined, held: '', heldBytes: []};
}

/** Distributes what the outer terminal sent. `input` is a chunk of its bytes, or the `rest` of one. */
export function routeInput(
  state: RouterState,
  input: Uint8Array | string,
  options: RouterOptions,
): RoutedInput {
  const {text, heldBytes} = decode(state.heldBytes, input);
  return route({...state, held: '', heldBytes}, state.held + text, options, false);
}

/**
 * Milliseconds without input after which `releaseHeld` is due, `undefined` if nothing waits for it. What a person can
 * press (Escape, Alt-[) is released sooner than what only a slow line can have split. In a paste nothing is released:
 * its end is sure to come, and must not be missed.
 */
export function holdTime(state: RouterState): number | undefined {
  if (state.held === '' || state.paste) return undefined;
  return state.held.length <= 2 ? 30 : 300;
}

/** Nothing followed: what looked like the beginning of a sequence was a key by itself. */
export function releaseHeld(state: RouterState, options: RouterOptions): RoutedInput {
  if (state.paste) return {state, actions: [], rest: ''};
  return route({...state, held: ''}, state.held, options, true);
}

type MutableState = {-readonly [Key in keyof RouterState]: RouterState[Key]};

function route(initial: RouterState, text: string, options: RouterOptions, isComplete: boolean): RoutedInput {
  const state: MutableState = {...initial};
  const actions: InputAction[] = [];
  let index = 0;

  let appMustAct = false;
  while (index < text.length && !appMustAct && state.held === '') {
    if (state.paste) {
      index = routePaste(state, actions, text, index);
      continue;
    }
    const key = readKey(text, index);
    if (key.type === 'partial' && !isComplete) {
      state.held = text.slice(index);
      index = text.length;
      continue;
    }
    const data = key.type === 'partial' ? text.slice(index) : apartFromPrefix(key.text, options.prefixes);
    index += data.length;
    appMustAct = routeKey(state, actions, data, options);
  }

  if (state.prefixFrom && !initial.prefixFrom) actions.push({type: 'prefix-pending'});
  return {state, actions, rest: text.slice(index)};
}

/** Escape and the prefix right after it is not Alt with the prefix, or a hurried prefix would be missed. */
function apartFromPrefix(key: string, prefixes: readonly number[]): string {
  const isHurried = prefixes.some((prefix) => key === `\u001b${String.fromCharCode(prefix)}`);
  return isHurried ? '\u001b' : key;
}

/** Returns where the paste's part of the text ends. */
function routePaste(state: MutableState, actions: InputAction[], text: string, start: number): number {
  const {target, brackets} = state.paste ?? {target: state.focus, brackets: false};
  const end = text.indexOf(pasteEnd, start);
  if (end !== -1) {
    send(actions, target, text.slice(start, end) + (brackets ? pasteEnd : ''));
    state.paste = undefined;
    return end + pasteEnd.length;
  }
  const partial = partialEnd(text.slice(start));
  send(actions, target, text.slice(start, text.length - partial));
  state.held = text.slice(text.length - partial);
  return text.length;
}

/** How many characters at the end of `text` may be the beginning of the paste's end. */
function partialEnd(text: string): number {
  for (let length = Math.min(pasteEnd.length - 1, text.length); length > 0; length--) {
    if (pasteEnd.startsWith(text.slice(-length))) return length;
  }
  return 0;
}

/** Returns whether the app has to act before the next key can be routed. */
function routeKey(
  state: MutableState,
  actions: InputAction[],
  key: string,
  {prefixes, bracketedPaste, applicationCursorKeys}: RouterOptions,
): boolean {
  const mouse = readMouse(key);
  if (mouse) {
    // A click chooses the focus by itself: the key after it is typed there.
    if (isClick(mouse)) state.prefixFrom = undefined;
    actions.push(mouse);
    return true;
  }
  if (isFocusReport(key)) return false;
  if (isReply(key)) {
    send(actions, 'lesson', key);
    return false;
  }
  if (key === pasteStart) {
    const brackets = state.focus === 'lesson' || bracketedPaste;
    state.paste = {target: state.focus, brackets};
    state.prefixFrom = undefined;
    send(actions, state.focus, brackets ? pasteStart : '');
    return false;
  }

  const pressed = prefixes.find((prefix) => readPrefix(key, prefix) === 'pressed');
  if (pressed === undefined && prefixes.some((prefix) => readPrefix(key, prefix) === 'released'))
    return false;
  if (state.prefixFrom) {
    const {focus, prefix} = state.prefixFrom;
    state.prefixFrom = undefined;
    if (pressed === prefix) {
      // The first press led to the lesson; it is the shell that is to get it.
      send(actions, focus, String.fromCharCode(prefix));
      return false;
    }
    actions.push({type: 'prefix-command', key, from: focus});
    return true;
  }
  if (pressed !== undefined) {
    state.prefixFrom = {focus: state.focus, prefix: pressed};
    return false;
  }
  if (state.focus === 'lesson' && key === tab) {
    actions.push({type: 'lesson-tab'});
    return true;
  }
  send(actions, state.focus, state.focus === 'terminal' ? asCursorKey(key, applicationCursorKeys) : key);
  return false;
}

function send(actions: InputAction[], target: Focus, data: string): void {
  if (data === '') return;
  const type = target === 'terminal' ? 'to-terminal' : 'to-lesson';
  const last = actions.at(-1);
  if (last?.type === type) {
    actions[actions.length - 1] = {type, data: last.data + data};
  } else {
    actions.push({type, data});
  }
}

/** A button pressed; not its release, the wheel, or a motion. */
function isClick({button, pressed}: MouseReport): boolean {
  return pressed && (button & (32 | 64)) === 0;
}

function readMouse(key: string): MouseReport | undefined {
  const report = /^\u001b\[<(\d{1,5});(\d{1,5});(\d{1,5})([Mm])$/.exec(key);
  if (!report) return undefined;
  const [, button, column, row, kind] = report;
  return {
    type: 'mouse',
    button: Number(button),
    column: Math.max(0, Number(column) - 1),
    row: Math.max(0, Number(row) - 1),
    pressed: kind === 'M',
  };
}

function isFocusReport(key: string): boolean {
  return key === '\u001b[I' || key === '\u001b[O';
}

/** What the outer terminal answers to questions of Ink's. No key sends these. */
function isReply(key: string): boolean {
  return /^\u001b(?:[\]P_]..|\[[?>=])/s.test(key);
}

/** As a control character, and as the kitty protocol (`ESC [ 103 ; 5 u`) and xterm's modifyOtherKeys write it. */
function readPrefix(key: string, prefix: number): 'pressed' | 'released' | undefined {
  if (key === String.fromCharCode(prefix)) return 'pressed';
  const letter = String.fromCharCode(prefix | 0x40)
    .toLowerCase()
    .charCodeAt(0);
  const kitty = /^\u001b\[(\d+)(?::\d*)*;(\d+)(?::(\d))?u$/.exec(key);
  const [, code, modifiers, event] = kitty ?? swapped(/^\u001b\[27;(\d+);(\d+)~$/.exec(key));
  // Modifiers count from 1; 4 is Ctrl; 64 and 128 say that a lock key is on.
  if (Number(code) !== letter || ((Number(modifiers) - 1) & 0x3f) !== 4) return undefined;
  return event === '3' ? 'released' : 'pressed';
}

function swapped(match: RegExpExecArray | null): (string | undefined)[] {
  return match ? [match[0], match[2], match[1]] : [];
}

/** The outer terminal is never in application mode for our sake, and the shell's may be. */
function asCursorKey(key: string, application: boolean): string {
  const [, letter] = /^\u001b[[O]([ABCDHF])$/.exec(key) ?? [];
  return letter === undefined ? key : `\u001b${application ? 'O' : '['}${letter}`;
}

function decode(
  heldBytes: readonly number[],
  input: Uint8Array | string,
): {readonly text: string; readonly heldBytes: readonly number[]} {
  if (typeof input === 'string') return {text: input, heldBytes};
  const bytes = Buffer.concat([Buffer.from(heldBytes), input]);
  const whole = bytes.length - unfinishedBytes(bytes);
  return {text: bytes.toString('utf8', 0, whole), heldBytes: [...bytes.subarray(whole)]};
}

/** How many bytes at the end are the beginning of a UTF-8 character. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) {
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return size > back ? back : 0;
    }
    if (byte < 0x80) return 0;
  }
  return 0;
}
