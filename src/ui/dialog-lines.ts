import {hitsOf} from '../session/dialog.ts';
import {stepProgress} from '../session/progress.ts';
import {currentStep, type Dialog, type OpenLesson, type SessionState} from '../session/session-state.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {cut, wrapBehind} from './fit.ts';
import {keysLines} from './keys-lines.ts';
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
    case 'keys': {
      const lines = keysLines(prefixName, paint, size.columns);
      return lines.slice(Math.min(dialog.pointed, Math.max(0, lines.length - size.rows)));
    }
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
  const choice = (key: string, what: string, means: string) => [
    `   ${paint.key(key)}  ${what}`,
    ...wrapBehind('      ', means, columns - 1).map(paint.dim),
    '',
  ];
  return [
    '',
    ` ${paint.strong('What is to begin anew?')}`,
    '',
    ...(step
      ? choice(
          's',
          `this step: ${step.title}`,
          'Its tick goes. The lab is made again, and the steps before this one are done again for you.',
        )
      : []),
    ...choice(
      'l',
      `the whole lesson: ${lesson?.title ?? ''}`,
      'All its ticks go, and everything its servers have stored.',
    ),
    ` ${paint.dim('Any other key: nothing.')}`,
  ].map((line) => cut(line, columns));
}

function stepLines(
  state: SessionState,
  {lesson, at}: OpenLesson,
  pointed: number,
  paint: Paint,
  {columns, rows}: TerminalSize,
): readonly string[] {
  const head = ['', ` ${paint.strong('Go to which step?')}`, ''];
  const note = wrapBehind(
    ' ',
    'What a later step needs of the ones before it is done for you, in the terminals.',
    columns - 1,
  ).map(paint.dim);
  const lines = lesson.steps.map((step, index) => {
    const mark = stepMark(stepProgress(state.progress, lesson.id, step.id), paint);
    const here = index === at ? paint.dim(' (you are here)') : '';
    const line = `${mark} ${String(index + 1).padStart(2)}  ${step.title}${here}`;
    return index === pointed ? ` ${paint.pointed('❯')} ${paint.strong(line)}` : `   ${line}`;
  });
  const room = rows - head.length - note.length - 1;
  return [...head, ...inSight(lines, pointed, room), '', ...note].map((line) => cut(line, columns));
}

function searchLines(
  state: SessionState,
  {query, pointed}: Extract<Dialog, {type: 'search'}>,
  paint: Paint,
  {columns, rows}: TerminalSize,
): readonly string[] {
  const hits = hitsOf(state);
  const found =
    query.trim() === ''
      ? 'Type words: every lesson and step that has them all is listed.'
      : hits.length === 0
        ? 'Nothing in this course has these words.'
        : `${hits.length} found.`;
  const head = ['', ` ${paint.strong('Search:')} ${query}${paint.cursor(' ')}`, ` ${paint.dim(found)}`, ''];
  const each = hits.map((hit, index) => {
    const lesson = state.course.lessons[hit.lesson];
    const place = hit.step === undefined ? hit.title : `${lesson?.title ?? ''} › ${hit.title}`;
    const title = index === pointed ? ` ${paint.pointed('❯')} ${paint.pointed(place)}` : `   ${place}`;
    return [title, paint.dim(`     ${hit.line}`)];
  });
  return [...head, ...inSight(each.flat(), pointed * 2, rows - head.length)].map((line) =>
    cut(line, columns),
  );
}

/** So many of the lines that the one pointed at is among them. */
function inSight(lines: readonly string[], pointed: number, rows: number): readonly string[] {
  const first = Math.max(0, Math.min(pointed - Math.floor(rows / 2), lines.length - rows));
  return lines.slice(first, first + Math.max(0, rows));
}
