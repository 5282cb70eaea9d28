import path from 'node:path';
import {expect, it} from 'vitest';
import type {Course, Lesson, Step} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {isTight, layOut} from '../../src/ui/layout.ts';
import {lessonPage} from '../../src/ui/lesson-page.ts';
import {lessonPane} from '../../src/ui/lesson-pane.ts';
import {plainTheme} from '../../src/ui/markdown/theme.ts';
import {plainPaint} from '../../src/ui/paint.ts';
import {after, now, openOf, start} from '../session/sample-course.ts';

const course = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));

const steps = course.lessons.flatMap((lesson) => lesson.steps.map((step) => ({lesson, step})));

/** A step as it is met first, with all that its lesson does before it over. */
function opened(whole: Course, lesson: Lesson, step: Step): SessionState {
  const index = whole.lessons.indexOf(lesson);
  const {state} = after(
    {...start(), course: whole},
    {type: 'open-lesson', index, step: step.id, now},
    {type: 'lab-running', isNew: false},
    {type: 'solving-ended', run: 1, trouble: undefined, now},
  );
  return state;
}

/** The pane's rows, and which of the page's lines that say what to do are not among them. */
function drawn(state: SessionState, size: {readonly columns: number; readonly rows: number}) {
  const open = openOf(state);
  const layout = layOut(size, open);
  if (layout.type === 'too-small') throw new Error('too small');
  const page = lessonPage(state, open, {
    paint: plainPaint,
    theme: plainTheme,
    columns: layout.lesson.columns - 1,
    isTight: isTight(layout, open),
  });
  const rows = lessonPane(state, open, layout, page, plainPaint).lines.map(({text}) => text);
  const {first, last} = page.task ?? {first: 0, last: -1};
  // With the words that lead to a command, which stand above it.
  const lead = page.text.findLastIndex((line, index) => index < first - 1 && line === '') + 1;
  const missing = page.text.slice(lead, last + 1).filter((line) => line !== '' && !rows.includes(line));
  const unseen = page.status.filter(({text}) => !rows.includes(text));
  return {rows, missing: [...missing, ...unseen.map(({text}) => text)]};
}

const sizes = [
  {columns: 80, rows: 24},
  {columns: 100, rows: 30},
  {columns: 120, rows: 40},
  {columns: 160, rows: 45},
];

it.each(sizes)(
  'each step opens with its task, or its question and all answers, in sight at $columns×$rows',
  (size) => {
    const hidden = steps.flatMap(({lesson, step}) => {
      const {rows, missing} = drawn(opened(course, lesson, step), size);
      expect(rows.length).toBeLessThanOrEqual(size.rows - 2);
      return step.kind === 'reading' || missing.length === 0
        ? []
        : [`${lesson.id} ${step.id}: ${missing.join(' / ')}`];
    });
    expect(hidden).toEqual([]);
  },
);

it.each(sizes)(
  'each command of a step is in sight once the one before was run, in the terminal too, at $columns×$rows',
  (size) => {
    const hidden = steps.flatMap(({lesson, step}) =>
      step.runnable.flatMap((block, task) => {
        const state = opened(course, lesson, step);
        const {open} = state;
        if (!open) throw new Error('no lesson is open');
        const answered = step.question ? {choice: 0} : {};
        const typing = {
          ...open,
          focus: 'terminal',
          isReading: false,
          step: {...open.step, ...answered, task},
        } as const;
        const {rows} = drawn({...state, open: typing}, size);
        const shown = rows.join(' ').replace(/[\\\s]+/g, ' ');
        const words = block.lines
          .join(' ')
          .split(/[\\\s]+/)
          .slice(0, 3)
          .join(' ');
        return shown.includes(words) ? [] : [`${lesson.id} ${step.id}: ${words}`];
      }),
    );
    expect(hidden).toEqual([]);
  },
);
