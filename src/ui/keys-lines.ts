import {cut} from './fit.ts';
import type {Paint} from './paint.ts';

/** The page behind `?`. */
export function keysLines(prefixName: string, paint: Paint, columns: number): readonly string[] {
  const keys: readonly (readonly [string, string])[] = [
    ['', 'In a terminal every key goes to the shell, but for one:'],
    [prefixName, 'back to the lesson'],
    [`${prefixName} KEY`, 'any key of the lesson, below'],
    [`${prefixName} PgUp, PgDn`, 'scroll the terminal (also Shift+PgUp, Shift+PgDn)'],
    [`${prefixName} ${prefixName}`, `sends ${prefixName} itself to the shell`],
    ['', 'In the lesson:'],
    ['Tab, 1 … 9', 'to the terminal, to the one with that number'],
    ['z', 'the terminal on the whole screen, and back'],
    ['a … d', 'the answer to a question (also j, k and Enter)'],
    ['n, b', 'next step, the step before (also Enter, →, ←)'],
    ['g, /', 'go to any step of the lesson; search the course'],
    ['t', 'type the next command of the page; you press Enter'],
    ['h, c', 'a hint, then the next one; run the check now'],
    ['S', 'solve: the solution is typed for you; Esc stops it'],
    ['e', 'your programs in your editor, where a lesson has such'],
    ['s, R', 'skip this step; start it or the whole lesson over'],
    ['↑ ↓ PgUp PgDn Space', 'scroll the text'],
    ['y, o', 'copy the terminal’s text; a new shell, its host started'],
    ['m, q', 'to the map, quit: the servers stop, the data stays'],
    ['Ctrl-Z', 'to your own shell; fg there brings the course back'],
    ['Ctrl-L', 'draw the whole screen again'],
    ['Mouse', 'click and scroll; with Shift (a Mac: Option) it selects'],
  ];
  return keys.map(([key, does]) =>
    cut(key === '' ? ` ${paint.strong(does)}` : `   ${paint.key(key.padEnd(22))}${does}`, columns),
  );
}
