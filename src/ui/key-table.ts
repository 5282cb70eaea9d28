import type {SessionEvent} from '../session/session-event.ts';

/** What one letter of the lesson does; `does` are its words in the line at the bottom. */
export interface LetterKey {
  readonly does: string;
  readonly event: (now: number) => SessionEvent;
}

/** The letters of the lesson. While a question is open, those of its choices answer instead. */
export const letterKeys = {
  n: {does: 'next', event: (now) => ({type: 'go', to: 'next', now})},
  s: {does: 'skip', event: (now) => ({type: 'go', to: 'skip', now})},
  h: {does: 'hint', event: () => ({type: 'show-hint'})},
  S: {does: 'solve', event: () => ({type: 'solve'})},
  t: {does: 'type it for me', event: () => ({type: 'type-block'})},
  c: {does: 'check', event: () => ({type: 'ask-check'})},
  z: {does: 'zoom', event: () => ({type: 'zoom'})},
  v: {does: 'watch one more', event: () => ({type: 'watch'})},
  y: {does: 'copy', event: () => ({type: 'copy-terminal'})},
  o: {does: 'new shell', event: () => ({type: 'revive-terminal'})},
  e: {does: 'editor', event: () => ({type: 'open-editor'})},
  w: {does: 'web page', event: () => ({type: 'open-page'})},
  r: {does: 'try again', event: () => ({type: 'retry-lab'})},
  m: {does: 'map', event: () => ({type: 'leave-lesson'})},
  g: {does: 'go to', event: () => ({type: 'show-dialog', dialog: 'steps'})},
} as const satisfies Readonly<Record<string, LetterKey>>;

/** Letters that mean the same on the map. */
export const letterKeysEverywhere = {
  '?': {does: 'all keys', event: () => ({type: 'show-dialog', dialog: 'keys'})},
  '/': {does: 'search', event: () => ({type: 'show-dialog', dialog: 'search'})},
  R: {does: 'start over', event: () => ({type: 'show-dialog', dialog: 'reset'})},
  q: {does: 'quit', event: () => ({type: 'quit'})},
} as const satisfies Readonly<Record<string, LetterKey>>;

/** Choices have letters: digits are the terminals' everywhere, also right after the prefix key. */
export const choiceLetters = 'abcdefgh';

/** Keys as they are written, and what they do, in words that fit a row of the page of keys. */
export type KeyRow = readonly [keys: readonly string[], does: string];

/** Keys that belong together. */
export interface KeySection {
  readonly title: string;
  readonly rows: readonly KeyRow[];
}

/** Every key, in the order in which help and README show them. `prefix` is its name: `Ctrl-G`. */
export function keySections(prefix: string): readonly KeySection[] {
  return [
    {
      title: 'In a terminal, where every other key goes to what runs there',
      rows: [
        [[prefix], 'to the lesson'],
        [[`${prefix} n`], 'the key n of the lesson, or any other; you stay here'],
        [[`${prefix} 1`, '…', `${prefix} 9`], 'another terminal'],
        [[`${prefix} PgUp`, 'PgDn'], 'scroll it; so do Shift-PgUp and Shift-PgDn'],
        [[`${prefix} ${prefix}`], `${prefix} itself, for the program there`],
      ],
    },
    {
      title: 'In the lesson: where to go',
      rows: [
        [['Tab', '1', '…', '9'], 'to the terminal; to the one with that number'],
        [['n', 'Enter', '→'], 'the next step'],
        [['←', 's'], 'the step before; skip this one'],
        [['g', '/'], 'go to any step; search course and glossary'],
        [['↑', '↓', 'PgUp', 'PgDn', 'Space'], 'scroll the text'],
      ],
    },
    {
      title: 'In the lesson: what to do',
      rows: [
        [['a', '…', 'd'], 'answer a question; so do ↑ ↓ and Enter'],
        [['t'], 'type the next command of the page; you press Enter'],
        [['h', 'c'], 'a hint, then the next one; what the check sees now'],
        [['S'], 'type the solution for me; Esc stops it'],
        [['e', 'w'], 'my programs in my editor; their web page in my browser'],
      ],
    },
    {
      title: 'In the lesson: its terminals',
      rows: [
        [['z', 'v', 'y'], 'the whole screen; one more below; copy its text'],
        [['o', 'r'], 'new shell, its host started; try again to start the lab'],
      ],
    },
    {
      title: 'Everywhere in the course',
      rows: [
        [['R'], 'start the step or the whole lesson over'],
        [['m', 'q', '?'], 'the map; quit: servers stop, data stays; all keys'],
        [['Ctrl-Z'], 'to the shell you came from; fg there leads back'],
        [['Ctrl-L'], 'draw the whole screen again'],
        [['Mouse'], 'click and scroll; with Shift (a Mac: Option) it selects'],
      ],
    },
  ];
}
