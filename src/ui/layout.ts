import type {OpenLesson} from '../session/session-state.ts';
import {smallestScreen, type TerminalSize} from '../terminal/terminal.ts';

/** From this width on lesson and terminals stand beside each other: both wide enough for the drawings and for Kafka. */
const sideBySide = 140;

/** Where things are on the screen, in cells. The first row is the title, the last the keys. */
export type Layout =
  | {readonly type: 'too-small'}
  | {
      /** `alone`: a lesson without terminals, or the map. */
      readonly type: 'stacked' | 'beside' | 'zoomed' | 'alone';
      readonly lesson: TerminalSize;
      readonly terminal: TerminalSize;
    };

/** The widest column of text that is read with ease. */
const widestText = 100;

/** Pure: the same size gives the same layout, whatever has the focus, so that shells are not resized all the time. */
export function layOut(
  {columns, rows}: TerminalSize,
  open: Pick<OpenLesson, 'zoom' | 'tabs'> | undefined,
): Layout {
  if (columns < smallestScreen.columns || rows < smallestScreen.rows) return {type: 'too-small'};
  const inner = rows - 2;
  if (!open || open.tabs.length === 0) {
    return {
      type: 'alone',
      lesson: {columns: Math.min(columns, widestText), rows: inner},
      terminal: {columns: 0, rows: 0},
    };
  }
  if (open.zoom === 'on')
    return {type: 'zoomed', lesson: {columns, rows: 0}, terminal: {columns, rows: inner - 1}};
  if (columns >= sideBySide) {
    const width = Math.min(80, columns - 61);
    return {
      type: 'beside',
      lesson: {columns: width, rows: inner},
      // One column between the two, one row for the tabs.
      terminal: {columns: columns - width - 1, rows: inner - 1},
    };
  }

  const lessonRows = Math.ceil((inner - 1) * 0.52);
  return {
    type: 'stacked',
    lesson: {columns, rows: lessonRows},
    terminal: {columns, rows: inner - 1 - lessonRows},
  };
}
