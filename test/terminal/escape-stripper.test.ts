import {expect, test} from 'vitest';
import {createEscapeStripper} from '../../src/terminal/escape-stripper.ts';

const esc = '\u001b';

const cases: [name: string, printed: string, plain: string][] = [
  ['colours', `${esc}[1;31mred${esc}[0m`, 'red'],
  ['a title that ends with BEL', `a${esc}]0;title\u0007b`, 'ab'],
  ['a title that ends with ST', `a${esc}]0;title${esc}\\b`, 'ab'],
  ['a device control string', `a${esc}P1$qm${esc}\\b`, 'ab'],
  ['character sets and keypad modes', `a${esc}(B${esc}=b${esc}#8c`, 'abc'],
  ['one-character sequence introducers', 'a\u009b31mb\u009d0;t\u009cc', 'abc'],
  ['a title cut off by another sequence', `a${esc}]0;ti${esc}[31mb`, 'ab'],
  ['a sequence that is aborted', `a${esc}[3\u0018b${esc}]0;x\u001ac`, 'abc'],
  ['a line end inside a sequence', `a${esc}[3\n1mb`, 'a\nb'],
  ['a bell', 'a\u0007b\0c\u007fd', 'abcd'],
  ['line ends, tabs, returns and backspaces', 'a\tb\r\nc\bd', 'a\tb\r\nc\bd'],
  ['characters beyond ASCII', `é🎉${esc}[mぱ`, 'é🎉ぱ'],
];

test.each(cases)('%s', (_, printed, plain) => {
  expect(createEscapeStripper().feed(printed)).toBe(plain);
  const stripper = createEscapeStripper();
  expect(Array.from(printed, (character) => stripper.feed(character)).join('')).toBe(plain);
});

test('erase to the end of the line can be kept apart', () => {
  const stripper = createEscapeStripper({eraseLine: '␡'});
  expect(stripper.feed(`a${esc}[Kb${esc}[0Kc${esc}[1Kd${esc}[2K`)).toBe('a␡b␡cd');
});

test('an endless sequence is dropped without being kept', () => {
  const stripper = createEscapeStripper();
  expect(stripper.feed(`${esc}]0;`)).toBe('');
  for (let index = 0; index < 100; index++) {
    expect(stripper.feed('x'.repeat(65_536))).toBe('');
  }
  expect(stripper.feed('\u0007done')).toBe('done');
});
