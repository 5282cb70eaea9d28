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
  const note = scrolledBack ? paint.broken(' scrolled back ') : '';
  const room = columns - stringWidth(note);
  // When the tabs do not fit they stand closer; when that does not help the active one comes first.
  const [wide, close] = [tabNames(open, ' ', paint), tabNames(open, '', paint)];
  const active = close[open.activeTab] ?? '';
  const lines = [wide, close, [active, ...close.filter((name) => name !== active)]].map((names) =>
    names.join(paint.dim('│')),
  );
  const line = lines.find((candidate) => stringWidth(candidate) <= room) ?? lines.at(-1) ?? '';
  return pad(cut(line, room), room) + note;
}

function tabNames(open: OpenLesson, gap: string, paint: Paint): readonly string[] {
  return open.tabs.map((tab, index) => {
    const name = `${index + 1} ${tab.name}${tabMark(tab)}`;
    if (index !== open.activeTab) return paint.tab(`${gap}${name}${gap}`);
    return open.focus === 'terminal' ? paint.activeTab(`${gap}${name}${gap}`) : paint.strong(`[${name}]`);
  });
}

const hostMarks: Readonly<Record<HostState, string>> = {up: '', paused: ' ⏸ paused', killed: ' ✘ killed'};

function tabMark({state, hostState, running}: Tab): string {
  if (hostState !== 'up') return hostMarks[hostState];
  if (state === 'killed') return ' ✘ killed';
  if (state === 'opening') return ' …';
  if (typeof state === 'object') return ` ⏹ exited ${state.exitCode}`;
  return running === undefined ? '' : ' ●';
}
