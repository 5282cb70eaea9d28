import type {Lesson} from '../course/lesson.ts';
import {isLessonDone, isStepDone, nextLesson, type StepProgress, stepProgress} from '../session/progress.ts';
import type {OpenLesson, SessionState} from '../session/session-state.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {aboutCourse, whereToBegin} from './course-words.ts';
import {proseWidth, spread, wrapBehind} from './fit.ts';
import {type Paint, plainPaint} from './paint.ts';

/** Course and lesson on the left; on the right a mark for each step, the one the learner is at in brackets. */
export function titleLine(state: SessionState, paint: Paint, columns: number): string {
  const {open} = state;
  if (!open) return spread(` ${paint.title(state.course.title)}`, '', columns);
  const gap = markGap(open, columns);
  const marks = open.lesson.steps.map((step, index) => {
    const mark = stepMark(stepProgress(state.progress, open.lesson.id, step.id), paint);
    return index === open.at ? `[${mark}]` : `${gap}${mark}${gap}`;
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

/** What stands on both sides of a mark: nothing where blanks would leave too little for the title. */
function markGap({lesson}: OpenLesson, columns: number): '' | ' ' {
  return lesson.steps.length * 3 <= columns / 2 ? ' ' : '';
}

/** The step whose mark stands in that column of the title; undefined beside the marks. */
export function stepMarkColumn(open: OpenLesson, columns: number, column: number): number | undefined {
  const gap = markGap(open, columns);
  const widths = open.lesson.steps.map((_, index) => (index === open.at || gap !== '' ? 3 : 1));
  const wholeWidth = widths.reduce((sum, width) => sum + width, 0);
  // A blank ends the line.
  let end = columns - 1 - wholeWidth;
  if (end < 4 || column < end) return undefined;
  const index = widths.findIndex((width) => {
    end += width;
    return column < end;
  });
  return index === -1 ? undefined : index;
}

/** How far a step is: `✔`, `–` where it was skipped, `○` where it is open. */
export function stepMark(passed: StepProgress | undefined, paint: Paint): string {
  if (passed === undefined) return paint.dim('○');
  return passed.how === 'skipped' ? '–' : paint.passed('✔');
}

/** The map: every lesson, what it is about, how far the learner is. */
export function mapLines(state: SessionState, paint: Paint, size: TerminalSize): readonly string[] {
  return mapWindow(state, paint, size).map(({line}) => line);
}

/** Index of the lesson that stands in each row of the map; undefined where none does. */
export function mapRows(state: SessionState, size: TerminalSize): readonly (number | undefined)[] {
  return mapWindow(state, plainPaint, size).map(({lesson}) => lesson);
}

interface MapRow {
  readonly line: string;
  readonly lesson: number | undefined;
}

function mapWindow(state: SessionState, paint: Paint, size: TerminalSize): readonly MapRow[] {
  const blocks = state.course.lessons.map((lesson, index): readonly MapRow[] =>
    [...lessonLines(state, lesson, index, paint, size.columns), ''].map((line) => ({
      line,
      lesson: line === '' ? undefined : index,
    })),
  );
  const head = headLines(state, paint, size.columns).map((line): MapRow => ({line, lesson: undefined}));
  // The selected lesson stays in sight.
  const before = head.length - 1 + blocks.slice(0, state.selected).flat().length;
  const all = [...head, ...blocks.flat()];
  const height = blocks[state.selected]?.length ?? 1;
  const wanted = before - Math.floor((size.rows - height) / 2);
  const first = Math.max(0, Math.min(wanted, all.length - 1 - size.rows));
  const shown = all.slice(first, first + size.rows);
  return markMore(shown, state.course.lessons.length, paint, size.columns);
}

function headLines(
  {course, progress, selected}: SessionState,
  paint: Paint,
  columns: number,
): readonly string[] {
  const lines = (words: string) => wrapBehind(' ', words, proseWidth(columns - 1));
  const begin = whereToBegin(course, progress);
  const key = selected === nextLesson(course, progress) ? 'press Enter' : '↑ and ↓ choose, Enter opens';
  return [
    '',
    ...lines(aboutCourse(course)),
    ...(begin === undefined ? [] : lines(`${begin}: ${key}.`).map(paint.strong)),
    '',
  ];
}

/** Says how many lessons there are beyond the first and the last row, in that row, unless the lesson chosen is there. */
function markMore(rows: readonly MapRow[], count: number, paint: Paint, columns: number): readonly MapRow[] {
  const whole = rows.slice(1, -1).flatMap(({lesson}) => lesson ?? []);
  const [first, last] = [whole[0] ?? 0, whole.at(-1) ?? count - 1];
  const more = (sign: string, hidden: number): MapRow => ({
    line: spread('', paint.dim(`${sign} ${hidden} more `), columns),
    lesson: undefined,
  });
  const top = rows[0]?.lesson ?? first;
  const bottom = rows.at(-1)?.lesson ?? last;
  return rows.map((row, index) => {
    if (index === 0 && first > 0 && top <= first) return more('↑', first);
    if (index === rows.length - 1 && last < count - 1 && bottom >= last) return more('↓', count - 1 - last);
    return row;
  });
}

function lessonLines(
  {progress, selected}: SessionState,
  lesson: Lesson,
  index: number,
  paint: Paint,
  columns: number,
): readonly string[] {
  const done = lesson.steps.filter(({id}) => isStepDone(progress, lesson.id, id)).length;
  const isDone = isLessonDone(progress, lesson);
  const pointer = index === selected ? paint.pointed('❯') : ' ';
  const mark = isDone ? paint.passed('✔') : done > 0 ? '◐' : paint.dim('○');
  const number = lesson.id.match(/^\d+/)?.[0] ?? '';
  const title = index === selected ? paint.pointed(lesson.title) : lesson.title;
  const count = isDone ? 'done' : `${done} of ${lesson.steps.length} steps`;
  return [
    spread(
      ` ${pointer} ${mark} ${number}  ${title}`,
      paint.dim(`${count} · ${lesson.minutes} min `),
      columns,
    ),
    ...wrapBehind('         ', lesson.summary, columns - 2).map(paint.dim),
  ];
}
