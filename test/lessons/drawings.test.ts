import path from 'node:path';
import {expect, it} from 'vitest';
import {loadCourse} from '../../src/course/load-course.ts';
import {layOut} from '../../src/ui/layout.ts';

const {lessons} = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));

/** What a drawing loses of the pane: the pane's own margin and that of code, on the left, and one column to the right. */
const margins = 4;

it.each([80, 140])('the drawings of all lessons keep their shape at %i columns', (columns) => {
  const {lesson} = layOut({columns, rows: 40}, {
    zoom: 'off',
    tabs: [{}],
    lesson: lessons[0],
    at: -1,
  } as never) as {
    readonly lesson: {readonly columns: number};
  };
  const drawings = lessons.flatMap(({id, introduction, steps}) =>
    [introduction, ...steps.map(({text}) => text)].flatMap((text) =>
      [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].flatMap(([, info, drawing = '']) =>
        info === '' ? [{id, drawing}] : [],
      ),
    ),
  );
  expect(drawings.length).toBeGreaterThan(20);
  const tooWide = drawings.filter(({drawing}) =>
    drawing.split('\n').some((line) => [...line].length > lesson.columns - margins),
  );
  expect(tooWide).toEqual([]);
});
