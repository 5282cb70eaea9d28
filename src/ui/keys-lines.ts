import type {TerminalSize} from '../terminal/terminal.ts';
import {cut, spread} from './fit.ts';
import {keySections} from './key-table.ts';
import {type Paint, plainPaint} from './paint.ts';

/** The page behind `?`, whole. */
export function keysLines(prefixName: string, paint: Paint, columns: number): readonly string[] {
  return keySections(prefixName)
    .flatMap(({title, rows}) => [
      '',
      ` ${paint.strong(title)}`,
      ...rows.map(([keys, does]) => `   ${paint.key(keys.join(' ').padEnd(22))}${does}`),
    ])
    .slice(1)
    .map((line) => cut(line, columns));
}

/** As much of that page as there is room for, from its line `first` on, and how much more there is. */
export function shownKeys(
  prefixName: string,
  first: number,
  paint: Paint,
  {columns, rows}: TerminalSize,
): readonly string[] {
  const lines = keysLines(prefixName, paint, columns);
  const from = Math.min(first, mostKeysScroll(rows));
  const below = lines.length - from - rows;
  const more = (line: string, sign: string, count: number) =>
    spread(line, paint.dim(`${sign} ${count} more `), columns);
  return lines.slice(from, from + rows).map((line, index) => {
    if (index === 0 && from > 0) return more(line, '↑', from);
    return index === rows - 1 && below > 0 ? more(line, '↓', below) : line;
  });
}

/** How far the page can be scrolled where there is room for so many of its lines. */
export function mostKeysScroll(rows: number): number {
  return Math.max(0, keysLines('', plainPaint, 80).length - rows);
}
