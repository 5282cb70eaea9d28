import type {Key} from 'ink';
import {describe, expect, it} from 'vitest';
import type {SessionEvent} from '../../src/session/session-event.ts';
import {lessonKeyEvent} from '../../src/ui/lesson-key.ts';
import {after, at, now, start} from '../session/sample-course.ts';

const bounds = {scroll: 0, most: 0, page: 10};
type Shown = Extract<SessionEvent, {type: 'show-dialog'}>['dialog'];
const press = (dialog: Shown, input: string, key: Partial<Key> = {}, state = at('create')) =>
  lessonKeyEvent(after(state, {type: 'show-dialog', dialog}).state, input, key, bounds, now);

describe('the keys that open a dialog', () => {
  it.each([
    ['g', 'steps'],
    ['/', 'search'],
    ['R', 'reset'],
    ['?', 'keys'],
  ])('%s opens %s', (input, dialog) => {
    expect(lessonKeyEvent(at('create'), input, {}, bounds, now)).toEqual({type: 'show-dialog', dialog});
  });

  it('are the same on the map, but for the steps', () => {
    expect(lessonKeyEvent(start(), '/', {}, bounds, now)).toMatchObject({dialog: 'search'});
    expect(lessonKeyEvent(start(), 'R', {}, bounds, now)).toMatchObject({dialog: 'reset'});
    expect(lessonKeyEvent(start(), 'g', {}, bounds, now)).toBeUndefined();
  });
});

describe('a key in a dialog', () => {
  it('leaves it when it is Escape or Ctrl-C', () => {
    for (const dialog of ['keys', 'steps', 'search', 'reset'] as const) {
      expect(press(dialog, '', {escape: true})).toEqual({type: 'close-dialog'});
      expect(press(dialog, 'c', {ctrl: true})).toEqual({type: 'close-dialog'});
    }
  });

  it('chooses a step', () => {
    expect(press('steps', '', {downArrow: true})).toEqual({type: 'point-in-dialog', by: 1});
    expect(press('steps', 'k')).toEqual({type: 'point-in-dialog', by: -1});
    expect(press('steps', '\r', {return: true})).toEqual({type: 'choose-in-dialog', now});
    expect(press('steps', 'x')).toBeUndefined();
  });

  it('is a word of the search', () => {
    expect(press('search', 'j')).toEqual({type: 'change-query', query: 'j'});
    expect(press('search', 'q')).toEqual({type: 'change-query', query: 'q'});
    expect(press('search', 'two\nwords')).toEqual({type: 'change-query', query: 'two words'});
    expect(press('search', '', {downArrow: true})).toEqual({type: 'point-in-dialog', by: 1});
    expect(press('search', '\r', {return: true})).toEqual({type: 'choose-in-dialog', now});
  });

  it('takes back one character, be it a wide one, or all', () => {
    const shown = after(
      start(),
      {type: 'show-dialog', dialog: 'search'},
      {type: 'change-query', query: 'ab🎉'},
    ).state;
    const pressed = (input: string, key: Partial<Key>) => lessonKeyEvent(shown, input, key, bounds, now);
    expect(pressed('', {backspace: true})).toEqual({type: 'change-query', query: 'ab'});
    expect(pressed('u', {ctrl: true})).toEqual({type: 'change-query', query: ''});
  });

  it('begins anew what it names, and nothing else', () => {
    expect(press('reset', 's')).toEqual({type: 'reset', what: 'step', now});
    expect(press('reset', 'l')).toEqual({type: 'reset', what: 'lesson', now});
    expect(press('reset', 's', {}, start())).toEqual({type: 'close-dialog'});
    for (const input of ['S', 'y', ' ', 'q']) expect(press('reset', input)).toEqual({type: 'close-dialog'});
  });
});
