import {describe, expect, it} from 'vitest';
import {plainCommands, readPlainLine} from '../../src/plain/plain-action.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {at, now, openOf, start} from '../session/sample-course.ts';

const read = (line: string, state: SessionState = at('create')) => readPlainLine(line, state, now);
const eventOf = (line: string, state?: SessionState) => {
  const action = read(line, state);
  return action.type === 'events' ? action.events[0] : action;
};
/** A lesson without terminals, at its question. */
const readOnly = (): SessionState => {
  const state = at('which');
  return {...state, open: {...openOf(state), tabs: []}};
};

describe('a line in a lesson with terminals', () => {
  it('goes to the shell as it is', () => {
    for (const line of ['ls -l', '  indented', '/bin/ls', 'n', 'quit', 'a'])
      expect(read(line)).toEqual({type: 'type', text: line});
  });

  it('goes there with one colon when it has two', () => {
    expect(read('::wq')).toEqual({type: 'type', text: ':wq'});
  });

  it('is a command behind a colon, by its name, its beginning or its letter', () => {
    for (const line of [':next', ':ne', ':n', ' :next ', ': next'])
      expect(eventOf(line)).toEqual({type: 'go', to: 'next', now});
    expect(eventOf(':solve')).toEqual({type: 'solve'});
    expect(eventOf(':S')).toEqual({type: 'solve'});
    expect(eventOf(':s')).toEqual({type: 'go', to: 'skip', now});
    expect(eventOf(':go 3')).toEqual({type: 'go-to', at: 2, now});
    expect(eventOf(':go prepared')).toEqual({type: 'go-to', at: 4, now});
    expect(eventOf(':2')).toEqual({type: 'show-tab', index: 1});
    expect(eventOf(':terminal client')).toEqual({type: 'show-tab', index: 1});
    expect(eventOf(':reset step yes')).toEqual({type: 'reset', what: 'step', now});
    expect(read(':reset step')).toMatchObject({text: expect.stringContaining('Type :reset step yes')});
    expect(read(':key ctrl-c')).toEqual({type: 'press', key: 'ctrl-c'});
    expect(eventOf(':listen')).toEqual({type: 'watch'});
    expect(eventOf(':v broker-1')).toEqual({type: 'watch', terminal: 'broker-1'});
    expect(eventOf(':listen 1')).toEqual({type: 'watch', terminal: 'broker-1'});
    expect(read(':listen client')).toMatchObject({text: expect.stringContaining('is heard already')});
    expect(read(':listen nobody')).toMatchObject({
      text: expect.stringContaining('There is no terminal `nobody`'),
    });
    expect(read(':wait 5')).toEqual({type: 'wait', seconds: 5});
    expect(read(':wait')).toEqual({type: 'wait', seconds: 60});
    expect(read(':search two words')).toEqual({type: 'search', query: 'two words'});
    expect(read(':/two words')).toEqual({type: 'search', query: 'two words'});
    expect(read(':terminals')).toEqual({type: 'show', what: 'terminals'});
  });

  it('goes on when it is empty', () => {
    expect(eventOf('')).toEqual({type: 'go', to: 'next', now});
    expect(eventOf('   ')).toEqual({type: 'go', to: 'next', now});
  });

  it('is an answer while a question is open, and only a letter is', () => {
    expect(eventOf('b', at('which'))).toEqual({type: 'choose', choice: 1, now});
    expect(eventOf('B', at('which'))).toEqual({type: 'choose', choice: 1, now});
    expect(read('bc', at('which'))).toEqual({type: 'type', text: 'bc'});
    expect(eventOf(':answer c', at('which'))).toEqual({type: 'choose', choice: 2, now});
  });

  it.each([
    [':xyzzy', 'Type :help'],
    [':constructor', 'Type :help'],
    [':', 'Type :help'],
    [':wait forever', 'from 1 to 3600'],
    [':go 99', ':steps lists'],
    [':terminal nowhere', '1 broker-1, 2 client'],
    [':9', '1 broker-1, 2 client'],
    [':reset', ':reset step'],
    [':reset yes', ':reset step'],
    [':key', ':key ctrl-c'],
    [':open 2', ':map'],
    [':answer a', 'no question'],
    [':answer', 'no question'],
  ])('%s that cannot be is answered with what can', (line, words) => {
    expect(read(line)).toMatchObject({type: 'say', text: expect.stringContaining(words)});
  });

  it('that is no answer says which letters are', () => {
    expect(read(':answer z', at('which'))).toMatchObject({text: 'Expected a letter from a to c.'});
    expect(read('h', at('which'))).toMatchObject({text: 'Expected a letter from a to c.'});
  });
});

describe('a line where nothing is typed into', () => {
  it('is a command without a colon as well', () => {
    expect(eventOf('next', readOnly())).toEqual({type: 'go', to: 'next', now});
    expect(eventOf(':next', readOnly())).toEqual({type: 'go', to: 'next', now});
    expect(eventOf('b', readOnly())).toEqual({type: 'choose', choice: 1, now});
  });

  it('opens a lesson on the map, by number, id or words', () => {
    for (const line of ['2', '02-two', 'two', 'open 2', ':open two'])
      expect(eventOf(line, start())).toEqual({type: 'open-lesson', index: 1, now});
    expect(eventOf('', start())).toEqual({type: 'open-lesson', index: 0, now});
    expect(eventOf('quit', start())).toEqual({type: 'quit'});
    expect(read('help', start())).toEqual({type: 'show', what: 'help'});
    expect(read('towo', start())).toMatchObject({text: expect.stringContaining('Did you mean 02-two?')});
  });
});

it('has no two commands of one name', () => {
  const names = [...plainCommands.map(([word]) => word), ...plainCommands.map(([, short]) => short)].filter(
    Boolean,
  );
  expect(new Set(names).size).toBe(names.length);
});
