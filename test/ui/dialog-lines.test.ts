import path from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {beforeAll, describe, expect, it} from 'vitest';
import {loadCourse} from '../../src/course/load-course.ts';
import {hitsOf} from '../../src/session/dialog.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {choiceInDialog, dialogLines} from '../../src/ui/dialog-lines.ts';
import {plainPaint} from '../../src/ui/paint.ts';
import {after, now, start} from '../session/sample-course.ts';

let map: SessionState;
/** Of a course that is only read. */
let readingMap: SessionState;
beforeAll(async () => {
  const load = async (folder: string) => loadCourse(path.resolve(import.meta.dirname, folder));
  map = {...start(), course: await load('../../lessons')};
  readingMap = {...start(), course: await load('../fixtures/courses/reading')};
});

const linesOf = (state: SessionState, rows: number) => {
  if (!state.dialog) throw new Error('no dialog is shown');
  return dialogLines(state, state.dialog, 'Ctrl-G', plainPaint, {columns: 80, rows}).map(
    stripVTControlCharacters,
  );
};
const searching = (query: string, by: number) =>
  after(
    map,
    {type: 'show-dialog', dialog: 'search'},
    {type: 'change-query', query},
    {type: 'point-in-dialog', by},
  ).state;
const stepsOf = (index: number, by = 0, of = map) =>
  after(
    of,
    {type: 'open-lesson', index, now},
    {type: 'show-dialog', dialog: 'steps'},
    {type: 'point-in-dialog', by},
  ).state;

describe('starting over', () => {
  const said = (lesson: string, of = map) => {
    const index = of.course.lessons.findIndex(({id}) => id.startsWith(lesson));
    const open = after(of, {type: 'open-lesson', index, now}, {type: 'go', to: 'next', now});
    return linesOf(after(open.state, {type: 'show-dialog', dialog: 'reset'}).state, 24).join('\n');
  };

  it('42: says before it is done that programs are moved aside, where there are such', () => {
    expect(said('09')).toMatch(/s {2}this step[\s\S]*moved aside and kept[\s\S]*moved aside and kept/);
    expect(said('04')).not.toMatch(/moved aside/);
    expect(said('04')).toMatch(/The lab is made again[\s\S]*everything its servers have stored/);
  });

  it('speaks of no lab where a lesson has none', () => {
    expect(said('01', readingMap)).toMatch(/Its tick goes\.\n[\s\S]*All its ticks go\.\n/);
  });
});

describe('a list of hits', () => {
  it.each([13, 14, 22, 23, 24])('shows each whole in %i rows, and what it points at', (rows) => {
    for (const by of [0, 3, 7, 99]) {
      const state = searching('topic', by);
      const lines = linesOf(state, rows).slice(4);
      expect(lines.length).toBeLessThanOrEqual(rows - 4);
      expect(lines.length).toBeGreaterThan(rows - 9);
      const rowsOf = Map.groupBy(
        lines.keys(),
        (row) => choiceInDialog(state, row + 4, {columns: 80, rows}) ?? -1,
      );
      for (const [index, [first = 0, ...others]] of rowsOf) {
        const hit = hitsOf(state)[index];
        expect(lines[first]).toContain(hit?.term ?? hit?.title.slice(0, 20));
        const said = others.map((row) => lines[row]?.trim()).join(' ');
        if (hit?.term === undefined) expect(others.length).toBe(1);
        expect(said).toContain(hit?.term === undefined ? hit?.line.slice(0, 20) : hit.line);
      }
      const pointed = lines.findIndex((line) => line.startsWith(' ❯'));
      expect(choiceInDialog(state, pointed + 4, {columns: 80, rows})).toBe(
        state.dialog?.type === 'search' ? state.dialog.pointed : -1,
      );
      expect(choiceInDialog(state, 3, {columns: 80, rows})).toBeUndefined();
      expect(choiceInDialog(state, lines.length + 4, {columns: 80, rows})).toBeUndefined();
    }
  });

  it('tells of a term what it means, whole, and where it is met', () => {
    const lines = linesOf(searching('retention', 0), 24);
    expect(lines[4]).toBe(' ❯ Retention · met in Storage › Too old');
    expect(
      lines
        .slice(5, 8)
        .map((line) => line.trim())
        .join(' '),
    ).toMatch(/^How long,.*read or not\./);
  });
});

describe('the list of steps', () => {
  it('tells which step stands in a row, scrolled or not', () => {
    for (const rows of [10, 22]) {
      for (const by of [-99, 0, 99]) {
        const state = stepsOf(3, by);
        const steps = state.open?.lesson.steps ?? [];
        const found = linesOf(state, rows).map((line, row) => {
          const index = choiceInDialog(state, row, {columns: 80, rows});
          if (index !== undefined) expect(line).toContain(steps[index]?.title);
          return index;
        });
        expect(found.filter((index) => index !== undefined).length).toBe(Math.min(steps.length, rows - 6));
      }
    }
  });

  it('speaks of terminals only where there are some', () => {
    expect(linesOf(stepsOf(3), 22).join('\n')).toMatch(/in the\s+terminals\./);
    expect(linesOf(stepsOf(0, 0, readingMap), 22).join('\n')).not.toContain('terminals');
  });
});
