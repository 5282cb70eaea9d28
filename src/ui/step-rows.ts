import type {Step} from '../course/lesson.ts';
import {renderMarkdown} from './markdown/render-markdown.ts';
import {plainTheme} from './markdown/theme.ts';

/** Rows for what is said of a step: enough for a verdict with what was expected and observed. */
const verdictRows = 5;

const known = new WeakMap<Step, Map<number, number>>();

/** Rows that a step's title, its text and what is said of it take in so many columns. The same for as long as it is open. */
export function stepRows(step: Step, columns: number): number {
  const byColumns = known.get(step) ?? new Map<number, number>();
  known.set(step, byColumns);
  const rows = byColumns.get(columns) ?? measure(step, columns);
  byColumns.set(columns, rows);
  return rows;
}

function measure({text}: Step, columns: number): number {
  return 2 + renderMarkdown(text, {width: columns, theme: plainTheme}).length + 1 + verdictRows;
}
