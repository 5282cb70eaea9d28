import {currentStep, type OpenLesson, watchedTab} from '../session/session-state.ts';
import {smallestScreen, type TerminalSize} from '../terminal/terminal.ts';
import {stepRows} from './step-rows.ts';

/** From this width on lesson and terminals stand beside each other: both wide enough for the drawings and for Kafka. */
const sideBySide = 140;

/** Where things are on the screen, in cells. The first row is the title, the last the keys. */
export type Layout =
  | {readonly type: 'too-small'}
  | {
      /** `alone`: a lesson without terminals, or the map. */
      readonly type: 'stacked' | 'beside' | 'zoomed' | 'alone';
      readonly lesson: TerminalSize;
      /** All that is shown of terminals. */
      readonly terminal: TerminalSize;
      /** Rows at its end, below a line of their own, in which a second one is watched; 0 where none is. */
      readonly watched: number;
      /** The size every shell has: that of the largest part of it that is ever shown, whatever is shown now. */
      readonly shell: TerminalSize;
    };

/** The widest pane of text: prose is narrower still, but code may need it. */
const widestText = 100;

/** Rows of a terminal nobody types into: the prompt, and what came last. */
const leastTerminal = 3;

/** The rows of a terminal that leave room for a second one, and its share of them. */
const roomForTwo = 9;
const watchedShare = 0.34;

/** Its share of the rows while somebody types into it. */
const terminalShare = 0.56;

/**
 * Pure. The rows of lesson and terminal change with the step and with the focus, and with nothing else; the size of the
 * shells only with the window and the zoom.
 */
export function layOut(
  {columns, rows}: TerminalSize,
  open:
    | Pick<
        OpenLesson,
        'zoom' | 'tabs' | 'activeTab' | 'watched' | 'focus' | 'focusIsLent' | 'isReading' | 'lesson' | 'at'
      >
    | undefined,
): Layout {
  if (columns < smallestScreen.columns || rows < smallestScreen.rows) return {type: 'too-small'};
  const inner = rows - 2;
  if (!open || open.tabs.length === 0) {
    const none = {columns: 0, rows: 0};
    const lesson = {columns: Math.min(columns, widestText), rows: inner};
    return {type: 'alone', lesson, terminal: none, watched: 0, shell: none};
  }
  if (open.zoom === 'on') {
    const terminal = {columns, rows: inner - 1};
    return {type: 'zoomed', lesson: {columns, rows: 0}, terminal, watched: 0, shell: terminal};
  }
  if (columns >= sideBySide) {
    const width = Math.min(80, columns - 61);
    // One column between the two, one row for the tabs.
    const terminal = {columns: columns - width - 1, rows: inner - 1};
    const watched = watchedRows(open, terminal.rows);
    return {type: 'beside', lesson: {columns: width, rows: inner}, terminal, watched, shell: terminal};
  }

  const shared = inner - 1;
  const most = Math.ceil(shared * terminalShare);
  const shown = isTypedInto(open)
    ? most
    : Math.max(leastTerminal, Math.min(most, shared - wantedRows(open, columns - 1)));
  return {
    type: 'stacked',
    lesson: {columns, rows: shared - shown},
    terminal: {columns, rows: shown},
    watched: watchedRows(open, shown),
    shell: {columns, rows: most},
  };
}

/**
 * Whether the rows are the terminal's. A key that comes through the prefix does not move the hands, so the rows stay; when
 * it leads to another page that page is read first, and the first key typed takes the rows back.
 */
function isTypedInto({
  focus,
  focusIsLent,
  isReading,
}: Pick<OpenLesson, 'focus' | 'focusIsLent' | 'isReading'>): boolean {
  return !isReading && (focus === 'terminal' || focusIsLent);
}

/** Whether the rows of the lesson are few, since they are the terminal's. */
export function isTight(
  layout: Layout,
  open: Pick<OpenLesson, 'focus' | 'focusIsLent' | 'isReading'>,
): boolean {
  return layout.type === 'stacked' && isTypedInto(open);
}

function watchedRows(open: Pick<OpenLesson, 'tabs' | 'activeTab' | 'watched'>, rows: number): number {
  if (rows < roomForTwo || !watchedTab(open)) return 0;
  return Math.floor(rows * watchedShare);
}

/** Rows of the terminal that is typed into. */
export function activeRows({terminal, watched}: Exclude<Layout, {type: 'too-small'}>): number {
  return watched === 0 ? terminal.rows : terminal.rows - watched - 1;
}

/** Rows the lesson asks for: all of them where the page is to be read or answered. */
function wantedRows(open: Pick<OpenLesson, 'lesson' | 'at'>, columns: number): number {
  const step = currentStep(open);
  return step?.kind === 'task' ? stepRows(step, columns) : Number.POSITIVE_INFINITY;
}
