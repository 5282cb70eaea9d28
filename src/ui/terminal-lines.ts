import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import type {Screen} from '../terminal/screen.ts';
import type {Paint} from './paint.ts';

/** The rows of a terminal as they are drawn: the emulator's cells, the cursor where the learner types. */
export function terminalLines(
  screen: Screen | undefined,
  hasFocus: boolean,
  paint: Paint,
  /** Rows there are for it. */
  room: number,
): readonly string[] {
  if (!screen) return [];
  const rows = screen.rows();
  const cursor = screen.cursor();
  const shown =
    hasFocus && cursor.visible
      ? rows.map((row, index) => (index === cursor.row ? withCursor(row, cursor.column, paint) : row))
      : rows;
  // A terminal that a larger window shows too: the part where its cursor is.
  const first = Math.max(0, Math.min(cursor.row - room + 1, rows.length - room));
  return rows.length > room ? shown.slice(first, first + room) : shown;
}

function withCursor(row: string, column: number, paint: Paint): string {
  const width = stringWidth(row);
  if (column >= width) return `${row}${' '.repeat(column - width)}${paint.cursor(' ')}`;
  const under = sliceAnsi(row, column, column + 1) || ' ';
  const after = sliceAnsi(row, column + Math.max(1, stringWidth(under)));
  return `${sliceAnsi(row, 0, column)}${paint.cursor(stripped(under))}${after}`;
}

function stripped(text: string): string {
  return text.replace(/\u001b\[[\d;:]*m/g, '') || ' ';
}
