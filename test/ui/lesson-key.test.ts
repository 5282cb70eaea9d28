import type {Key} from 'ink';
import {describe, expect, it} from 'vitest';
import type {SessionEvent} from '../../src/session/session-event.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {lessonKeyEvent} from '../../src/ui/lesson-key.ts';
import {after, at, now, start, verdictOf} from '../session/sample-course.ts';

const bounds = {scroll: 5, most: 20, page: 10};

const press = (state: SessionState, input: string, key: Partial<Key> = {}, within = bounds) =>
  lessonKeyEvent(state, input, key, within, now);

describe('a key on the map', () => {
  it('chooses, opens, explains and quits', () => {
    expect(press(start(), '', {upArrow: true})).toEqual({type: 'select-lesson', by: -1});
    expect(press(start(), 'j')).toEqual({type: 'select-lesson', by: 1});
    expect(press({...start(), selected: 1}, '\r', {return: true})).toEqual({
      type: 'open-lesson',
      index: 1,
      now,
    });
    expect(press(start(), '?')).toEqual({type: 'show-dialog', dialog: 'keys'});
    expect(press(start(), 'q')).toEqual({type: 'quit'});
    expect(press(start(), 'c', {ctrl: true})).toEqual({type: 'quit'});
    expect(press(start(), 'x')).toBeUndefined();
  });
});

describe('Ctrl-C in a lesson', () => {
  it('does not stop the servers by mistake: it says where it belongs, and quits when pressed again', () => {
    const first = press(at('create'), 'c', {ctrl: true});
    expect(first).toMatchObject({type: 'notice', text: expect.stringContaining('press Tab first')});
    const told = after(at('create'), first as SessionEvent).state;
    expect(press(told, 'c', {ctrl: true})).toEqual({type: 'quit'});
  });
});

describe('a key over the page of keys', () => {
  it('closes it, whatever it is', () => {
    const shown = {...start(), dialog: {type: 'keys', pointed: 0} as const};
    for (const input of ['q', '?', 'x', ' ']) expect(press(shown, input)).toEqual({type: 'close-dialog'});
  });
});

describe('a key in a lesson', () => {
  it.each([
    ['n', {type: 'go', to: 'next', now}],
    ['b', undefined],
    ['s', {type: 'go', to: 'skip', now}],
    ['h', {type: 'show-hint'}],
    ['S', {type: 'solve'}],
    ['t', {type: 'type-block'}],
    ['c', {type: 'ask-check'}],
    ['z', {type: 'zoom'}],
    ['y', {type: 'copy-terminal'}],
    ['o', {type: 'revive-terminal'}],
    ['m', {type: 'leave-lesson'}],
    ['1', {type: 'show-tab', index: 0}],
    ['9', {type: 'show-tab', index: 8}],
    ['?', {type: 'show-dialog', dialog: 'keys'}],
    ['q', {type: 'quit'}],
    [' ', {type: 'scroll', to: 15}],
    ['k', {type: 'scroll', to: 4}],
    ['j', {type: 'scroll', to: 6}],
    ['0', undefined],
    ['x', undefined],
    ['N', undefined],
    ['', undefined],
  ])('%s', (input, event) => {
    expect(press(at('create'), input)).toEqual(event);
  });

  it.each<readonly [Partial<Key>, unknown]>([
    [{return: true}, {type: 'go', to: 'next', now}],
    [{rightArrow: true}, {type: 'go', to: 'next', now}],
    [{leftArrow: true}, {type: 'go', to: 'back', now}],
    [{tab: true}, {type: 'focus', on: 'terminal'}],
    [{upArrow: true}, {type: 'scroll', to: 4}],
    [{pageUp: true}, {type: 'scroll', to: 0}],
    [{pageDown: true}, {type: 'scroll', to: 15}],
    [{home: true}, {type: 'scroll', to: 0}],
    [{end: true}, {type: 'scroll', to: 20}],
    [{escape: true}, undefined],
  ])('%j', (key, event) => {
    expect(press(at('create'), '', key)).toEqual(event);
  });

  it('scrolls no further than there is text', () => {
    expect(press(at('create'), '', {upArrow: true}, {scroll: 0, most: 20, page: 10})).toEqual({
      type: 'scroll',
      to: 0,
    });
    expect(press(at('create'), '', {pageDown: true}, {scroll: 15, most: 20, page: 10})).toEqual({
      type: 'scroll',
      to: 20,
    });
    expect(press(at('create'), 'j', {}, {scroll: 0, most: 0, page: 10})).toEqual({type: 'scroll', to: 0});
  });

  it('stops the solution while it is typed', () => {
    expect(press(after(at('create'), {type: 'solve'}).state, '', {escape: true})).toEqual({
      type: 'stop-solving',
    });
  });

  it('is no letter that comes with Ctrl or Alt', () => {
    for (const key of [{ctrl: true}, {meta: true}])
      for (const letter of ['g', 'n', 'q', 's', 'a', 'j'])
        expect(press(at('which'), letter, key), letter).toBeUndefined();
  });

  it('is not what was pasted', () => {
    for (const pasted of ['constructor', 'toString', '__proto__', 'nn', 'ab', 'rm -rf', '漢'])
      for (const state of [start(), at('create'), at('which')]) expect(press(state, pasted)).toBeUndefined();
  });
});

describe('a key at a question', () => {
  it('answers by letter, for as many choices as there are', () => {
    expect(press(at('which'), 'a')).toEqual({type: 'choose', choice: 0, now});
    expect(press(at('which'), 'c')).toEqual({type: 'choose', choice: 2, now});
    expect(press(at('which'), 'd')).toBeUndefined();
    expect(press(at('which'), '1')).toEqual({type: 'show-tab', index: 0});
  });

  it('10: points and takes what is pointed at, also where there is more text to scroll to', () => {
    expect(press(at('which'), '', {downArrow: true})).toEqual({type: 'point', by: 1});
    expect(press(at('which'), '', {upArrow: true})).toEqual({type: 'point', by: -1});
    expect(press(at('which'), '', {pageDown: true})).toEqual({type: 'scroll', to: 15});
    expect(press(at('which'), 'j')).toEqual({type: 'point', by: 1});
    const pointed = after(at('which'), {type: 'point', by: 1}).state;
    expect(press(pointed, '\r', {return: true})).toEqual({type: 'choose', choice: 1, now});
  });

  it('9: means what it means elsewhere once the question is answered, and `b` nothing else than an answer', () => {
    const answered = after(at('which'), {type: 'choose', choice: 1, now}).state;
    expect(press(answered, 'b')).toBeUndefined();
    expect(press(answered, '', {leftArrow: true})).toEqual({type: 'go', to: 'back', now});
    expect(press(answered, '\r', {return: true})).toEqual({type: 'go', to: 'next', now});
    const chosen = after(at('predict'), {type: 'choose', choice: 0, now}).state;
    expect(press(chosen, 'c')).toEqual({type: 'ask-check'});
    expect(
      press(after(chosen, verdictOf(chosen, {type: 'passed', evidence: 'x', answer: 1})).state, 'n'),
    ).toMatchObject({to: 'next'});
  });
});
