import stringWidth from 'string-width';
import type {HostState} from '../lab/lab.ts';
import type {OpenLesson, Tab} from '../session/session-state.ts';
import {cut, pad} from './fit.ts';
import {type Paint, plainPaint} from './paint.ts';

/**
 * The tabs, the active one standing out: ` 1 zookeeper ● │ 2 broker-1 ✘ killed │ 3 client ● 2 min `. `now` is milliseconds
 * since the epoch.
 */
export function tabLine(
  open: OpenLesson,
  scrolledBack: boolean,
  paint: Paint,
  columns: number,
  now: number,
): string {
  const note = scrolledBack ? paint.broken(' scrolled back ') : '';
  const room = columns - stringWidth(note);
  const {names} = arrangeTabs(open, paint, room, now);
  return pad(cut(names.join(paint.dim('│')), room), room) + note;
}

/** The line above a terminal that is watched: `── teams ● ──────`. */
export function watchedLine(tab: Tab, paint: Paint, columns: number, now: number): string {
  const {text, colour} = timedMark(tab, now);
  const rest = columns - stringWidth(`── ${tab.name}${text} `);
  return cut(
    `${paint.dim('──')} ${tab.name}${paint[colour](text)} ${paint.dim('─'.repeat(Math.max(0, rest)))}`,
    columns,
  );
}

/** The tab that stands in that column of the line; undefined behind the last one. */
export function tabAt(open: OpenLesson, columns: number, column: number, now: number): number | undefined {
  const {names, order} = arrangeTabs(open, plainPaint, columns, now);
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

function arrangeTabs(open: OpenLesson, paint: Paint, room: number, now: number): ArrangedTabs {
  const inOrder = open.tabs.map((_, index) => index);
  const timed = (tab: Tab) => timedMark(tab, now);
  const timedIfActive = (tab: Tab) => (tab === open.tabs[open.activeTab] ? timed(tab) : tabMark(tab));
  // When the tabs do not fit they tell no times, then stand closer, then without words; when that does not help the
  // active one comes first.
  const ways = [
    [' ', timed],
    [' ', timedIfActive],
    [' ', tabMark],
    ['', tabMark],
    ['', briefMark],
  ] as const;
  let names: readonly string[] = [];
  for (const [gap, markOf] of ways) {
    names = tabNames(open, gap, markOf, paint);
    if (stringWidth(names.join('│')) <= room) return {names, order: inOrder};
  }
  const order = [open.activeTab, ...inOrder.filter((index) => index !== open.activeTab)];
  return {names: order.map((index) => names[index] ?? ''), order};
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

const running = ' ●';
const killed: TabMark = {text: ' ✘ killed', colour: 'failed'};
const hostMarks: Readonly<Record<Exclude<HostState, 'up'>, TabMark>> = {
  paused: {text: ' ⏸ paused', colour: 'broken'},
  killed,
};

function tabMark({state, hostState, running: command, windows, serves}: Tab): TabMark {
  if (hostState !== 'up') return hostMarks[hostState];
  if (state === 'killed') return killed;
  if (state === 'opening') return {text: ' …', colour: 'passed'};
  if (typeof state === 'object') return {text: ` ⏹ exited ${state.exitCode}`, colour: 'broken'};
  const isOutside = windows > 0 ? ' ⧉' : '';
  return {text: command === undefined && !serves ? isOutside : `${running}${isOutside}`, colour: 'passed'};
}

/** With the time for which a program runs there. Servers run for as long as the lesson: that is no news. */
function timedMark(tab: Tab, now: number): TabMark {
  const mark = tabMark(tab);
  const time = tab.serves ? undefined : runningTime(tab, now);
  return time === undefined || !mark.text.startsWith(running)
    ? mark
    : {...mark, text: `${mark.text} ${time}`};
}

/**
 * In steps that a glance can tell apart, so that the line does not change all the time: `10 s`, `50 s`, `1 min`, `2 h`.
 * Undefined for what has only just begun.
 */
export function runningTime({runningSince}: Pick<Tab, 'runningSince'>, now: number): string | undefined {
  const seconds = runningSince === undefined ? 0 : Math.floor((now - runningSince) / 1000);
  if (seconds < 10) return undefined;
  if (seconds < 60) return `${seconds - (seconds % 10)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

/** The sign alone. What can be done about a tab stands in the foot line when it is looked at. */
function briefMark(tab: Tab): TabMark {
  const {text, colour} = tabMark(tab);
  return {text: text.replace(/^( \S+) .*$/, '$1'), colour};
}
