import {describe, expect, it} from 'vitest';
import type {Step} from '../../src/course/lesson.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import type {OpenLesson, SessionState} from '../../src/session/session-state.ts';
import {smallestScreen, type TerminalSize} from '../../src/terminal/terminal.ts';
import {activeRows, layOut} from '../../src/ui/layout.ts';
import {stepRows} from '../../src/ui/step-rows.ts';
import {after, at, now, openOf} from '../session/sample-course.ts';

const open = openOf(at('create'));

const rowsAt = (size: TerminalSize, shown: OpenLesson) => {
  const layout = layOut(size, shown);
  if (layout.type === 'too-small') throw new Error('too small');
  return [layout.type, layout.lesson.rows, layout.terminal.rows];
};

const sizes = Array.from({length: 250 - 40 + 1}, (_, index) => 40 + index).flatMap((columns) =>
  Array.from({length: 80 - 10 + 1}, (_, index) => ({columns, rows: 10 + index})),
);

describe('the layout', () => {
  it.each(['lesson', 'terminal'] as const)(
    'fits every window from 40×10 to 250×80, with nothing of no size, while the %s has the focus',
    (focus) => {
      for (const size of sizes) {
        const layout = layOut(size, {...open, focus, isReading: false});
        if (layout.type === 'too-small') {
          expect(size.columns < smallestScreen.columns || size.rows < smallestScreen.rows).toBe(true);
          continue;
        }
        const {lesson, terminal, shell} = layout;
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
          lesson.rows >= 5 && terminal.rows >= 3 && lesson.columns >= 48 && terminal.columns >= 60;
        const holds = shell.columns === terminal.columns && shell.rows >= terminal.rows;
        if (!fits || !isUsable || !holds) throw new Error(JSON.stringify({size, layout}));
      }
    },
  );

  it('gives a terminal the whole window when it is zoomed', () => {
    for (const size of sizes) {
      const layout = layOut(size, {...open, zoom: 'on'});
      if (layout.type === 'too-small') continue;
      const terminal = {columns: size.columns, rows: size.rows - 3};
      expect(layout).toEqual({
        type: 'zoomed',
        lesson: {columns: size.columns, rows: 0},
        terminal,
        watched: 0,
        shell: terminal,
      });
    }
  });

  it('stacks lesson and terminal at 80×24 and puts them side by side at 200×60', () => {
    expect(rowsAt({columns: 80, rows: 24}, {...open, focus: 'terminal', isReading: false})).toEqual([
      'stacked',
      9,
      12,
    ]);
    expect(layOut({columns: 200, rows: 60}, open)).toEqual({
      type: 'beside',
      lesson: {columns: 80, rows: 58},
      terminal: {columns: 119, rows: 57},
      watched: 0,
      shell: {columns: 119, rows: 57},
    });
  });

  it('gives the rows to what is read: three are left of the terminal at a page or a question', () => {
    const size = {columns: 80, rows: 24};
    for (const step of ['read', 'which'] as const)
      expect(rowsAt(size, openOf(at(step)))).toEqual(['stacked', 18, 3]);
    expect(rowsAt(size, {...openOf(at('read')), at: -1})).toEqual(['stacked', 18, 3]);
  });

  it('gives a task what it asks for, and the terminal the rest', () => {
    const [, lesson, terminal] = rowsAt({columns: 80, rows: 24}, open);
    expect(lesson).toBe(stepRows(open.lesson.steps[open.at] as Step, 79));
    expect([lesson, terminal]).toEqual([lesson, 21 - Number(lesson)]);
  });

  it('gives a page that a key through the prefix led to its rows, until the first key is typed', () => {
    const size = {columns: 80, rows: 24};
    const typing = after(at('create'), {type: 'focus', on: 'terminal'}).state;
    const next = after(
      typing,
      {type: 'lend-focus'},
      {type: 'go', to: 'skip', now},
      {type: 'return-focus'},
    ).state;
    expect(openOf(next)).toMatchObject({focus: 'terminal', isReading: true});
    expect(rowsAt(size, openOf(next))).toEqual(['stacked', 18, 3]);
    const typed = after(next, {type: 'begin-typing'}).state;
    expect(rowsAt(size, openOf(typed))).toEqual(['stacked', 9, 12]);
  });

  it('changes rows with the step and the focus alone, and never the size of a shell', () => {
    const size = {columns: 80, rows: 24};
    const shell = (state: SessionState) => {
      const layout = layOut(size, openOf(state));
      return layout.type === 'too-small' ? undefined : layout.shell;
    };
    const begun = at('create');
    const events: readonly SessionEvent[] = [
      {type: 'show-hint'},
      {type: 'show-solution'},
      {type: 'ask-check'},
      {type: 'scroll', to: 3},
      {type: 'notice', text: 'a notice'},
      {type: 'show-dialog', dialog: 'keys'},
    ];
    for (const event of events) {
      const {state} = after(begun, event);
      expect(layOut(size, openOf(state)), event.type).toEqual(layOut(size, openOf(begun)));
    }
    const typing = after(begun, {type: 'focus', on: 'terminal'}).state;
    expect(shell(typing)).toEqual(shell(begun));
    expect(shell(at('read'))).toEqual(shell(begun));
    // A key that comes through the prefix.
    const lent = after(typing, {type: 'lend-focus'}).state;
    expect(layOut(size, openOf(lent))).toEqual(layOut(size, openOf(typing)));
  });

  it('shows a second terminal below the active one where there is room, and takes no row from the lesson', () => {
    const typing = after(at('create'), {type: 'focus', on: 'terminal'}).state;
    const watching = after(typing, {type: 'watch'}).state;
    const layoutOf = (state: SessionState, size: TerminalSize) => {
      const layout = layOut(size, openOf(state));
      if (layout.type === 'too-small') throw new Error('too small');
      return layout;
    };
    const small = {columns: 80, rows: 24};
    expect(openOf(watching).watched).toBe('broker-1');
    expect(layoutOf(watching, small)).toEqual({...layoutOf(typing, small), watched: 4});
    expect(activeRows(layoutOf(watching, small))).toBe(7);
    expect(layoutOf(watching, {columns: 60, rows: 15}).watched).toBe(0);
    expect(layoutOf(watching, {columns: 200, rows: 60}).watched).toBe(19);
    // The one that is watched comes up itself, and the key takes it away.
    expect(layoutOf(after(watching, {type: 'show-tab', index: 0}).state, small).watched).toBe(0);
    expect(openOf(after(watching, {type: 'watch'}).state).watched).toBeUndefined();
    expect(layoutOf(after(watching, {type: 'zoom'}).state, small).watched).toBe(0);
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
