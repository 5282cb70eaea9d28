import type {SearchHit} from '../course/search-course.ts';
import {hitsOf} from '../session/dialog.ts';
import {stepProgress} from '../session/progress.ts';
import {currentStep, type Dialog, type OpenLesson, type SessionState} from '../session/session-state.ts';
import {startOverMeans} from '../session/start-over.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {cut, wrapBehind} from './fit.ts';
import {shownKeys} from './keys-lines.ts';
import type {Paint} from './paint.ts';
import {stepMark} from './screen-lines.ts';

/** What a dialog shows in place of map or lesson. */
export function dialogLines(
  state: SessionState,
  dialog: Dialog,
  prefixName: string,
  paint: Paint,
  size: TerminalSize,
): readonly string[] {
  switch (dialog.type) {
    case 'keys':
      return shownKeys(prefixName, dialog.pointed, paint, size);
    case 'reset':
      return resetLines(state, paint, size.columns);
    case 'steps':
      return state.open ? stepLines(state, state.open, dialog.pointed, paint, size) : [];
    case 'search':
      return searchLines(state, dialog, paint, size);
  }
}

function resetLines(
  {open, course, selected}: SessionState,
  paint: Paint,
  columns: number,
): readonly string[] {
  const lesson = open?.lesson ?? course.lessons[selected];
  const step = open && currentStep(open);
  const choice = (key: string, title: string, what: 'step' | 'lesson') => [
    `   ${paint.key(key)}  ${title}`,
    ...(lesson ? wrapBehind('      ', startOverMeans(lesson, what), columns - 1).map(paint.dim) : []),
    '',
  ];
  return [
    '',
    ` ${paint.strong('What is to start over?')}`,
    '',
    ...(step ? choice('s', `this step: ${step.title}`, 'step') : []),
    ...choice('l', `the whole lesson: ${lesson?.title ?? ''}`, 'lesson'),
    ` ${paint.dim('Any other key: nothing.')}`,
  ].map((line) => cut(line, columns));
}

const stepsHead = 3;
const searchHead = 4;

/** Which step or hit stands in that row of a dialog; undefined where none does. Pure. */
export function choiceInDialog(state: SessionState, row: number, size: TerminalSize): number | undefined {
  const {dialog, open} = state;
  if (dialog?.type === 'steps' && open) {
    const shown = inSight(open.lesson.steps, dialog.pointed, stepRoom(open, size));
    return row < stepsHead ? undefined : shown[row - stepsHead]?.index;
  }
  if (dialog?.type !== 'search') return undefined;
  const rows = hitsInSight(hitsOf(state), dialog.pointed, size).flatMap(({index, lines}) =>
    lines.map(() => index),
  );
  return rows[row - searchHead];
}

/** How many steps there is room for. */
function stepRoom(open: OpenLesson, {columns, rows}: TerminalSize): number {
  return rows - stepsHead - stepsNote(open, columns).length;
}

interface ShownHit {
  readonly hit: SearchHit;
  readonly index: number;
  /** What is said of it below its title line, which is the first and empty here. */
  readonly lines: readonly string[];
}

/** Of a step one line is shown, of a term the whole of what it means. */
function measureHit(hit: SearchHit, index: number, columns: number): ShownHit {
  const indent = ' '.repeat(5);
  const said = hit.term === undefined ? [`${indent}${hit.line}`] : wrapBehind(indent, hit.line, columns - 1);
  return {hit, index, lines: ['', ...said]};
}

/** The hits there is room for, the one pointed at among them, about in the middle. */
function hitsInSight(
  hits: readonly SearchHit[],
  pointed: number,
  {columns, rows}: TerminalSize,
): readonly ShownHit[] {
  const all = hits.map((hit, index) => measureHit(hit, index, columns));
  const heightOf = (from: number, to: number) =>
    all.slice(from, to).reduce((sum, {lines}) => sum + lines.length, 0);
  const room = rows - searchHead;
  let [from, to] = [pointed, pointed + 1];
  while (from > 0 && heightOf(from - 1, pointed) <= room / 2 && heightOf(from - 1, to) <= room) from -= 1;
  while (to < all.length && heightOf(from, to + 1) <= room) to += 1;
  while (from > 0 && heightOf(from - 1, to) <= room) from -= 1;
  return heightOf(from, to) <= room ? all.slice(from, to) : [];
}

/** Where nothing is done in terminals, there is nothing to be said of it. */
function stepsNote({tabs}: OpenLesson, columns: number): readonly string[] {
  if (tabs.length === 0) return [];
  const words = 'What a later step needs of the ones before it is done for you, in the terminals.';
  return ['', ...wrapBehind(' ', words, columns - 1)];
}

function stepLines(
  state: SessionState,
  open: OpenLesson,
  pointed: number,
  paint: Paint,
  size: TerminalSize,
): readonly string[] {
  const {lesson, at} = open;
  const head = ['', ` ${paint.strong('Go to which step?')}`, ''];
  const lines = inSight(lesson.steps, pointed, stepRoom(open, size)).map(({item: step, index}) => {
    const mark = stepMark(stepProgress(state.progress, lesson.id, step.id), paint);
    const here = index === at ? paint.dim(' (you are here)') : '';
    const line = `${mark} ${String(index + 1).padStart(2)}  ${step.title}${here}`;
    return index === pointed ? ` ${paint.pointed('❯')} ${paint.strong(line)}` : `   ${line}`;
  });
  const note = stepsNote(open, size.columns).map(paint.dim);
  return [...head, ...lines, ...note].map((line) => cut(line, size.columns));
}

function searchLines(
  state: SessionState,
  {query, pointed}: Extract<Dialog, {type: 'search'}>,
  paint: Paint,
  size: TerminalSize,
): readonly string[] {
  const hits = hitsOf(state);
  const found =
    query.trim() === ''
      ? 'Type words: every lesson, step and term that has them all is listed.'
      : hits.length === 0
        ? 'Nothing in this course has these words.'
        : `${hits.length} found.`;
  const head = ['', ` ${paint.strong('Search:')} ${query}${paint.cursor(' ')}`, ` ${paint.dim(found)}`, ''];
  const lines = hitsInSight(hits, pointed, size).flatMap(({hit, index, lines: [, ...said]}) => {
    const lesson = state.course.lessons[hit.lesson];
    const step = hit.step === undefined ? hit.title : `${lesson?.title ?? ''} › ${hit.title}`;
    const place = hit.term === undefined ? step : `${hit.term} · met in ${step}`;
    const title = index === pointed ? ` ${paint.pointed('❯')} ${paint.pointed(place)}` : `   ${place}`;
    return [title, ...said.map(paint.dim)];
  });
  return [...head, ...lines].map((line) => cut(line, size.columns));
}

interface InSight<Item> {
  readonly item: Item;
  readonly index: number;
}

/** So many of the items that the one pointed at is among them. */
function inSight<Item>(items: readonly Item[], pointed: number, room: number): readonly InSight<Item>[] {
  const first = Math.max(0, Math.min(pointed - Math.floor(room / 2), items.length - room));
  return items.map((item, index) => ({item, index})).slice(first, first + Math.max(0, room));
}
