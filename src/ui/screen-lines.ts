import {isLessonDone, stepProgress} from '../session/progress.ts';
import type {OpenLesson, SessionState} from '../session/session-state.ts';
import {cut, spread, wrapBehind} from './fit.ts';
import type {LessonPage} from './lesson-page.ts';
import type {Paint} from './paint.ts';

/** Course and lesson on the left; on the right a mark for each step, the one the learner is at in brackets. */
export function titleLine(state: SessionState, paint: Paint, columns: number): string {
  const {open} = state;
  if (!open) return spread(` ${paint.title(state.course.title)}`, '', columns);
  const marks = open.lesson.steps.map((step, index) => {
    const passed = stepProgress(state.progress, open.lesson.id, step.id);
    const mark = passed === undefined ? paint.dim('○') : passed.how === 'skipped' ? '–' : paint.passed('✔');
    return index === open.at ? `[${mark}]` : ` ${mark} `;
  });
  const place =
    open.at < 0
      ? 'introduction'
      : open.at >= open.lesson.steps.length
        ? 'the end'
        : `step ${open.at + 1} of ${open.lesson.steps.length}`;
  return spread(
    ` ${paint.title(open.lesson.title)} ${paint.dim(`· ${place}`)}`,
    `${marks.join('')} `,
    columns,
  );
}

/** The steps of the lesson, one a line; for panes that are high enough. */
export function stepList(
  state: SessionState,
  open: OpenLesson,
  paint: Paint,
  columns: number,
): readonly string[] {
  return open.lesson.steps.map((step, index) => {
    const passed = stepProgress(state.progress, open.lesson.id, step.id);
    const mark = passed === undefined ? paint.dim('○') : passed.how === 'skipped' ? '–' : paint.passed('✔');
    return cut(
      index === open.at
        ? `${paint.pointed('❯')} ${mark} ${paint.strong(step.title)}`
        : `  ${mark} ${step.title}`,
      columns,
    );
  });
}

export interface PaneLines {
  readonly lines: readonly string[];
  /** First line of the text that is shown, and the last one that could be. */
  readonly scroll: number;
  readonly mostScroll: number;
  /** Lines of text in sight. */
  readonly page: number;
}

/** Text above, status below; the status keeps its place, the text scrolls, and it is said where more is. */
export function paneLines(
  {text, status}: LessonPage,
  {scroll: wanted, steps}: {readonly scroll: number; readonly steps: readonly string[]},
  paint: Paint,
  size: {readonly columns: number; readonly rows: number},
): PaneLines {
  // The list of steps is shown where at least as much again is left for the text.
  const list =
    steps.length > 0 && size.rows >= steps.length * 2 + 16
      ? [...steps, paint.dim('─'.repeat(size.columns))]
      : [];
  const rows = size.rows - list.length;
  const statusRows = Math.min(status.length, Math.max(1, rows - 3));
  const page = rows - statusRows - (statusRows > 0 ? 1 : 0);
  const mostScroll = Math.max(0, text.length - page);
  const scroll = Math.min(wanted, mostScroll);
  const shown = text.slice(scroll, scroll + page);
  const blank = Array.from({length: page - shown.length}, () => '');
  const more = mostScroll > scroll ? '↓ more' : scroll > 0 ? '↑' : '';
  const rule =
    more === ''
      ? '─'.repeat(size.columns)
      : `${'─'.repeat(Math.max(0, size.columns - more.length - 4))} ${more} ──`;
  const below = statusRows > 0 ? [paint.dim(cut(rule, size.columns)), ...status.slice(0, statusRows)] : [];
  return {
    lines: [...list, ...shown, ...blank, ...below].map((line) => cut(line, size.columns)),
    scroll,
    mostScroll,
    page,
  };
}

/** The map: every lesson, what it is about, how far the learner is. */
export function mapLines(
  state: SessionState,
  paint: Paint,
  size: {columns: number; rows: number},
): readonly string[] {
  const blocks = state.course.lessons.map((lesson, index) => {
    const done = lesson.steps.filter(({id}) => {
      const passed = stepProgress(state.progress, lesson.id, id);
      return passed !== undefined && passed.how !== 'skipped';
    }).length;
    const isDone = isLessonDone(state.progress, lesson);
    const pointer = index === state.selected ? paint.pointed('❯') : ' ';
    const mark = isDone ? paint.passed('✔') : done > 0 ? '◐' : paint.dim('○');
    const number = lesson.id.match(/^\d+/)?.[0] ?? '';
    const title = index === state.selected ? paint.pointed(lesson.title) : lesson.title;
    const count = isDone ? 'done' : `${done} of ${lesson.steps.length} steps`;
    return [
      spread(
        ` ${pointer} ${mark} ${number}  ${title}`,
        paint.dim(`${count} · ${lesson.minutes} min `),
        size.columns,
      ),
      ...wrapBehind('         ', lesson.summary, size.columns - 2).map(paint.dim),
      '',
    ];
  });
  // The selected lesson stays in sight.
  const before = blocks.slice(0, state.selected).flat().length;
  const all = blocks.flat();
  const height = blocks[state.selected]?.length ?? 1;
  const first = Math.max(0, Math.min(before - Math.floor((size.rows - height) / 2), all.length - size.rows));
  return ['', ...all].slice(first, first + size.rows);
}

/** The page behind `?`. */
export function keysLines(prefixName: string, paint: Paint): readonly string[] {
  const keys: readonly (readonly [string, string])[] = [
    ['', 'In a terminal every key goes to the shell, but for one:'],
    [prefixName, 'back to the lesson'],
    [`${prefixName} 1 … 9`, 'the terminal with that number'],
    [`${prefixName} z`, 'the terminal on the whole screen, and back'],
    [`${prefixName} PgUp, PgDn`, 'scroll the terminal (also Shift+PgUp, Shift+PgDn)'],
    [`${prefixName} ${prefixName}`, `sends ${prefixName} itself to the shell`],
    [`${prefixName} KEY`, 'any key of the lesson, below'],
    ['', 'In the lesson:'],
    ['Tab', 'to the terminal'],
    ['1 … 9', 'the terminal with that number'],
    ['a … d', 'the answer to a question (also j, k and Enter)'],
    ['n, b', 'next step, the step before (also Enter, →, ←)'],
    ['t', 'type the next command of the page; you press Enter'],
    ['h', 'a hint, then the next one'],
    ['c', 'run the check now and say what it sees'],
    ['S', 'solve: the solution is typed for you; Esc stops it'],
    ['s', 'skip this step'],
    ['↑ ↓ PgUp PgDn Space', 'scroll the text'],
    ['y', 'copy the text of the terminal'],
    ['o', 'a new shell where one ended, a killed host started'],
    ['m, q', 'to the map, quit: the servers stop, the data stays'],
  ];
  return [
    ...keys.map(([key, does]) =>
      key === '' ? ` ${paint.strong(does)}` : `   ${paint.key(key.padEnd(22))}${does}`,
    ),
  ];
}
