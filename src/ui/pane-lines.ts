import {cut} from './fit.ts';
import type {LessonPage, StatusLine} from './lesson-page.ts';
import type {Paint} from './paint.ts';
import type {StepLine} from './step-list.ts';
import {scrollToTask} from './task-lines.ts';

export interface PaneLines {
  readonly lines: readonly PaneLine[];
  /** First line that is shown, and the last one that could be. */
  readonly scroll: number;
  readonly mostScroll: number;
  /** Lines of text in sight. */
  readonly page: number;
}

/** A row of the pane, and the choice or the step that a click on it means. */
export type PaneLine = StatusLine & Partial<StepLine>;

interface PaneOptions {
  /** First line wanted; `task`: the one with which what is to be done now is in sight. */
  readonly scroll: number | 'task';
  /** Drawn above. */
  readonly steps: readonly StepLine[];
}

/** Rows of text that stay in sight, however much there is to say of a step: of one that is done the title will do. */
const leastText = {open: 3, done: 1};

/**
 * What is known of a step follows its text where there is room for both. Where there is not, it keeps its place below a
 * rule and the text scrolls, then what is said; it is told where more is.
 */
export function paneLines(
  page: LessonPage,
  {scroll, steps}: PaneOptions,
  paint: Paint,
  {columns, rows}: {readonly columns: number; readonly rows: number},
): PaneLines {
  const list = steps.length > 0 ? [...steps, {text: paint.dim('─'.repeat(columns))}] : [];
  const body = bodyLines(page, scroll, paint, {columns, rows: rows - list.length});
  return {
    ...body,
    lines: [...list, ...body.lines].map((line) => ({...line, text: cut(line.text, columns)})),
  };
}

function bodyLines(
  {text, task, status}: LessonPage,
  wanted: number | 'task',
  paint: Paint,
  {columns, rows}: {readonly columns: number; readonly rows: number},
): PaneLines {
  const gap = status.length > 0 && text.length > 0 ? 1 : 0;
  if (text.length + gap + status.length <= rows) {
    const lines = [...text.map(plainLine), ...blank(gap), ...status];
    return {lines: [...lines, ...blank(rows - lines.length)], scroll: 0, mostScroll: 0, page: rows};
  }

  const statusRows = Math.min(
    status.length,
    Math.max(1, rows - 1 - Math.min(text.length, task ? leastText.open : leastText.done)),
  );
  const page = rows - 1 - statusRows;
  const mostOfText = Math.max(0, text.length - page);
  const mostScroll = mostOfText + status.length - statusRows;
  const scroll = wanted === 'task' ? scrollToTask(task, page, mostOfText) : Math.min(wanted, mostScroll);
  const ofText = Math.min(scroll, mostOfText);
  const shown = text.slice(ofText, ofText + page).map(plainLine);
  const rule = paint.dim(ruleLine(mostScroll === 0 ? '' : mostScroll > scroll ? '↓ more' : '↑', columns));
  return {
    lines: [
      ...shown,
      ...blank(page - shown.length),
      {text: rule},
      ...status.slice(scroll - ofText).slice(0, statusRows),
    ],
    scroll,
    mostScroll,
    page,
  };
}

function ruleLine(words: string, columns: number): string {
  if (words === '') return '─'.repeat(columns);
  return cut(`${'─'.repeat(Math.max(0, columns - words.length - 4))} ${words} ──`, columns);
}

function plainLine(text: string): PaneLine {
  return {text};
}

function blank(count: number): readonly PaneLine[] {
  return Array.from({length: Math.max(0, count)}, () => ({text: ''}));
}
