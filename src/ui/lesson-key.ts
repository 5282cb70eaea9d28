import type {Key} from 'ink';
import {isQuestionOpen} from '../session/permitted.ts';
import type {SessionEvent} from '../session/session-event.ts';
import {currentStep, type SessionState} from '../session/session-state.ts';
import {dialogKeyEvent} from './dialog-key.ts';
import {choiceLetters, type LetterKey, letterKeys, letterKeysEverywhere} from './key-table.ts';

/** What the screen knows that the state does not: how far the text can be scrolled, and by how much at a time. */
export interface ScrollBounds {
  readonly scroll: number;
  readonly most: number;
  readonly page: number;
}

/** What a key means while the lesson or the map has the focus. Undefined: nothing. */
export function lessonKeyEvent(
  state: SessionState,
  input: string,
  key: Partial<Key>,
  bounds: ScrollBounds,
  now: number,
): SessionEvent | undefined {
  if (state.dialog) return dialogKeyEvent(state, state.dialog, input, key, bounds.most, now);
  if (key.ctrl && input === 'c') return interrupted(state);
  const everywhere = letterEvent(letterKeysEverywhere, input, key, now);
  if (everywhere) return everywhere;
  return state.open ? openLessonKey(state, input, key, bounds, now) : mapKey(state, input, key, now);
}

/** Whoever presses Ctrl-C in a lesson wants to end a program, and is one key away from its terminal. */
function interrupted({open, notice}: SessionState): SessionEvent {
  if (!open || open.tabs.length === 0 || notice === ctrlCNotice) return {type: 'quit'};
  return {type: 'notice', text: ctrlCNotice};
}

const ctrlCNotice =
  'Ctrl-C ends a program in a terminal: press Tab first. To quit the course press q, or Ctrl-C once more.';

function mapKey(
  state: SessionState,
  input: string,
  key: Partial<Key>,
  now: number,
): SessionEvent | undefined {
  const by = arrowOf(input, key);
  if (by !== 0) return {type: 'select-lesson', by};
  if (key.return) return {type: 'open-lesson', index: state.selected, now};
  return undefined;
}

function openLessonKey(
  state: SessionState,
  input: string,
  key: Partial<Key>,
  {scroll, most, page}: ScrollBounds,
  now: number,
): SessionEvent | undefined {
  const {open} = state;
  const step = open && currentStep(open);
  const isAsking = isQuestionOpen(state);
  const scrollTo = (to: number): SessionEvent => ({type: 'scroll', to: Math.max(0, Math.min(most, to))});
  // The wheel sends its arrows with Ctrl: it scrolls.
  const pointsBy = isAsking && !key.ctrl ? arrowOf(input, key) : 0;
  if (pointsBy !== 0) return {type: 'point', by: pointsBy};
  if (isAsking && key.return && open) return {type: 'choose', choice: open.step.pointed, now};
  const choice = choiceLetters.indexOf(input);
  if (
    isAsking &&
    input.length === 1 &&
    !key.ctrl &&
    !key.meta &&
    step?.question?.choices[choice] !== undefined
  )
    return {type: 'choose', choice, now};
  if (/^[1-9]$/.test(input)) return {type: 'show-tab', index: Number(input) - 1};
  const by = arrowOf(input, key);
  if (by !== 0) return scrollTo(scroll + by);
  if (key.pageUp) return scrollTo(scroll - page);
  if (key.pageDown || input === ' ') return scrollTo(scroll + page);
  if (key.home) return scrollTo(0);
  if (key.end) return scrollTo(most);
  if (key.tab) return {type: 'focus', on: 'terminal'};
  if (key.escape && (open?.step.typing === 'solution' || open?.step.typing === 'rebuild'))
    return {type: 'stop-solving'};
  if (key.return || key.rightArrow) return {type: 'go', to: 'next', now};
  if (key.leftArrow) return {type: 'go', to: 'back', now};
  return letterEvent(letterKeys, input, key, now);
}

function letterEvent(
  keys: Readonly<Record<string, LetterKey>>,
  input: string,
  key: Partial<Key>,
  now: number,
): SessionEvent | undefined {
  // What is pasted comes as one input: it may be a word that every object knows.
  return !key.ctrl && !key.meta && Object.hasOwn(keys, input) ? keys[input]?.event(now) : undefined;
}

/** -1 for upwards, 1 for downwards, 0 for any other key. */
function arrowOf(input: string, key: Partial<Key>): -1 | 0 | 1 {
  const letter = key.ctrl || key.meta ? '' : input;
  if (key.upArrow || letter === 'k') return -1;
  return key.downArrow || letter === 'j' ? 1 : 0;
}
