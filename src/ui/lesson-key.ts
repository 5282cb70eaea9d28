import type {Key} from 'ink';
import {isPassed} from '../session/reduce.ts';
import type {SessionEvent} from '../session/session-event.ts';
import {currentStep, type SessionState} from '../session/session-state.ts';
import {dialogKeyEvent} from './dialog-key.ts';

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
  if (state.dialog) return dialogKeyEvent(state, state.dialog, input, key, now);
  if (input === '?') return {type: 'show-dialog', dialog: 'keys'};
  if (input === '/') return {type: 'show-dialog', dialog: 'search'};
  if (input === 'R') return {type: 'show-dialog', dialog: 'reset'};
  if (key.ctrl && input === 'c') return interrupted(state);
  if (input === 'q') return {type: 'quit'};
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
  if (key.upArrow || input === 'k') return {type: 'select-lesson', by: -1};
  if (key.downArrow || input === 'j') return {type: 'select-lesson', by: 1};
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
  // The wheel sends its arrows with Ctrl: it scrolls, or does nothing.
  const arrowsPoint = isAsking && most === 0 && !key.ctrl;
  if (arrowsPoint && key.upArrow) return {type: 'point', by: -1};
  if (arrowsPoint && key.downArrow) return {type: 'point', by: 1};
  if (isAsking && input === 'k') return {type: 'point', by: -1};
  if (isAsking && input === 'j') return {type: 'point', by: 1};
  if (isAsking && key.return && open) return {type: 'choose', choice: open.step.pointed, now};
  const choice = choiceLetters.indexOf(input);
  if (isAsking && input.length === 1 && step?.question?.choices[choice] !== undefined)
    return {type: 'choose', choice, now};
  if (/^[1-9]$/.test(input)) return {type: 'show-tab', index: Number(input) - 1};
  if (key.upArrow || input === 'k') return scrollTo(scroll - 1);
  if (key.downArrow || input === 'j') return scrollTo(scroll + 1);
  if (key.pageUp) return scrollTo(scroll - page);
  if (key.pageDown || input === ' ') return scrollTo(scroll + page);
  if (key.home) return scrollTo(0);
  if (key.end) return scrollTo(most);
  if (key.tab) return {type: 'focus', on: 'terminal'};
  if (key.escape && (open?.step.typing === 'solution' || open?.step.typing === 'rebuild'))
    return {type: 'stop-solving'};
  if (key.return || key.rightArrow) return {type: 'go', to: 'next', now};
  if (key.leftArrow) return {type: 'go', to: 'back', now};
  const letters = letterEvents(now);
  // What is pasted comes as one input: it may be a word that every object knows.
  return Object.hasOwn(letters, input) ? letters[input] : undefined;
}

/** Choices have letters: digits are the terminals' everywhere, also right after the prefix key. */
export const choiceLetters = 'abcdefgh';

/** True while the learner at a question has not answered it, or not rightly. */
export function isQuestionOpen({open, progress}: SessionState): boolean {
  const step = open && currentStep(open);
  if (!open || !step?.question || isPassed(progress, open, step)) return false;
  // Once something is chosen, what turns out right is the cluster's to say.
  return step.check === undefined || open.step.choice === undefined;
}

function letterEvents(now: number): Readonly<Record<string, SessionEvent>> {
  return {
    n: {type: 'go', to: 'next', now},
    b: {type: 'go', to: 'back', now},
    s: {type: 'go', to: 'skip', now},
    h: {type: 'show-hint'},
    S: {type: 'solve'},
    t: {type: 'type-block'},
    c: {type: 'ask-check'},
    z: {type: 'zoom'},
    y: {type: 'copy-terminal'},
    o: {type: 'revive-terminal'},
    e: {type: 'open-editor'},
    r: {type: 'retry-lab'},
    m: {type: 'leave-lesson'},
    g: {type: 'show-dialog', dialog: 'steps'},
  };
}
