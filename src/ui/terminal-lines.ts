import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import type {HostState} from '../lab/lab.ts';
import type {OpenLesson, Tab} from '../session/session-state.ts';
import type {Screen} from '../terminal/screen.ts';
import {cut, pad} from './fit.ts';
import type {Paint} from './paint.ts';

/** The rows of a terminal as they are drawn: the emulator's cells, the cursor where the learner types. */
export function terminalLines(
  screen: Screen | undefined,
  hasFocus: boolean,
  paint: Paint,
): readonly string[] {
  if (!screen) return [];
  const rows = screen.rows();
  const cursor = screen.cursor();
  if (!hasFocus || !cursor.visible) return rows;
  return rows.map((row, index) => (index === cursor.row ? withCursor(row, cursor.column, paint) : row));
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

/** The tabs, the active one standing out: ` 1 zookeeper ● │ 2 broker-1 ✘ dead │ 3 client `. */
export function tabLine(open: OpenLesson, scrolledBack: boolean, paint: Paint, columns: number): string {
  const names = open.tabs.map((tab, index) => {
    const text = ` ${index + 1} ${tab.name}${tabMark(tab)} `;
    if (index !== open.activeTab) return paint.tab(text);
    return open.focus === 'terminal' ? paint.activeTab(text) : paint.strong(`[${text.slice(1, -1)}]`);
  });
  const note = scrolledBack ? paint.broken(' scrolled back ') : '';
  const line = names.join(paint.dim('│'));
  const room = columns - stringWidth(note);
  // When the tabs do not fit the active one must: it is shown first.
  const shown =
    stringWidth(line) <= room
      ? line
      : [names[open.activeTab], ...names.filter((_, index) => index !== open.activeTab)].join(paint.dim('│'));
  return pad(cut(shown, room), room) + note;
}

const hostMarks: Readonly<Record<HostState, string>> = {up: '', paused: ' ⏸ paused', killed: ' ✘ killed'};

function tabMark({state, hostState, running}: Tab): string {
  if (hostState !== 'up') return hostMarks[hostState];
  if (state === 'killed') return ' ✘ killed';
  if (state === 'opening') return ' …';
  if (typeof state === 'object') return ` ⏹ exited ${state.exitCode}`;
  return running === undefined ? '' : ' ●';
}
