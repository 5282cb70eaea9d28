import {PassThrough} from 'node:stream';
import {expect, it, vi} from 'vitest';
import {reduce} from '../../src/session/reduce.ts';
import type {Session} from '../../src/session/session.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import {defaultPrefix} from '../../src/terminal/input-router.ts';
import {readKeyboard} from '../../src/ui/keyboard.ts';
import {lessonKeyEvent} from '../../src/ui/lesson-key.ts';
import {after, at, now} from '../session/sample-course.ts';

const prefix = String.fromCharCode(defaultPrefix);

/** A keyboard before a lesson whose focus is there. */
function open(focus: 'lesson' | 'terminal') {
  let state = after(at('create'), {type: 'focus', on: focus}).state;
  let typed = '';
  const session: Pick<Session, 'state' | 'send' | 'terminal' | 'type'> = {
    get state() {
      return state;
    },
    send: (event: SessionEvent) => {
      state = reduce(state, event).state;
    },
    terminal: () => undefined,
    type: (_, data) => {
      typed += data;
    },
  };
  const stdin = Object.assign(new PassThrough(), {setRawMode: () => stdin});
  const keyboard = readKeyboard({
    stdin: stdin as unknown as NodeJS.ReadStream,
    session: session as Session,
    prefixes: [defaultPrefix],
    size: () => ({columns: 80, rows: 24}),
    now: () => now,
  });
  const keys: string[] = [];
  return {
    stop: () => keyboard.stop(),
    type: (chunk: string) => void stdin.emit('data', Buffer.from(chunk)),
    /** Where the focus is, which terminal is shown, and what the lesson and the terminals got. */
    seen: () => {
      for (let key = keyboard.lessonInput.read(); key !== null; key = keyboard.lessonInput.read())
        keys.push(String(key));
      return {
        focus: state.open?.focus,
        isLent: state.open?.focusIsLent,
        tab: state.open?.activeTab,
        notice: state.notice,
        typed,
        keys: [...keys],
      };
    },
  };
}

function press(...chunks: readonly string[]) {
  const {stop, type, seen} = open('terminal');
  for (const chunk of chunks) type(chunk);
  stop();
  return seen();
}

it.each([
  ['n', {focus: 'lesson', isLent: true, keys: ['n']}],
  ['?', {focus: 'lesson', isLent: true, keys: ['?']}],
  ['1', {focus: 'terminal', isLent: false, tab: 0, keys: []}],
  ['2', {focus: 'terminal', isLent: false, tab: 1, keys: []}],
  ['9', {focus: 'terminal', isLent: false, keys: []}],
  ['\u001b[5~', {focus: 'terminal', keys: []}],
  [prefix, {focus: 'terminal', keys: []}],
] as const)('the prefix and %j lead to the same, in one piece or in two', (key, expected) => {
  expect(press(prefix + key)).toMatchObject(expected);
  expect(press(prefix, key)).toEqual(press(prefix + key));
});

it('8: a key of the lesson that came through the prefix leaves the hands in the terminal', () => {
  const inTerminal = after(at('read'), {type: 'focus', on: 'terminal'}).state;
  const {state} = after(
    inTerminal,
    {type: 'lend-focus'},
    {type: 'go', to: 'next', now},
    {type: 'return-focus'},
  );
  expect(state.open).toMatchObject({at: 1, focus: 'terminal', focusIsLent: false});
  const stayed = after(at('read'), {type: 'go', to: 'next', now}, {type: 'return-focus'}).state;
  expect(stayed.open).toMatchObject({at: 1, focus: 'lesson'});
});

it('8: the prefix alone leads to the lesson for good once its key is late', () => {
  vi.useFakeTimers();
  const {stop, type, seen} = open('terminal');
  type(prefix);
  vi.advanceTimersByTime(1500);
  type('\u001b[B');
  expect(seen()).toMatchObject({focus: 'lesson', isLent: false});
  stop();
  vi.useRealTimers();
});

it('8: a word that is typed into the lesson does nothing there, and is told', () => {
  for (const word of [['ls bin'], ['l', 's'], ['b', 'i', 'n', '/', 'k'], ['\u001b[200~exit\u001b[201~']]) {
    const {stop, type, seen} = open('lesson');
    for (const piece of word) type(piece);
    expect(seen()).toMatchObject({keys: [], notice: expect.stringContaining('Tab leads to the terminal')});
    type('\r');
    expect(seen()).toMatchObject({keys: word[0]?.startsWith('\u001b') ? ['\r'] : []});
    stop();
  }
});

it('8: a single letter is a key, and so is one that is pressed again and again', async () => {
  const {stop, type, seen} = open('lesson');
  type('nnn');
  await expect.poll(() => seen().keys).toEqual(['n', 'n', 'n']);
  expect(seen().notice).toBeUndefined();
  stop();
});

it('8: what is typed in the same breath as Tab goes where Tab leads', () => {
  const {stop, type, seen} = open('lesson');
  type('\tls\r');
  expect(seen()).toMatchObject({focus: 'terminal', keys: [], typed: 'ls\r', notice: undefined});
  stop();
});

it('8: Tab behind a letter that waits comes after it', async () => {
  const {stop, type, seen} = open('lesson');
  type('n\t');
  await expect.poll(() => seen().keys).toEqual(['n', '\t']);
  stop();
});

it('the wheel over the text only scrolls, whatever the arrows do there', () => {
  const ctrlDown = '\u001b[1;5B';
  expect(press('\u001b[<65;10;5M').keys).toEqual([ctrlDown, ctrlDown, ctrlDown]);
  const fits = {scroll: 0, most: 10, page: 10};
  const asked = at('which');
  expect(lessonKeyEvent(asked, '', {downArrow: true}, fits, now)).toEqual({type: 'point', by: 1});
  expect(lessonKeyEvent(asked, '', {downArrow: true, ctrl: true}, fits, now)).toEqual({
    type: 'scroll',
    to: 1,
  });
});
