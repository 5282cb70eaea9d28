import {createEscapeStripper} from './escape-stripper.ts';

const eraseLine = '\0';

/**
 * What a terminal would show of `printed`, as text with `\n` line ends: escape sequences go, and a carriage
 * return, a backspace or "erase to the end of the line" change their own line only. Moving the cursor to other lines
 * is not followed.
 */
export function toPlainText(printed: string): string {
  const stripped = createEscapeStripper({eraseLine}).feed(printed).replace(/\r+\n/g, '\n');
  if (!/[\r\b\0]/.test(stripped)) return stripped;
  return stripped
    .split('\n')
    .map((line) => (/[\r\b\0]/.test(line) ? drawLine(line) : line))
    .join('\n');
}

function drawLine(line: string): string {
  const cells: string[] = [];
  let column = 0;
  for (const character of line) {
    if (character === '\r') {
      column = 0;
    } else if (character === '\b') {
      column = Math.max(0, column - 1);
    } else if (character === eraseLine) {
      cells.length = Math.min(cells.length, column);
    } else {
      cells[column] = character;
      column += 1;
    }
  }
  // Erasing backwards is printed as backspace, space, backspace, which leaves blanks at the end.
  return cells.join('').trimEnd();
}
