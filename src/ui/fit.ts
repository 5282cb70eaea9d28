import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** The widest line of prose, and of what is said of a step, in columns. */
export const measure = 80;

/** Columns of prose in a pane: text and what is said of it have one measure. */
export function proseWidth(columns: number): number {
  return Math.min(columns, measure);
}

/** Cuts a line with escape sequences to so many cells, with `…` where something is missing. */
export function cut(line: string, columns: number): string {
  return stringWidth(line) <= columns ? line : `${sliceAnsi(line, 0, Math.max(0, columns - 1))}…`;
}

/** A line of exactly so many cells. */
export function pad(line: string, columns: number): string {
  const fitted = cut(line, columns);
  return fitted + ' '.repeat(Math.max(0, columns - stringWidth(fitted)));
}

/** Left and right part on one line; the left one gives way. */
export function spread(left: string, right: string, columns: number): string {
  const room = columns - stringWidth(right);
  return room < 4 ? cut(left, columns) : pad(left, room) + right;
}

/** Wraps text to lines; continuation lines are indented by as much as `first` is wide. */
export function wrapBehind(first: string, text: string, columns: number): readonly string[] {
  const indent = stringWidth(first);
  const lines = wrapAnsi(text, Math.max(10, columns - indent), {hard: true}).split('\n');
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line);
}
