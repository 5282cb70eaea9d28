import {describe, expect, it} from 'vitest';
import {TerminalEcho} from '../../src/plain/terminal-echo.ts';
import type {CommandRecord} from '../../src/terminal/terminal-record.ts';

const command = (exitCode?: number): CommandRecord => ({
  id: 1,
  command: 'ls',
  output: '',
  exitCode,
  startedAt: 0,
  endedAt: exitCode === undefined ? undefined : 1,
});
const begun = () => {
  const echo = new TerminalEcho();
  echo.take({type: 'command-started', command: command()});
  return echo;
};
const output = (text: string) => ({type: 'output', text}) as const;
const ended = (exitCode = 0) => ({type: 'command-ended', command: command(exitCode)}) as const;

describe('what a terminal prints, line by line', () => {
  it('is what commands print, whole lines of it', () => {
    const echo = new TerminalEcho();
    expect(echo.take(output('client$ '))).toEqual([]);
    echo.take({type: 'command-started', command: command()});
    expect(echo.take(output('\none\ntw'))).toEqual(['  one']);
    expect(echo.take(output('o\n'))).toEqual(['  two']);
    expect(echo.take(ended())).toEqual([]);
    expect(echo.take(output('client$ '))).toEqual([]);
  });

  it('has the exit code of what failed', () => {
    expect(begun().take(ended(7))).toEqual(['  (ended with exit code 7)']);
  });

  it('has the last line though nothing ends it', () => {
    const echo = begun();
    echo.take(output('no end'));
    expect(echo.take(ended())).toEqual(['  no end']);
  });

  it('lets a program ask: its prompt is said when nothing follows', () => {
    const echo = begun();
    expect(echo.take(output('Sure? '))).toEqual([]);
    expect(echo.hasUnfinished).toBe(true);
    expect(echo.flush()).toEqual(['  Sure?']);
    expect(echo.hasUnfinished).toBe(false);
  });

  it('does not say again what the learner typed into a program', () => {
    const echo = begun();
    echo.typed('hello');
    expect(echo.take(output('>hello\n>'))).toEqual([]);
    expect(echo.take(output('hello\n'))).toEqual(['  >hello']);
  });

  it('is not more than one can follow, and its end is said', () => {
    const echo = begun();
    const lines = Array.from({length: 500}, (_, index) => `line ${index}`);
    const first = echo.take(output(`${lines.join('\n')}\n`));
    expect(first).toHaveLength(26);
    expect(first.at(-1)).toContain(':output says all');
    expect(echo.take(output('one more\n'))).toEqual([]);
    expect(echo.take(ended())).toEqual([
      '  (476 more lines; the last ones:)',
      ...lines.slice(-4).map((line) => `  ${line}`),
      '  one more',
    ]);
  });

  it('stays small, however long a line is', () => {
    const echo = begun();
    for (let index = 0; index < 100; index += 1) echo.take(output('x'.repeat(10_000)));
    const [line = ''] = echo.take(ended());
    expect(line.length).toBeLessThan(2100);
  });
});
