import {isStepDone} from '../session/progress.ts';
import type {SessionEvent} from '../session/session-event.ts';
import {type OpenLesson, type SessionState, watchedTab} from '../session/session-state.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {choiceInDialog} from './dialog-lines.ts';
import {mostKeysScroll} from './keys-lines.ts';
import {activeRows, isTight, type Layout, layOut} from './layout.ts';
import {lessonPage} from './lesson-page.ts';
import {lessonPane} from './lesson-pane.ts';
import {plainTheme} from './markdown/theme.ts';
import {plainPaint} from './paint.ts';
import {mapRows, stepMarkColumn} from './screen-lines.ts';
import {tabAt} from './tab-line.ts';

/** A report of the outer terminal's. Column and row count from 0. */
export interface MouseReport {
  /** 0 left, 64 and 65 the wheel; 4, 8 and 16 are added for Shift, Alt and Ctrl. */
  readonly button: number;
  readonly column: number;
  readonly row: number;
  readonly pressed: boolean;
}

/** What the mouse does: an event, or the wheel over the text or the terminal, in lines (up is negative). */
export type MouseAction =
  | {readonly type: 'event'; readonly event: SessionEvent}
  | {readonly type: 'scroll-text' | 'scroll-terminal'; readonly lines: number};

/** Lines one notch of the wheel scrolls by. */
const notch = 3;

/** What a click or the wheel means where it happened. Undefined: nothing. Pure. */
export function mouseAction(
  state: SessionState,
  size: TerminalSize,
  {button, column, row, pressed}: MouseReport,
  now: number,
): MouseAction | undefined {
  const layout = layOut(size, state.open);
  if (!pressed || layout.type === 'too-small') return undefined;
  const wheel = button === 64 ? -notch : button === 65 ? notch : undefined;
  if (state.dialog) {
    if (wheel !== undefined) {
      const most = state.dialog.type === 'keys' ? {most: mostKeysScroll(size.rows - 2)} : {};
      return {type: 'event', event: {type: 'point-in-dialog', by: Math.sign(wheel), ...most}};
    }
    const event = button === 0 ? dialogClick(state, size, row, now) : undefined;
    return event && {type: 'event', event};
  }
  if (!state.open) return mapAction(state, size, row, wheel, button, now);
  const place = placeOf(layout, column, row);
  if (wheel !== undefined) {
    if (place.over === 'terminal') return {type: 'scroll-terminal', lines: wheel};
    return place.over === 'lesson' ? {type: 'scroll-text', lines: wheel} : undefined;
  }
  if (button !== 0) return undefined;
  const event = clickEvent(state, state.open, layout, size, place, now);
  return event && {type: 'event', event};
}

/** A line is pointed at first; the one that is pointed at is gone to. */
function dialogClick(
  state: SessionState,
  {columns, rows}: TerminalSize,
  row: number,
  now: number,
): SessionEvent | undefined {
  const {dialog} = state;
  const index = choiceInDialog(state, row - 1, {columns, rows: rows - 2});
  if (index === undefined || (dialog?.type !== 'steps' && dialog?.type !== 'search')) return undefined;
  return index === dialog.pointed
    ? {type: 'choose-in-dialog', now}
    : {type: 'point-in-dialog', by: index - dialog.pointed};
}

function mapAction(
  state: SessionState,
  size: TerminalSize,
  row: number,
  wheel: number | undefined,
  button: number,
  now: number,
): MouseAction | undefined {
  if (wheel !== undefined) return {type: 'event', event: {type: 'select-lesson', by: Math.sign(wheel)}};
  const lesson = mapRows(state, {columns: size.columns, rows: size.rows - 2})[row - 1];
  if (button !== 0 || lesson === undefined) return undefined;
  const event: SessionEvent =
    lesson === state.selected
      ? {type: 'open-lesson', index: lesson, now}
      : {type: 'select-lesson', by: lesson - state.selected};
  return {type: 'event', event};
}

interface Place {
  readonly over: 'title' | 'lesson' | 'tabs' | 'terminal' | 'watched' | 'foot';
  /** From the left edge and the top of what it is over. */
  readonly inColumn: number;
  readonly inRow: number;
}

function placeOf(layout: Exclude<Layout, {type: 'too-small'}>, column: number, row: number): Place {
  const {lesson, terminal} = layout;
  if (row === 0) return {over: 'title', inColumn: column, inRow: 0};
  const isBeside = layout.type === 'beside';
  const left = isBeside ? lesson.columns + 1 : 0;
  const top = isBeside ? 1 : 1 + lesson.rows;
  if (terminal.rows > 0 && column >= left && row >= top && row <= top + terminal.rows) {
    const inRow = row - top - 1;
    const over = inRow < 0 ? 'tabs' : inRow < activeRows(layout) ? 'terminal' : 'watched';
    return {over, inColumn: column - left, inRow};
  }
  if (row <= lesson.rows && column < lesson.columns)
    return {over: 'lesson', inColumn: column, inRow: row - 1};
  return {over: 'foot', inColumn: column, inRow: 0};
}

function clickEvent(
  state: SessionState,
  open: OpenLesson,
  layout: Exclude<Layout, {type: 'too-small'}>,
  {columns}: TerminalSize,
  {over, inColumn, inRow}: Place,
  now: number,
): SessionEvent | undefined {
  switch (over) {
    case 'tabs': {
      const index = tabAt(open, layout.terminal.columns, inColumn, now);
      return index === undefined ? undefined : {type: 'show-tab', index};
    }
    case 'terminal':
      return {type: 'focus', on: 'terminal'};
    case 'watched': {
      const watched = watchedTab(open);
      return watched && {type: 'show-tab', index: open.tabs.indexOf(watched)};
    }
    case 'title': {
      const index = stepMarkColumn(open, columns, inColumn);
      return index === undefined ? undefined : stepEvent(state, open, index, now);
    }
    case 'lesson':
      return lessonClick(state, open, layout, inRow, now) ?? {type: 'focus', on: 'lesson'};
    case 'foot':
      return undefined;
  }
}

/** A step of the list is gone to. An answer is pointed at first, as a line of a dialog is; the one pointed at is given. */
function lessonClick(
  state: SessionState,
  open: OpenLesson,
  layout: Exclude<Layout, {type: 'too-small'}>,
  row: number,
  now: number,
): SessionEvent | undefined {
  const columns = layout.lesson.columns - 1;
  const page = lessonPage(state, open, {
    paint: plainPaint,
    theme: plainTheme,
    columns,
    isTight: isTight(layout, open),
  });
  const {choice, step} = lessonPane(state, open, layout, page, plainPaint).lines[row] ?? {};
  if (step !== undefined) return stepEvent(state, open, step, now);
  if (choice === undefined || open.lab.type !== 'running') return undefined;
  const {pointed} = open.step;
  return choice === pointed ? {type: 'choose', choice, now} : {type: 'point', by: choice - pointed};
}

/** A click on a step beyond what was done asks first: to go there, the steps between are done for the learner. */
function stepEvent(
  {progress}: SessionState,
  {lesson, at}: OpenLesson,
  index: number,
  now: number,
): SessionEvent | undefined {
  const step = lesson.steps[index];
  if (!step) return undefined;
  return index <= at || isStepDone(progress, lesson.id, step.id)
    ? {type: 'go-to', at: index, now}
    : {type: 'show-dialog', dialog: 'steps', at: index};
}
