import type {Key} from 'ink';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {reduce} from '../../src/session/reduce.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {footLine} from '../../src/ui/foot-line.ts';
import {lessonKeyEvent} from '../../src/ui/lesson-key.ts';
import {colourPaint, type Paint, plainPaint} from '../../src/ui/paint.ts';
import {after, at, course, now, start, verdictOf} from '../session/sample-course.ts';
import {screenStates} from './screen-states.ts';

/** Marks the keys, so that they can be told from what they do. */
const marking: Paint = {...plainPaint, key: (text) => `<${text}>`};

const keysOf = (state: SessionState, columns = 500, canScroll = true) =>
  [
    ...footLine(state, {prefixName: 'Ctrl-G', paint: marking, columns, canScroll}).matchAll(
      /<([^>]*)> ([^<]*)/g,
    ),
  ].map(([, key = '', does = '']) => `${key} ${does.trim()}`);

const named: Readonly<Record<string, readonly [input: string, key: Partial<Key>]>> = {
  Enter: ['\r', {return: true}],
  Tab: ['\t', {tab: true}],
  Esc: ['', {escape: true}],
  '↑↓': ['', {upArrow: true}],
  '←': ['', {leftArrow: true}],
  'any other key': ['x', {}],
};

describe('the line at the bottom', () => {
  it.each([
    ['the map', start(), ['↑↓ choose', 'Enter open', '/ search', 'R start over', '? all keys', 'q quit']],
    [
      'the keys',
      after(start(), {type: 'show-dialog', dialog: 'keys'}).state,
      ['↑↓ scroll', 'any other key back'],
    ],
    [
      'a page to read',
      at('read'),
      ['n next', 'Tab terminal', '← back', 'z zoom', 'g go to', '? all keys', 'm map', 'q quit'],
    ],
    [
      'a task',
      at('create'),
      [
        'Tab terminal',
        't type it for me',
        'h hint',
        'c check',
        'S solve',
        's skip',
        '← back',
        'z zoom',
        'g go to',
        '? all keys',
        'm map',
        'q quit',
      ],
    ],
    [
      'a task while the lab comes up',
      after(start(), {type: 'open-lesson', index: 0, step: 'create', now}).state,
      ['Tab terminal', 'h hint', 's skip', '← back', 'z zoom', 'g go to', '? all keys', 'm map', 'q quit'],
    ],
    [
      'a task that is done',
      after(at('create'), verdictOf(at('create'), {type: 'passed', evidence: 'x'})).state,
      ['n next', 'Tab terminal', '← back', 'z zoom', 'g go to', '? all keys', 'm map', 'q quit'],
    ],
    [
      'a task being solved',
      after(at('create'), {type: 'solve'}).state,
      [
        'Esc stop solving',
        'Tab terminal',
        'h hint',
        'c check',
        's skip',
        '← back',
        'z zoom',
        'g go to',
        '? all keys',
        'm map',
        'q quit',
      ],
    ],
    [
      'a question',
      at('which'),
      [
        'a–c answer',
        'Tab terminal',
        's skip',
        '← back',
        'z zoom',
        'g go to',
        '? all keys',
        'm map',
        'q quit',
      ],
    ],
    [
      'a lab that failed',
      after(at('create'), {type: 'lab-failed', message: 'x', cure: 'y'}).state,
      ['r try again', 'm map', 'q quit'],
    ],
    [
      'a lab being stopped',
      after(at('create'), {type: 'leave-lesson'}).state,
      ['… stopping the servers; your data stays'],
    ],
    [
      'a terminal',
      after(at('create'), {type: 'focus', on: 'terminal'}).state,
      ['Ctrl-G to the lesson', 'Ctrl-G 1–2 terminal', 'Ctrl-G z zoom', 'Ctrl-G PgUp scroll back'],
    ],
    [
      'a terminal whose shell has ended',
      after(
        at('create'),
        {type: 'focus', on: 'terminal'},
        {type: 'tab-state', terminal: 'client', state: {exitCode: 1}, windows: 0},
      ).state,
      [
        'Ctrl-G to the lesson',
        'Ctrl-G o new shell',
        'Ctrl-G 1–2 terminal',
        'Ctrl-G z zoom',
        'Ctrl-G PgUp scroll back',
      ],
    ],
  ])('of %s names the keys that work', (_, state, expected) => {
    expect(keysOf(state)).toEqual(expected);
  });

  it('offers to scroll back only when output has left the terminal', () => {
    const state = after(at('create'), {type: 'focus', on: 'terminal'}).state;
    const withoutScrolling = keysOf(state, 500, false);
    expect([...withoutScrolling, 'Ctrl-G PgUp scroll back']).toEqual(keysOf(state, 500, true));
  });

  it('names no key that does nothing', () => {
    for (const [name, state] of screenStates(course)) {
      if (state.open?.focus === 'terminal' || state.open?.lab.type === 'stopping') continue;
      for (const shown of keysOf(state)) {
        const key = shown.startsWith('any key') ? 'any key' : (shown.split(' ')[0] ?? '');
        for (const letter of key.includes('–') ? [key[0] ?? '', key[2] ?? ''] : [key]) {
          const [input, flags] = named[letter] ?? [letter, {}];
          const event = lessonKeyEvent(state, input, flags, {scroll: 0, most: 0, page: 5}, now);
          if (!event) throw new Error(`${name}: ${letter} means nothing`);
          const {state: next, effects} = reduce({...state, notice: undefined}, event);
          const isMuted =
            effects.length === 0 && JSON.stringify(next) === JSON.stringify({...state, notice: undefined});
          const mayRest = ['↑↓', '←', 'c'].includes(letter);
          if (isMuted && !mayRest) throw new Error(`${name}: ${letter} does nothing`);
          if (next.notice !== undefined) throw new Error(`${name}: ${letter} says only ${next.notice}`);
        }
      }
    }
  });

  it('drops what does not fit, never half of it', () => {
    const all = keysOf(at('create'));
    for (let columns = 10; columns <= 200; columns += 1) {
      for (const paint of [plainPaint, colourPaint])
        expect(
          stringWidth(footLine(at('create'), {prefixName: 'Ctrl-G', paint, columns, canScroll: true})),
        ).toBeLessThanOrEqual(columns);
      const shown = keysOf(at('create'), columns);
      const others = shown.filter((hint) => hint !== '? all keys');
      expect(others).toEqual(all.filter((hint) => hint !== '? all keys').slice(0, others.length));
      expect(shown.includes('? all keys')).toBe(columns >= ' <?> all keys'.length);
    }
    expect(keysOf(at('create'), 80).length).toBeGreaterThan(4);
  });

  it('names the key that shows all keys wherever it works, at 60 columns too', () => {
    for (const [name, state] of screenStates(course)) {
      const hasAllKeys = keysOf(state).some((hint) => hint.startsWith('?'));
      expect(
        keysOf(state, 60).some((hint) => hint.startsWith('?')),
        name,
      ).toBe(hasAllKeys);
    }
  });
});
