/**
 * Letters are keys of the lesson, and a command meant for a terminal is made of letters: `ls bin` would skip a step
 * and answer a question. Several letters within a moment are a text, and none of them acts.
 */
export interface GuardState {
  /** A letter that waits for what follows it. */
  readonly held: string | undefined;
  /** The letter that came last and when, in milliseconds. */
  readonly last: {readonly key: string; readonly at: number} | undefined;
  /** When a letter was last taken for a part of a text. */
  readonly textAt: number | undefined;
  readonly isPaste: boolean;
}

export interface Guarded {
  readonly state: GuardState;
  /** Keys that act, in order. */
  readonly keys: readonly string[];
  /** True where something was taken for a text and dropped. */
  readonly isText: boolean;
}

/** Milliseconds a letter waits for the next one. Who types a word more slowly is found out at its second letter. */
export const letterWait = 150;

/** Milliseconds between two letters of one text. */
const betweenLetters = 250;

/** Milliseconds within which a text goes on, and Enter belongs to it. */
const textLasts = 1000;

const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';

export const nothingTyped: GuardState = {held: undefined, last: undefined, textAt: undefined, isPaste: false};

/** Takes one key. `now` is in milliseconds and never goes back. Pure. */
export function guardKey(state: GuardState, key: string, now: number): Guarded {
  if (key === pasteStart) return {...releaseLetter(state), state: {...state, held: undefined, isPaste: true}};
  if (key === pasteEnd) return {state: {...state, isPaste: false}, keys: [], isText: state.isPaste};
  if (state.isPaste) return {state, keys: [], isText: false};
  const isWithinText = state.textAt !== undefined && now - state.textAt < textLasts;
  if (!isLetter(key)) {
    const {keys} = releaseLetter(state);
    // The Enter that ends the text. What moves or scrolls is meant for the lesson.
    if (key === '\r' && isWithinText && keys.length === 0)
      return {state: {...state, textAt: undefined}, keys: [], isText: true};
    return {state: {...state, held: undefined, last: undefined}, keys: [...keys, key], isText: false};
  }
  // What opens a search or the keys is no letter of a word, and what follows belongs to it.
  if ((key === '/' || key === '?') && !isWithinText && !isFast(state, now)) {
    const {keys} = releaseLetter(state);
    return {state: {...state, held: undefined, last: undefined}, keys: [...keys, key], isText: false};
  }
  const last = {key, at: now};
  // A key that is held down, or pressed again and again, is no text.
  const isRepeated = state.last?.key === key && !isWithinText;
  const followsFast = isFast(state, now);
  if (!isRepeated && (isWithinText || followsFast))
    return {state: {...state, held: undefined, last, textAt: now}, keys: [], isText: true};
  return {
    state: {...state, held: key, last, textAt: undefined},
    keys: state.held === undefined ? [] : [state.held],
    isText: false,
  };
}

/** Nothing followed: the letter that waits acts. */
export function releaseLetter(state: GuardState): Guarded {
  return {
    state: {...state, held: undefined},
    keys: state.held === undefined ? [] : [state.held],
    isText: false,
  };
}

function isFast({last}: GuardState, now: number): boolean {
  return last !== undefined && now - last.at < betweenLetters;
}

function isLetter(key: string): boolean {
  return /^[^\p{Control}]$/u.test(key);
}
