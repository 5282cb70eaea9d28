import {expect, it} from 'vitest';
import type {RunnableBlock, Step} from '../../src/course/lesson.ts';
import {blockAfter} from '../../src/session/blocks-done.ts';
import {blockFor, steps} from './sample-course.ts';

const stepOf = (...runnable: readonly RunnableBlock[]): Step => ({...steps.create, runnable});
const ended = (terminal: string, command: string) => ({type: 'ended', terminal, command}) as const;
const started = (terminal: string, command: string) => ({type: 'started', terminal, command}) as const;

it('knows a command that is broken over lines, however it was typed', () => {
  const long = {...blockFor('client', ''), lines: ['bin/a.sh --one \\', '  --two']};
  const step = stepOf(long);
  expect(blockAfter(step, 0, ended('client', 'bin/a.sh --one --two'))).toBe(1);
  expect(blockAfter(step, 0, ended('client', 'bin/a.sh --one \\\n  --two'))).toBe(1);
  expect(blockAfter(step, 0, ended('client', 'bin/a.sh --one'))).toBeUndefined();
});

it('takes the last of several commands for the end of a block', () => {
  const step = stepOf({...blockFor('client', ''), lines: ['echo x >> file', 'tail file']});
  expect(blockAfter(step, 0, ended('client', 'echo x >> file'))).toBeUndefined();
  expect(blockAfter(step, 0, ended('client', 'tail file'))).toBe(1);
});

it('is done with a server when it starts, and with Ctrl-C when its program has ended', () => {
  const server = {...blockFor('broker-1', 'start'), stays: true};
  const stop: RunnableBlock = {...blockFor('broker-1', ''), how: 'keys', lines: ['ctrl-c']};
  const step = stepOf(server, stop, blockFor('client', 'look'));
  expect(blockAfter(step, 0, started('broker-1', 'start'))).toBe(1);
  expect(blockAfter(step, 1, ended('broker-1', 'start'))).toBe(2);
  expect(blockAfter(step, 2, ended('broker-1', 'start'))).toBeUndefined();
  expect(blockAfter(step, 0, ended('client', 'look'))).toBe(3);
});
