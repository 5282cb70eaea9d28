import {expect, test} from 'vitest';
import {toPlainText} from '../../src/terminal/plain-text.ts';
import {processorTime} from '../processor-time.ts';

const esc = '\u001b';

const cases: [name: string, printed: string, plain: string][] = [
  ['line ends', 'a\r\nb\r\r\nc\n', 'a\nb\nc\n'],
  ['a line that is drawn over', 'progress 10 %\rprogress 100 %\r\ndone', 'progress 100 %\ndone'],
  ['a shorter text over a longer one', 'abcdef\rxy\n', 'xycdef\n'],
  ['a line that is erased and written again', `abcdef\r${esc}[Kxy\n`, 'xy\n'],
  ['typing mistakes put right', 'lsx\b \b -l\n', 'ls -l\n'],
  ['a letter rubbed out at the end', '> tset\b \b\b \bst\r\n', '> tsst\n'],
  ['a backspace at the start of a line', 'a\n\b\bb', 'a\nb'],
  ['colours in a log', `${esc}[32mINFO${esc}[0m started\r\n`, 'INFO started\n'],
];

test.each(cases)('%s', (_, printed, plain) => {
  expect(toPlainText(printed)).toBe(plain);
});

test('a long line drawn over again and again is quick', () => {
  const started = processorTime();
  expect(toPlainText(`${'x'.repeat(100)}\r`.repeat(2500))).toBe('x'.repeat(100));
  expect(processorTime() - started).toBeLessThan(1000);
});
