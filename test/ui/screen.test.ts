import path from 'node:path';
import stringWidth from 'string-width';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Course} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import type {TerminalSize} from '../../src/terminal/terminal.ts';
import {dialogLines} from '../../src/ui/dialog-lines.ts';
import {footLine} from '../../src/ui/foot-line.ts';
import {layOut} from '../../src/ui/layout.ts';
import {lessonPage, type PageStyle} from '../../src/ui/lesson-page.ts';
import {lessonPane} from '../../src/ui/lesson-pane.ts';
import {darkTheme, lightTheme, plainTheme} from '../../src/ui/markdown/theme.ts';
import {colourPaint, plainPaint} from '../../src/ui/paint.ts';
import {paneLines} from '../../src/ui/pane-lines.ts';
import {mapLines, titleLine} from '../../src/ui/screen-lines.ts';
import {tabLine} from '../../src/ui/tab-line.ts';
import {countOf} from '../full-count.ts';
import {now, course as sampleCourse} from '../session/sample-course.ts';
import {screenStates} from './screen-states.ts';

type Style = Omit<PageStyle, 'columns'>;

const dark: Style = {paint: colourPaint, theme: darkTheme};
const light: Style = {paint: colourPaint, theme: lightTheme};
const plain: Style = {paint: plainPaint, theme: plainTheme};

interface Part {
  readonly name: string;
  readonly lines: readonly string[];
  readonly columns: number;
  readonly rows: number;
}

/** The parts of a screen, as the app puts them together. */
function drawScreen(state: SessionState, size: TerminalSize, {paint, theme}: Style): readonly Part[] {
  const {open} = state;
  const layout = layOut(size, open && {...open, zoom: 'off'});
  if (layout.type === 'too-small') throw new Error('too small');
  const line = (name: string, text: string): Part => ({name, lines: [text], columns: size.columns, rows: 1});
  const title = line('title', titleLine(state, paint, size.columns));
  const foot = line(
    'keys',
    footLine(state, {prefixName: 'Ctrl-G', paint, columns: size.columns, canScroll: true}),
  );
  const inner = {columns: size.columns, rows: size.rows - 2};
  if (state.dialog) {
    const lines = dialogLines(state, state.dialog, 'Ctrl-G', paint, inner);
    return [title, {name: state.dialog.type, lines, ...inner}, foot];
  }
  if (!open) return [title, {name: 'map', lines: mapLines(state, paint, inner), ...inner}, foot];
  const {lesson, terminal} = layout;
  const page = lessonPage(state, open, {paint, theme, columns: lesson.columns - 1});
  const pane = lessonPane(state, open, layout, page, paint);
  const text = {name: 'lesson', lines: pane.lines.map((line) => line.text), ...lesson};
  if (layout.type === 'alone') return [title, text, foot];
  const tabs = {
    name: 'tabs',
    lines: [tabLine(open, true, paint, terminal.columns, now)],
    columns: terminal.columns,
    rows: 1,
  };
  return [title, text, tabs, foot];
}

const sizes: readonly TerminalSize[] = [
  {columns: 60, rows: 15},
  {columns: 80, rows: 24},
  {columns: 139, rows: 30},
  {columns: 140, rows: 30},
  {columns: 120, rows: 40},
  {columns: 200, rows: 60},
];

const common = sizes.filter(({columns}) => columns === 80 || columns === 200);

const every = countOf({quick: 7, full: 1});

describe.each([
  ['a made-up course', () => Promise.resolve(sampleCourse), sizes],
  ['the course', () => loadCourse(path.resolve(import.meta.dirname, '../../lessons')), common],
])('every screen of %s', (_, load, sizesHere) => {
  let states: ReturnType<typeof screenStates>;
  beforeAll(async () => {
    const all = screenStates((await load()) as Course);
    const isPage = (name: string) => /^[^,]+, (the introduction|[\w-]+)(, all hints)?$/.test(name);
    // In the course text and hints differ from step to step. Of the twenty states that all steps have a sample will do,
    // a different one at each step.
    states = sizesHere === sizes ? all : all.filter(([name], index) => isPage(name) || index % every === 0);
  });

  it.each(sizesHere.map((size) => [`${size.columns}×${size.rows}`, size] as const))(
    'fits at %s',
    (__, size) => {
      for (const [name, state] of states) {
        for (const {name: part, lines, columns, rows} of drawScreen(state, size, dark)) {
          // The page of keys may be longer: it scrolls.
          if (lines.length > rows && part !== 'keys')
            throw new Error(`${name}, ${part}: ${lines.length} of ${rows} rows`);
          const wide = lines.find((line) => stringWidth(line) > columns || /[\n\t]/.test(line));
          if (wide !== undefined) throw new Error(`${name}, ${part}: ${JSON.stringify(wide)}`);
        }
      }
    },
  );

  it('has no colours where none are wanted, and the same words around the lesson', () => {
    for (const [name, state] of states) {
      for (const size of sizesHere.slice(0, 1)) {
        const [uncoloured, coloured] = [plain, dark].map((style) => drawScreen(state, size, style));
        for (const [index, {name: part, lines}] of (uncoloured ?? []).entries()) {
          const text = lines.join('\n');
          // Bold and reverse video at most.
          const odd = [...text.matchAll(/\u001b\[([\d;]*)m/g)].find(
            ([, code]) => !['0', '1', '7', '22', '27', '3', '23', '4', '24', '9', '29'].includes(code ?? ''),
          );
          if (odd) throw new Error(`${name}, ${part}: ${JSON.stringify(odd[0])}`);
          if (/\u001b(?!\[[\d;]*m)/.test(text)) throw new Error(`${name}, ${part}: an escape sequence`);
          const words = (parts: readonly string[] | undefined) =>
            parts?.map((each) => each.replace(/\u001b\[[\d;]*m/g, '').trimEnd());
          // Without colours emphasis is told by marks, which take room.
          if (part !== 'keys' && part !== 'lesson')
            expect(words(lines)).toEqual(words(coloured?.[index]?.lines));
        }
      }
    }
  });

  it('is the same in light and dark but for the colours', () => {
    const bare = (parts: readonly Part[]) =>
      parts.map(({lines}) => lines.map((line) => line.replace(/\u001b\[[\d;]*m/g, '')));
    for (const [, state] of states) {
      const size = {columns: 80, rows: 24};
      expect(bare(drawScreen(state, size, light))).toEqual(bare(drawScreen(state, size, dark)));
    }
  });

  it('says at the bottom what can be done', () => {
    for (const [name, state] of states) {
      const foot = footLine(state, {
        prefixName: 'Ctrl-G',
        paint: plainPaint,
        columns: 60,
        canScroll: true,
      }).trim();
      if (foot === '') throw new Error(name);
    }
  });
});

describe('the pane of a lesson', () => {
  const page = (rows: number) => ({text: Array.from({length: rows}, (_, row) => `row ${row}`), status: []});
  const drawn = (rows: number, scroll: number) =>
    paneLines(page(rows), {scroll, steps: []}, plainPaint, {columns: 30, rows: 5}).lines.map(
      ({text}) => text,
    );

  it('says that a page to read goes on below, though nothing stands under it', () => {
    expect(drawn(5, 0).at(-1)).toBe('row 4');
    expect(drawn(6, 0)).toEqual(['row 0', 'row 1', 'row 2', 'row 3', `${'─'.repeat(20)} ↓ more ──`]);
    expect(drawn(6, 9).slice(-2)).toEqual(['row 5', `${'─'.repeat(25)} ↑ ──`]);
  });
});
