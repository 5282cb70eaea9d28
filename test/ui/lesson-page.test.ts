import path from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it} from 'vitest';
import type {Lesson} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import {lessonPlainPage} from '../../src/plain/plain-page.ts';
import {noProgress, passStep} from '../../src/session/progress.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {footLine} from '../../src/ui/foot-line.ts';
import {lessonPage} from '../../src/ui/lesson-page.ts';
import {darkTheme, plainTheme} from '../../src/ui/markdown/theme.ts';
import {colourPaint, plainPaint} from '../../src/ui/paint.ts';
import {mapLines} from '../../src/ui/screen-lines.ts';
import {verdictLines} from '../../src/ui/verdict-lines.ts';
import {after, course, now, openOf, start} from '../session/sample-course.ts';

const passed = {passedAt: new Date(now).toISOString(), how: 'done', evidence: 'seen'} as const;

/** Behind the last step of a lesson whose steps are all done. */
function atEndOf(index: number): SessionState {
  const lesson = course.lessons[index];
  if (!lesson) throw new Error(`there is no lesson ${index}`);
  const done = lesson.steps.reduce((all, {id}) => passStep(all, lesson.id, id, passed), noProgress);
  const begun = {...start(done), course: {...course, end: 'You have built it.'}};
  const {state} = after(begun, {type: 'open-lesson', index, now});
  return {...state, open: {...openOf(state), at: lesson.steps.length}};
}

const shown = (state: SessionState) => {
  const {text, status} = lessonPage(state, openOf(state), {
    paint: plainPaint,
    theme: plainTheme,
    columns: 80,
  });
  return [...text, ...status.map((line) => line.text)].join('\n');
};

const keys = (state: SessionState) =>
  stripVTControlCharacters(
    footLine(state, {prefixName: 'Ctrl-G', paint: plainPaint, columns: 500, canScroll: true}),
  );

const heard = (state: SessionState) => lessonPlainPage(state, openOf(state), 80).join('\n');

describe('43: behind the last step', () => {
  it('of the last lesson the course says its last words, and offers the map', () => {
    const state = atEndOf(1);
    expect(shown(state)).toContain('You have built it.');
    expect(shown(state)).toContain('This was the last lesson. Press n for the map.');
    expect(keys(state)).toContain('n map');
    expect(heard(state)).toContain('You have built it.');
    expect(heard(state)).toContain('That was the last lesson. :map leads to the list of lessons');
  });

  it('of any other the next lesson is offered, and nothing said of an end', () => {
    const state = atEndOf(0);
    for (const words of [shown(state), heard(state)]) {
      expect(words).toContain('Next: Lesson 02-two');
      expect(words).not.toContain('You have built it.');
    }
    expect(keys(state)).toContain('n next lesson');
  });

  it('what was seen at each step stands there without its backticks', () => {
    const state = atEndOf(0);
    const [[lesson, steps] = ['', {}]] = Object.entries(state.progress.lessons).map(
      ([id, {steps: all}]) => [id, all] as const,
    );
    const told = Object.fromEntries(
      Object.keys(steps).map((id) => [id, {...passed, evidence: `\`test\` exists`}]),
    );
    const lessons = {...state.progress.lessons, [lesson]: {steps: told}};
    const words = stripVTControlCharacters(shown({...state, progress: {...state.progress, lessons}}));
    expect(words).toContain('  test exists');
  });

  it('nothing is said of an end while a step of the last lesson is open', () => {
    const done = atEndOf(1);
    const state = {...done, progress: noProgress};
    expect(shown(state)).not.toContain('You have built it.');
    expect(heard(state)).not.toContain('You have built it.');
  });
});

it('5: an explanation and a verdict show what is stressed, not its marks', () => {
  const step = course.lessons[0]?.steps.find(({id}) => id === 'which');
  if (!step?.question) throw new Error('no question');
  const explained = {
    ...step,
    question: {...step.question, explanation: '*Right* is the first of `Replicas`.'},
  };
  const lesson = {...course.lessons[0], steps: [explained]} as Lesson;
  const begun = {...start(), course: {...course, lessons: [lesson]}};
  const {state} = after(
    begun,
    {type: 'open-lesson', index: 0, step: 'which', now},
    {type: 'lab-running', isNew: false},
    {type: 'choose', choice: 1, now},
  );
  const {status} = lessonPage(state, openOf(state), {paint: colourPaint, theme: darkTheme, columns: 80});
  const words = status.map(({text}) => stripVTControlCharacters(text));
  expect(words).toEqual(['  ○ a  wrong', '  ✔ b  Right is the first of Replicas.', ...words.slice(2)]);
  const lines = verdictLines({type: 'passed', evidence: '`test` exists'}, colourPaint, 80);
  expect(lines.map(stripVTControlCharacters)).toEqual(['✔ test exists']);
});

it('6: the map says how many lessons there are above and below', async () => {
  const whole = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));
  const rowsAt = (selected: number) =>
    mapLines({...start(), course: whole, selected}, plainPaint, {columns: 80, rows: 22});
  expect(rowsAt(0).at(-1)).toMatch(/↓ \d+ more $/);
  expect(rowsAt(5)[0]).toMatch(/↑ \d+ more $/);
  expect(rowsAt(5).at(-1)).toMatch(/↓ \d+ more $/);
  expect(rowsAt(whole.lessons.length - 1).at(-1)).not.toMatch(/more/);
  for (const selected of whole.lessons.keys())
    expect(rowsAt(selected).join('\n')).toContain(whole.lessons[selected]?.title);
});

it('44: a failover is a list that grows by a line with each moment', () => {
  const evidence = 'Broker 2 killed 0.0 s · broker 2 given up 6.1 s · broker 3 leads 6.4 s';
  expect(verdictLines({type: 'passed', evidence}, plainPaint, 80)).toEqual([
    '✔ Broker 2 killed 0.0 s',
    '  broker 2 given up 6.1 s',
    '  broker 3 leads 6.4 s',
  ]);
  expect(verdictLines({type: 'passed', evidence: 'one · two'}, plainPaint, 80)).toEqual(['✔ one · two']);
});
