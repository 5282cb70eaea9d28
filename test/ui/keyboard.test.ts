import {PassThrough} from 'node:stream';
import {expect, it} from 'vitest';
import {reduce} from '../../src/session/reduce.ts';
import type {Session} from '../../src/session/session.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import {defaultPrefix} from '../../src/terminal/input-router.ts';
import {readKeyboard} from '../../src/ui/keyboard.ts';
import {lessonKeyEvent} from '../../src/ui/lesson-key.ts';
import {after, at, now} from '../session/sample-course.ts';

const prefix = String.fromCharCode(defaultPrefix);

/** Where the focus is, and which terminal is shown, once the chunks have been read; and what the lesson got. */
function press(...chunks: readonly string[]) {
  let state = after(at('create'), {type: 'focus', on: 'terminal'}).state;
  const session: Pick<Session, 'state' | 'send' | 'terminal' | 'type'> = {
    get state() {
      return state;
    },
    send: (event: SessionEvent) => {
      state = reduce(state, event).state;
    },
    terminal: () => undefined,
    type: () => undefined,
  };
  const stdin = Object.assign(new PassThrough(), {setRawMode: () => stdin});
  const keyboard = readKeyboard({
    stdin: stdin as unknown as NodeJS.ReadStream,
    session: session as Session,
    prefix: defaultPrefix,
    size: () => ({columns: 80, rows: 24}),
    now: () => now,
  });
  for (const chunk of chunks) stdin.emit('data', Buffer.from(chunk));
  const keys: unknown[] = [];
  for (let key = keyboard.lessonInput.read(); key !== null; key = keyboard.lessonInput.read()) keys.push(key);
  keyboard.stop();
  return {focus: state.open?.focus, tab: state.open?.activeTab, keys: keys.map(String)};
}

it.each([
  ['n', {focus: 'lesson', keys: ['n']}],
  ['?', {focus: 'lesson', keys: ['?']}],
  ['1', {focus: 'terminal', tab: 0, keys: []}],
  ['2', {focus: 'terminal', tab: 1, keys: []}],
  ['9', {focus: 'lesson', keys: []}],
  ['\u001b[5~', {focus: 'terminal', keys: []}],
  [prefix, {focus: 'terminal', keys: []}],
] as const)('the prefix and %j lead to the same, pressed at once or slowly', (key, expected) => {
  expect(press(prefix + key)).toMatchObject(expected);
  expect(press(prefix, key)).toEqual(press(prefix + key));
});

it('the wheel over the text only scrolls, whatever the arrows do there', () => {
  const ctrlDown = '\u001b[1;5B';
  expect(press('\u001b[<65;10;5M').keys).toEqual([ctrlDown, ctrlDown, ctrlDown]);
  const fits = {scroll: 0, most: 0, page: 10};
  const asked = at('which');
  expect(lessonKeyEvent(asked, '', {downArrow: true}, fits, now)).toEqual({type: 'point', by: 1});
  expect(lessonKeyEvent(asked, '', {downArrow: true, ctrl: true}, fits, now)).toEqual({
    type: 'scroll',
    to: 0,
  });
});
