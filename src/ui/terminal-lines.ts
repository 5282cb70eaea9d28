import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import type {HostState} from '../lab/lab.ts';
import type {OpenLesson, Tab} from '../session/session-state.ts';
import type {Screen} from '../terminal/screen.ts';
import {cut, pad} from './fit.ts';
import {type Paint, plainPaint} from './paint.ts';

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

/** The tabs, the active one standing out: ` 1 zookeeper ● │ 2 broker-1 ✘ dead │ 3 client `. */
export function tabLine(open: OpenLesson, scrolledBack: boolean, paint: Paint, columns: number): string {
  const note = scrolledBack ? paint.broken(' scrolled back ') : '';
  const room = columns - stringWidth(note);
  const {names} = arrangeTabs(open, paint, room);
  return pad(cut(names.join(paint.dim('│')), room), room) + note;
}

/** The line above a terminal that is watched: `── teams ● ──────`. */
export function watchedLine(tab: Tab, paint: Paint, columns: number): string {
  const {text, colour} = tabMark(tab);
  const rest = columns - stringWidth(`── ${tab.name}${text} `);
  return cut(
    `${paint.dim('──')} ${tab.name}${paint[colour](text)} ${paint.dim('─'.repeat(Math.max(0, rest)))}`,
    columns,
  );
}

/** The tab that stands in that column of the line; undefined behind the last one. */
export function tabAt(open: OpenLesson, columns: number, column: number): number | undefined {
  const {names, order} = arrangeTabs(open, plainPaint, columns);
  let start = 0;
  for (const [place, name] of names.entries()) {
    const end = start + stringWidth(name);
    if (column >= start && column < end) return order[place];
    start = end + 1;
  }

  return undefined;
}

interface ArrangedTabs {
  readonly names: readonly string[];
  /** Index of the tab behind each name. */
  readonly order: readonly number[];
}

function arrangeTabs(open: OpenLesson, paint: Paint, room: number): ArrangedTabs {
  const inOrder = open.tabs.map((_, index) => index);
  const width = (names: readonly string[]) => stringWidth(names.join('│'));
  // When the tabs do not fit they stand closer, then without words; when that does not help the active one comes first.
  const wide = tabNames(open, ' ', tabMark, paint);
  if (width(wide) <= room) return {names: wide, order: inOrder};
  const close = tabNames(open, '', tabMark, paint);
  if (width(close) <= room) return {names: close, order: inOrder};
  const brief = tabNames(open, '', briefMark, paint);
  if (width(brief) <= room) return {names: brief, order: inOrder};
  const order = [open.activeTab, ...inOrder.filter((index) => index !== open.activeTab)];
  return {names: order.map((index) => brief[index] ?? ''), order};
}

function tabNames(
  open: OpenLesson,
  gap: string,
  markOf: (tab: Tab) => TabMark,
  paint: Paint,
): readonly string[] {
  return open.tabs.map((tab, index) => {
    // Shells that end with the lab are no news.
    const name = `${index + 1} ${tab.name}`;
    const {text, colour} = markOf(tab);
    const mark = open.lab.type === 'stopping' ? '' : text;
    if (index !== open.activeTab) return paint.tab(`${gap}${name}`) + paint[colour](mark) + gap;
    if (open.focus === 'terminal') return paint.activeTab(`${gap}${name}${mark}${gap}`);
    return paint.strong(`[${name}`) + paint[colour](mark) + paint.strong(']');
  });
}

/** What a tab's state looks like: the sign with its words, and the colour it means. */
interface TabMark {
  readonly text: string;
  readonly colour: 'failed' | 'broken' | 'passed';
}

const killed: TabMark = {text: ' ✘ killed', colour: 'failed'};
const hostMarks: Readonly<Record<Exclude<HostState, 'up'>, TabMark>> = {
  paused: {text: ' ⏸ paused', colour: 'broken'},
  killed,
};

function tabMark({state, hostState, running, windows, serves}: Tab): TabMark {
  if (hostState !== 'up') return hostMarks[hostState];
  if (state === 'killed') return killed;
  if (state === 'opening') return {text: ' …', colour: 'passed'};
  if (typeof state === 'object') return {text: ` ⏹ exited ${state.exitCode}`, colour: 'broken'};
  const isOutside = windows > 0 ? ' ⧉' : '';
  return {text: running === undefined && !serves ? isOutside : ` ●${isOutside}`, colour: 'passed'};
}

/** The sign alone. What can be done about a tab stands in the foot line when it is looked at. */
function briefMark(tab: Tab): TabMark {
  const {text, colour} = tabMark(tab);
  return {text: text.replace(/^( \S+) .*$/, '$1'), colour};
}
