import {PassThrough} from 'node:stream';
import type {Session} from '../session/session.ts';
import {
  holdTime,
  type InputAction,
  type RoutedInput,
  type RouterOptions,
  type RouterState,
  releaseHeld,
  routeInput,
  startRouting,
} from '../terminal/input-router.ts';
import {readKey} from '../terminal/key-sequence.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {mouseAction} from './mouse.ts';
import {
  type Guarded,
  type GuardState,
  guardKey,
  letterWait,
  nothingTyped,
  releaseLetter,
} from './typing-guard.ts';

export interface Keyboard {
  /** What Ink reads as its standard input. */
  readonly lessonInput: NodeJS.ReadStream;
  /** Reads on after `stop`. */
  start(): void;
  stop(): void;
}

export interface KeyboardOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly session: Session;
  /** Control characters that lead from a terminal to the lesson. */
  readonly prefixes: readonly number[];
  /** Of the window, now: where the mouse was pressed tells nothing without it. */
  readonly size: () => TerminalSize;
  readonly now: () => number;
}

interface KeyboardParts extends Omit<KeyboardOptions, 'stdin'> {
  readonly lessonInput: PassThrough;
  /** Keys as they were pressed, for the lesson. */
  readonly toLesson: (data: string) => void;
  readonly holdsLetter: () => boolean;
}

/** Milliseconds the prefix waits for its key. After that it has led to the lesson, whose keys follow. */
const chordTime = 500;

/** Rows a terminal is scrolled by with one key press. */
const scrollPage = 10;

/**
 * The only reader of standard input. Bytes go to the focused terminal as they are or to Ink; two readers of one
 * stdin would lose keys to each other.
 */
export function readKeyboard({stdin, ...options}: KeyboardOptions): Keyboard {
  const {session} = options;
  const lessonInput = standInForTerminal();
  const guard = guardTyping(session, lessonInput);
  const parts: KeyboardParts = {
    ...options,
    lessonInput,
    toLesson: guard.take,
    holdsLetter: guard.holdsLetter,
  };
  let routing: RouterState = startRouting('lesson');
  let holdTimer: NodeJS.Timeout | undefined;
  let chordTimer: NodeJS.Timeout | undefined;

  const take = (route: (state: RouterState, options: RouterOptions) => RoutedInput) => {
    let routed = route({...routing, focus: focusOf(session)}, optionsOf(parts));
    for (;;) {
      routing = routed.state;
      for (const action of routed.actions) perform(action, parts);
      if (routed.rest === '') break;
      routed = routeInput({...routing, focus: focusOf(session)}, routed.rest, optionsOf(parts));
    }
    clearTimeout(holdTimer);
    const wait = holdTime(routing);
    if (wait !== undefined) holdTimer = setTimeout(() => take(releaseHeld), wait);
    clearTimeout(chordTimer);
    if (routing.prefixFrom) {
      chordTimer = setTimeout(() => {
        routing = {...routing, prefixFrom: undefined};
      }, chordTime);
    }
  };
  const onData = (chunk: Buffer) => take((state, options) => routeInput(state, chunk, options));
  const start = () => {
    stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.resume();
  };
  start();
  return {
    lessonInput,
    start,
    stop: () => {
      clearTimeout(holdTimer);
      clearTimeout(chordTimer);
      guard.stop();
      stdin.off('data', onData);
      // A terminal that is gone, or belongs to its shell again, has no mode to be given back.
      try {
        stdin.setRawMode(false);
      } catch {}
      stdin.pause();
    },
  };
}

/** While the lesson has the focus for one key, what follows that key is for the terminal. */
function focusOf({state: {open, dialog}}: Session): 'lesson' | 'terminal' {
  return !dialog && (open?.focus === 'terminal' || open?.focusIsLent === true) ? 'terminal' : 'lesson';
}

function optionsOf({session, prefixes}: KeyboardParts): RouterOptions {
  const modes = activeTerminal(session)?.screen?.modes;
  return {
    prefixes,
    bracketedPaste: modes?.bracketedPaste ?? false,
    applicationCursorKeys: modes?.applicationCursorKeys ?? false,
  };
}

function activeTab({state: {open}}: Session): string {
  return open?.tabs[open.activeTab]?.name ?? '';
}

function activeTerminal(session: Session) {
  return session.terminal(activeTab(session));
}

function perform(action: InputAction, parts: KeyboardParts): void {
  const {session, lessonInput, toLesson} = parts;
  switch (action.type) {
    case 'to-terminal':
      typeIntoTerminal(action.data, session);
      break;
    case 'to-lesson':
      toLesson(action.data);
      break;
    case 'lesson-tab':
      // A letter that still waits for what follows it comes first, and may lead elsewhere.
      if (session.state.dialog || !session.state.open || parts.holdsLetter()) toLesson('\t');
      else session.send({type: 'focus', on: 'terminal'});
      break;
    case 'prefix-pending':
      session.send({type: 'focus', on: 'lesson'});
      break;
    case 'prefix-command':
      // Escape stays in the lesson; every other key does what it does there, and the hands stay where they are.
      session.send(
        action.from === 'terminal' && action.key !== '\u001b'
          ? {type: 'lend-focus'}
          : {type: 'focus', on: 'lesson'},
      );
      afterPrefix(action.key, session, lessonInput);
      break;
    case 'mouse':
      useMouse(action, parts);
      break;
  }
}

function useMouse(report: Extract<InputAction, {type: 'mouse'}>, parts: KeyboardParts): void {
  const {session, lessonInput, size, now} = parts;
  const action = mouseAction(session.state, size(), report, now());
  if (action?.type === 'event') {
    // An answer belongs to the lesson, which gets the keys from then on.
    if (action.event.type === 'point' || action.event.type === 'choose')
      session.send({type: 'focus', on: 'lesson'});
    session.send(action.event);
  }
  // The lesson's own keys know where the text ends.
  else if (action?.type === 'scroll-text')
    writeKeys((action.lines < 0 ? ctrlUp : ctrlDown).repeat(Math.abs(action.lines)), lessonInput);
  else if (action) scrollTerminal(action.lines, session);
}

/** A program on the alternate screen has nothing to scroll back to: it gets arrow keys, as terminals do it. */
function scrollTerminal(lines: number, session: Session): void {
  const terminal = activeTerminal(session);
  const modes = terminal?.screen?.modes;
  if (!modes?.alternateScreen) terminal?.screen?.scrollBy(lines);
  else if (modes.mouseTracking === 'none') {
    const key = `\u001b${modes.applicationCursorKeys ? 'O' : '['}${lines < 0 ? 'A' : 'B'}`;
    terminal?.write(key.repeat(Math.abs(lines)));
  }
}

/** With Ctrl an arrow only scrolls; by itself it may move between answers. */
const ctrlUp = '\u001b[1;5A';
const ctrlDown = '\u001b[1;5B';
const pageUp = '\u001b[5~';
const pageDown = '\u001b[6~';
const shiftPageUp = '\u001b[5;2~';
const shiftPageDown = '\u001b[6;2~';

function typeIntoTerminal(data: string, session: Session): void {
  const terminal = activeTerminal(session);
  if (data === shiftPageUp || data === shiftPageDown) {
    terminal?.screen?.scrollBy(data === shiftPageUp ? -scrollPage : scrollPage);
    return;
  }
  // The prefix pressed twice: the first press led to the lesson, the second one goes to the shell after all.
  if (session.state.open?.focus === 'lesson') session.send({type: 'focus', on: 'terminal'});
  terminal?.screen?.scrollToBottom();
  if (session.state.open?.isReading) session.send({type: 'begin-typing'});
  session.type(activeTab(session), data);
}

function afterPrefix(key: string, session: Session, lessonInput: PassThrough): void {
  if (/^[1-9]$/.test(key)) {
    session.send({type: 'show-tab', index: Number(key) - 1});
    // There may be no such tab.
    session.send({type: 'return-focus'});
  } else if (key === pageUp || key === pageDown) {
    activeTerminal(session)?.screen?.scrollBy(key === pageUp ? -scrollPage : scrollPage);
    session.send({type: 'focus', on: 'terminal'});
  } else {
    writeKeys(key, lessonInput);
  }
}

/** Lets keys of the lesson through, and tells of letters that were meant for a terminal. */
function guardTyping(
  session: Session,
  lessonInput: PassThrough,
): {take(data: string): void; holdsLetter(): boolean; stop(): void} {
  let state: GuardState = nothingTyped;
  let timer: NodeJS.Timeout | undefined;
  const settle = ({state: next, keys, isText}: Guarded) => {
    state = next;
    for (const key of keys) lessonInput.write(key);
    if (isText) session.send({type: 'notice', text: textNotice(session)});
    clearTimeout(timer);
    if (state.held !== undefined) timer = setTimeout(() => settle(releaseLetter(state)), letterWait);
  };
  return {
    take(data) {
      for (const key of keysOf(data)) {
        // A search is made of letters, and R s of two that belong together.
        if (session.state.dialog) {
          settle(releaseLetter(nothingTyped));
          lessonInput.write(key);
        } else settle(guardKey(state, key, performance.now()));
      }
    },
    holdsLetter: () => state.held !== undefined,
    stop: () => clearTimeout(timer),
  };
}

function textNotice({state: {open}}: Session): string {
  if (!open) return 'Nothing can be typed here. ↑ ↓ choose a lesson, Enter opens it.';
  if (open.lab.type === 'failed') return 'What you typed went nowhere: the lab does not run. r tries again.';
  return open.tabs.length > 0
    ? 'You are in the lesson, and what you typed went nowhere. Tab leads to the terminal.'
    : 'What you typed went nowhere: this lesson has no terminal. n leads on.';
}

/** Ink takes what it reads at once for one key: each key is written by itself. */
function writeKeys(data: string, lessonInput: PassThrough): void {
  for (const key of keysOf(data)) lessonInput.write(key);
}

function keysOf(data: string): readonly string[] {
  const keys: string[] = [];
  for (let start = 0; start < data.length; ) {
    const key = readKey(data, start);
    const text = key.type === 'key' ? key.text : data.slice(start);
    keys.push(text);
    start += text.length;
  }
  return keys;
}

/** Ink asks its input for what only a terminal has; the real one is in raw mode already. */
function standInForTerminal(): PassThrough & NodeJS.ReadStream {
  const stream = new PassThrough({objectMode: true});
  return Object.assign(stream, {
    isTTY: true,
    setRawMode: () => stream,
    ref: () => stream,
    unref: () => stream,
  }) as unknown as PassThrough & NodeJS.ReadStream;
}
