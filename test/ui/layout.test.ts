import {describe, expect, it} from 'vitest';
import {smallestScreen} from '../../src/terminal/terminal.ts';
import {layOut} from '../../src/ui/layout.ts';
import {at, openOf} from '../session/sample-course.ts';

const open = openOf(at('create'));

const sizes = Array.from({length: 250 - 40 + 1}, (_, index) => 40 + index).flatMap((columns) =>
  Array.from({length: 80 - 10 + 1}, (_, index) => ({columns, rows: 10 + index})),
);

describe('the layout', () => {
  it('fits every window from 40×10 to 250×80, with nothing of no size', () => {
    for (const size of sizes) {
      const layout = layOut(size, open);
      if (layout.type === 'too-small') {
        expect(size.columns < smallestScreen.columns || size.rows < smallestScreen.rows).toBe(true);
        continue;
      }
      const {lesson, terminal} = layout;
      // A title, the tabs over the terminal, the keys at the bottom.
      const isBeside = layout.type === 'beside';
      const fits = isBeside
        ? lesson.columns + 1 + terminal.columns === size.columns &&
          1 + lesson.rows + 1 === size.rows &&
          1 + terminal.rows === lesson.rows
        : lesson.columns === size.columns &&
          terminal.columns === size.columns &&
          1 + lesson.rows + 1 + terminal.rows + 1 === size.rows;
      const isUsable =
        lesson.rows >= 5 && terminal.rows >= 4 && lesson.columns >= 48 && terminal.columns >= 60;
      if (!fits || !isUsable) throw new Error(JSON.stringify({size, layout}));
    }
  });

  it('gives a terminal the whole window when it is zoomed', () => {
    for (const size of sizes) {
      const layout = layOut(size, {...open, zoom: 'on'});
      if (layout.type === 'too-small') continue;
      expect(layout).toEqual({
        type: 'zoomed',
        lesson: {columns: size.columns, rows: 0},
        terminal: {columns: size.columns, rows: size.rows - 3},
      });
    }
  });

  it('stacks lesson and terminal at 80×24 and puts them side by side at 200×60', () => {
    expect(layOut({columns: 80, rows: 24}, open)).toEqual({
      type: 'stacked',
      lesson: {columns: 80, rows: 11},
      terminal: {columns: 80, rows: 10},
    });
    expect(layOut({columns: 200, rows: 60}, open)).toEqual({
      type: 'beside',
      lesson: {columns: 80, rows: 58},
      terminal: {columns: 119, rows: 57},
    });
  });

  it('asks for more below 60×15', () => {
    for (const size of [
      {columns: 59, rows: 40},
      {columns: 200, rows: 14},
      {columns: 0, rows: 0},
    ])
      expect(layOut(size, open)).toEqual({type: 'too-small'});
    expect(layOut({columns: 60, rows: 15}, open).type).toBe('stacked');
  });

  it('gives the map and a lesson without terminals the whole window, in columns that can be read', () => {
    for (const opened of [undefined, {...open, tabs: []}]) {
      expect(layOut({columns: 80, rows: 24}, opened)).toMatchObject({
        type: 'alone',
        lesson: {columns: 80, rows: 22},
      });
      expect(layOut({columns: 200, rows: 60}, opened)).toMatchObject({lesson: {columns: 100, rows: 58}});
    }
  });
});
