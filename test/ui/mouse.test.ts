import {describe, expect, it} from 'vitest';
import type {SessionState} from '../../src/session/session-state.ts';
import {layOut} from '../../src/ui/layout.ts';
import {lessonPage} from '../../src/ui/lesson-page.ts';
import {lessonPane} from '../../src/ui/lesson-pane.ts';
import {plainTheme} from '../../src/ui/markdown/theme.ts';
import {mouseAction} from '../../src/ui/mouse.ts';
import {plainPaint} from '../../src/ui/paint.ts';
import {after, at, now, openOf, start} from '../session/sample-course.ts';

const small = {columns: 80, rows: 24};
const large = {columns: 200, rows: 60};
const press = (state: SessionState, column: number, row: number, size = small, button = 0) =>
  mouseAction(state, size, {button, column, row, pressed: true}, now);
const event = (...found: Parameters<typeof press>) => {
  const action = press(...found);
  return action?.type === 'event' ? action.event : action;
};

/** The row of the tabs in a small window. */
const tabs = (state: SessionState) => {
  const layout = layOut(small, openOf(state));
  return layout.type === 'too-small' ? -1 : 1 + layout.lesson.rows;
};

describe('a click', () => {
  it('on a tab shows it', () => {
    // ` 1 broker-1 ●`, a line, ` 2 client`, below the rows of the lesson.
    const state = at('create');
    expect(event(state, 3, tabs(state))).toEqual({type: 'show-tab', index: 0});
    expect(event(state, 18, tabs(state))).toEqual({type: 'show-tab', index: 1});
    expect(event(state, 70, tabs(state))).toBeUndefined();
  });

  it('on a tab that stands elsewhere, since there is no room for all, shows that one', () => {
    const many = openOf(at('create'));
    const nine = Array.from({length: 9}, (_, index) => ({...many.tabs[0], name: `terminal-${index}`}));
    const state = {...at('create'), open: {...many, tabs: nine, activeTab: 7}} as SessionState;
    expect(event(state, 1, tabs(state))).toEqual({type: 'show-tab', index: 7});
    expect(event(state, 20, tabs(state))).toEqual({type: 'show-tab', index: 0});
  });

  it('into the terminal or the text moves the focus there', () => {
    expect(event(at('create'), 10, 20)).toEqual({type: 'focus', on: 'terminal'});
    expect(event(at('create'), 10, 5)).toEqual({type: 'focus', on: 'lesson'});
    expect(event(at('create'), 150, 30, large)).toEqual({type: 'focus', on: 'terminal'});
    expect(event(at('create'), 10, 40, large)).toEqual({type: 'focus', on: 'lesson'});
  });

  it('on a terminal that is watched goes to it', () => {
    const watching = after(at('create'), {type: 'focus', on: 'terminal'}, {type: 'watch'}).state;
    expect(event(watching, 10, tabs(watching) + 7)).toEqual({type: 'focus', on: 'terminal'});
    expect(event(watching, 10, tabs(watching) + 8)).toEqual({type: 'show-tab', index: 0});
    expect(event(watching, 10, tabs(watching) + 12)).toEqual({type: 'show-tab', index: 0});
  });

  it('on a step’s mark or name goes to a step that was reached, and asks before one that was not', () => {
    // Five marks of three cells each, and a blank, at the right end of the title.
    const mark = (index: number) => 80 - 1 - 15 + index * 3 + 1;
    const state = at('which');
    expect(event(state, mark(0), 0)).toEqual({type: 'go-to', at: 0, now});
    expect(event(state, mark(4), 0)).toEqual({type: 'show-dialog', dialog: 'steps', at: 4});
    expect(event(state, mark(0) - 2, 0)).toBeUndefined();
    expect(event(state, 5, 2, large)).toEqual({type: 'go-to', at: 1, now});
    expect(event(state, 5, 4, large)).toEqual({type: 'show-dialog', dialog: 'steps', at: 3});
  });

  it('on a lesson of the map chooses it, and opens the one that is chosen', () => {
    // Below the title, and what is said of the course in two lines between two blanks.
    expect(event(start(), 10, 3)).toBeUndefined();
    expect(event(start(), 10, 5)).toEqual({type: 'open-lesson', index: 0, now});
    expect(event(start(), 10, 8)).toEqual({type: 'select-lesson', by: 1});
    expect(event(start(), 10, 20)).toBeUndefined();
  });

  it('on a line of a dialog points at it, and goes where the pointer is', () => {
    const steps = after(at('create'), {type: 'show-dialog', dialog: 'steps', at: 1}).state;
    // Below the title: a blank, the question, a blank.
    expect(event(steps, 10, 4 + 3)).toEqual({type: 'point-in-dialog', by: 2});
    expect(event(steps, 10, 4 + 1)).toEqual({type: 'choose-in-dialog', now});
    expect(event(steps, 10, 2)).toBeUndefined();
    const search = after(
      start(),
      {type: 'show-dialog', dialog: 'search'},
      {type: 'change-query', query: 'step'},
    ).state;
    expect(event(search, 10, 5)).toEqual({type: 'choose-in-dialog', now});
    expect(event(search, 10, 8)).toEqual({type: 'point-in-dialog', by: 1});
    expect(press(search, 10, 8, small, 2)).toBeUndefined();
  });

  it.each([small, {columns: 80, rows: 15}, large])(
    'on an answer points at it, and gives the one pointed at, in $columns×$rows',
    (size) => {
      const state = at('which');
      const open = openOf(state);
      const layout = layOut(size, open) as Exclude<ReturnType<typeof layOut>, {type: 'too-small'}>;
      const style = {paint: plainPaint, theme: plainTheme, columns: layout.lesson.columns - 1};
      const {lines} = lessonPane(state, open, layout, lessonPage(state, open, style), plainPaint);
      const row = (words: string) => 1 + lines.findIndex(({text}) => text.includes(words));
      expect(event(state, 10, row('a  wrong'), size)).toEqual({type: 'choose', choice: 0, now});
      expect(event(state, 10, row('b  right'), size)).toEqual({type: 'point', by: 1});
      expect(event(state, 10, row('a  wrong') - 1, size)).toEqual({type: 'focus', on: 'lesson'});
      const answered = after(state, {type: 'choose', choice: 1, now}).state;
      expect(event(answered, 10, row('a  wrong'), size)).toEqual({type: 'focus', on: 'lesson'});
    },
  );

  it('is heard once, with the left button, and not under a dialog or in a window that is too small', () => {
    const report = {button: 0, column: 10, row: 20, pressed: false};
    expect(mouseAction(at('create'), small, report, now)).toBeUndefined();
    expect(press(at('create'), 10, 20, small, 2)).toBeUndefined();
    const shown = after(at('create'), {type: 'show-dialog', dialog: 'reset'}).state;
    expect(press(shown, 10, 20)).toBeUndefined();
    expect(press(at('create'), 3, 3, {columns: 30, rows: 9})).toBeUndefined();
  });
});

describe('the wheel', () => {
  it('scrolls what it is over', () => {
    expect(press(at('create'), 10, 5, small, 64)).toEqual({type: 'scroll-text', lines: -3});
    expect(press(at('create'), 10, 20, small, 65)).toEqual({type: 'scroll-terminal', lines: 3});
    expect(press(at('create'), 10, 23, small, 65)).toBeUndefined();
  });

  it('moves the pointer on the map and in a dialog', () => {
    expect(event(start(), 10, 5, small, 65)).toEqual({type: 'select-lesson', by: 1});
    const shown = after(at('create'), {type: 'show-dialog', dialog: 'steps'}).state;
    expect(event(shown, 10, 5, small, 64)).toEqual({type: 'point-in-dialog', by: -1});
  });
});

describe('every place of the window', () => {
  it.each([small, large])('of $columns×$rows can be clicked', (size) => {
    for (const state of [start(), at('create'), after(at('create'), {type: 'zoom'}).state]) {
      // What is drawn differs from row to row; within one a click costs as much as drawing the page.
      for (let row = 0; row < size.rows + 3; row += 1)
        for (let column = 0; column < size.columns + 3; column += 7) press(state, column, row, size);
    }
  });
});
