import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {cut, pad, spread, wrapBehind} from '../../src/ui/fit.ts';
import {colourPaint, plainPaint} from '../../src/ui/paint.ts';
import {tabLine} from '../../src/ui/tab-line.ts';
import {verdictLines} from '../../src/ui/verdict-lines.ts';
import {after, at, now, openOf} from '../session/sample-course.ts';

const texts = [
  'plain words',
  '漢字かな交じり文',
  '🎉👨‍👩‍👧🇩🇪 party',
  'e\u0301\u0301\u0301 é',
  'a漢b字c',
  '',
  ' ',
];
const coloured = texts.map((text) => colourPaint.passed(text));
const all = [...texts, ...coloured];

describe('a line', () => {
  it('is cut to its cells, never through a wide character', () => {
    expect(cut('漢字かな', 5)).toBe('漢字…');
    expect(cut('漢字かな', 4)).toBe('漢…');
    expect(cut('漢字', 4)).toBe('漢字');
    expect(cut('plain', 3)).toBe('pl…');
    for (const text of all) {
      for (let columns = 1; columns <= 20; columns += 1)
        expect(stringWidth(cut(text, columns))).toBeLessThanOrEqual(columns);
    }
  });

  it('keeps its colour to itself when it is cut', () => {
    expect(cut(colourPaint.failed('broken words'), 7)).toMatch(/^\u001b\[31mbroken\u001b\[(0|39)m…$/);
  });

  it('is padded to exactly its cells', () => {
    for (const text of all) {
      for (let columns = 1; columns <= 30; columns += 1)
        expect(stringWidth(pad(text, columns))).toBe(columns);
    }
  });

  it('has two parts, of which the left one gives way', () => {
    expect(spread('left', 'right', 12)).toBe('left   right');
    expect(spread('a long left', 'right', 12)).toBe('a long…right');
    expect(spread('left', 'a right that is longer', 12)).toBe('left');
    for (const text of all) {
      for (let columns = 1; columns <= 40; columns += 1)
        expect(stringWidth(spread(text, text, columns))).toBeLessThanOrEqual(columns);
    }
  });

  it('is wrapped behind its first words', () => {
    expect(wrapBehind('✘ ', 'one two three four', 12)).toEqual(['✘ one two', '  three four']);
    expect(wrapBehind('✘ ', '漢字かな交じり文', 12)).toEqual(['✘ 漢字かな交', '  じり文']);
    expect(wrapBehind('- ', 'x'.repeat(25), 12)).toEqual(['- xxxxxxxxxx', '  xxxxxxxxxx', '  xxxxx']);
    for (const text of all) {
      for (let columns = 20; columns <= 40; columns += 1)
        for (const line of wrapBehind('  why       ', text, columns))
          expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(22, columns));
    }
  });
});

describe('a verdict', () => {
  it('is told with what was expected, observed and why', () => {
    const verdict = {
      type: 'failed',
      message: 'It has 2.',
      expected: '1',
      observed: '2',
      why: 'Because.',
    } as const;
    expect(verdictLines(verdict, plainPaint, 60)).toEqual([
      '✘ It has 2.',
      '  expected  1',
      '  observed  2',
      '  why       Because.',
    ]);
  });

  it('that is broken is not blamed on the learner', () => {
    const verdict = {type: 'broken', reason: 'it crashed', detail: 'first\nlast'} as const;
    expect(verdictLines(verdict, plainPaint, 60)).toEqual([
      '! The check itself failed, not you: it crashed.',
      '  it said   last',
      '  You can go on with s (skip); c runs the check again.',
    ]);
  });

  it('that waits says for what, where it does', () => {
    expect(verdictLines({type: 'waiting'}, plainPaint, 60)).toEqual([]);
    expect(verdictLines({type: 'waiting', message: 'no topic yet'}, plainPaint, 60)).toEqual([
      '… no topic yet',
    ]);
  });
});

describe('the tabs', () => {
  it('tell how each terminal is, the active one standing out', () => {
    const state = after(
      at('create'),
      {type: 'tab-state', terminal: 'broker-1', state: 'open', windows: 0},
      {type: 'command-started', terminal: 'broker-1', command: 'ls', at: now},
      {type: 'tab-state', terminal: 'client', state: {exitCode: 3}, windows: 0},
    ).state;
    const line = tabLine(openOf(state), false, {...plainPaint, strong: (text) => text}, 60, now);
    expect(line.trimEnd()).toBe(' 1 broker-1 ● │[2 client ⏹ exited 3]');
  });

  it('tell for how long a program runs, in steps, but not of servers; the times go first where room is short', () => {
    const open = openOf(at('create'));
    const tabs = ['broker-1', 'client', 'teams'].map((name): (typeof open.tabs)[number] => ({
      ...(open.tabs[0] as (typeof open.tabs)[number]),
      name,
      state: 'open',
      running: 'a program',
      runningSince: now,
      serves: name === 'broker-1',
    }));
    const line = (after: number, columns = 80) =>
      tabLine(
        {...open, tabs, activeTab: 1},
        false,
        {...plainPaint, strong: (text) => text},
        columns,
        now + after,
      );
    expect(line(9_900).trimEnd()).toBe(' 1 broker-1 ● │[2 client ●]│ 3 teams ●');
    expect(line(59_000).trimEnd()).toBe(' 1 broker-1 ● │[2 client ● 50 s]│ 3 teams ● 50 s');
    expect(line(119_000).trimEnd()).toBe(' 1 broker-1 ● │[2 client ● 1 min]│ 3 teams ● 1 min');
    expect(line(7_300_000).trimEnd()).toBe(' 1 broker-1 ● │[2 client ● 2 h]│ 3 teams ● 2 h');
    expect(line(59_000, 46).trimEnd()).toBe(' 1 broker-1 ● │[2 client ● 50 s]│ 3 teams ●');
    expect(line(59_000, 40).trimEnd()).toBe(' 1 broker-1 ● │[2 client ●]│ 3 teams ●');
  });

  it('keep their order and their signs on a small screen, three brokers, one of them dead', () => {
    const open = openOf(at('create'));
    const names = ['zookeeper', 'broker-1', 'broker-2', 'broker-3', 'client', 'producer'];
    const tabs = names.map((name): (typeof open.tabs)[number] => ({
      ...(open.tabs[0] as (typeof open.tabs)[number]),
      name,
      state: name === 'broker-2' ? 'killed' : 'open',
      running: name === 'client' || name === 'broker-2' ? undefined : 'a program',
    }));
    const line = tabLine(
      {...open, tabs, activeTab: 5},
      false,
      {...plainPaint, strong: (text) => text},
      80,
      now,
    );
    expect(line.trimEnd()).toBe(
      '1 zookeeper ●│2 broker-1 ●│3 broker-2 ✘│4 broker-3 ●│5 client│[6 producer ●]',
    );
  });

  it('are exactly as wide as their terminal, with the active one in sight', () => {
    const open = openOf(at('create'));
    const tabs = Array.from(
      {length: 12},
      (_, index) => ({...open.tabs[0], name: `terminal-${index}-漢字`}) as (typeof open.tabs)[0],
    );
    for (let columns = 30; columns <= 250; columns += 7) {
      for (const scrolled of [false, true]) {
        const line = tabLine({...open, tabs, activeTab: 11}, scrolled, plainPaint, columns, now);
        expect(stringWidth(line)).toBe(columns);
        expect(line.replace(/\u001b\[\d*m/g, '')).toContain(columns < 36 ? '12 ter' : '12 terminal-1');
      }
    }
  });
});
