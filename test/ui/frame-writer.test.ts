import {describe, expect, it} from 'vitest';
import {Screen} from '../../src/terminal/screen.ts';
import type {TerminalSize} from '../../src/terminal/terminal.ts';
import {createFrameWriter} from '../../src/ui/frame-writer.ts';
import {plainPaint} from '../../src/ui/paint.ts';
import {terminalLines} from '../../src/ui/terminal-lines.ts';
import {createRandom} from '../terminal/fuzz-strings.ts';
import {OtherTerminal} from './other-terminal.ts';

const bare = (text: string) => text.replace(/\u001b\[[?\d;]*[A-Za-z]/g, '|');

describe('a frame', () => {
  it('is written row by row, each at its own place, and later only where it changed', () => {
    const written: string[] = [];
    const frames = createFrameWriter({rows: 3, write: (text) => written.push(text)});
    frames.draw('one\ntwo\nthree\nfour');
    frames.draw('one\ntwo\nthree\nfour');
    frames.draw('one\n2\nthree\nfour');
    expect(written.map(bare)).toEqual(['||||one|||two|||three||', '||||2||']);
    expect(written[1]).toContain('\u001b[2;1H');
    frames.forget();
    frames.draw('1');
    frames.draw('1\n2');
    frames.draw('1');
    expect(written.slice(2).map(bare)).toEqual(['||||1||', '||||2||', '||||||']);
  });

  const sizes: readonly TerminalSize[] = [
    {columns: 80, rows: 24},
    {columns: 120, rows: 40},
    {columns: 160, rows: 45},
  ];
  it.each(sizes)(
    '1: of $columns×$rows keeps its title and its keys on a terminal that takes characters for wider or narrower',
    async ({columns, rows}) => {
      const random = createRandom(columns);
      const inner = new Screen({columns, rows: rows - 2});
      const outer = new OtherTerminal({columns, rows});
      const frames = createFrameWriter(outer);
      const title = 'Topics, step 1 of 7'.padEnd(columns);
      const keys = 'n next  b back  q quit'.padEnd(columns);
      for (let round = 0; round < 200; round++) {
        await inner.write(oddString(random));
        const lines = terminalLines(inner, true, plainPaint, rows - 2);
        const pane = Array.from({length: rows - 2}, (_, index) => lines[index] ?? '');
        frames.draw([title, ...pane, keys].join('\n'));
        const seen = await outer.shown();
        expect([seen[0], seen.at(-1)], `round ${round}`).toEqual([title.trimEnd(), keys.trimEnd()]);
      }
    },
  );

  it.each([
    ['a format character of another script', 'abc\u070f0\u06dd.', /^abc ?0 ?\.$/],
    ['a family', '👩‍👩‍👧.', /^👩👩👧\.$/],
    ['a skin tone', '👍🏽.', /^👍\ufffd \.$/],
    ['a flag', '🇳🇴.', /^NO\.$/],
    ['a keycap', '1️⃣.', /^1\.$/],
    ['a character that Unicode does not have', 'a\u0378b', /^a\ufffdb$/],
    ['an accent', 'e\u0301.', /^e\u0301\.$/],
    ['a wide character', '漢字.', /^漢字\.$/],
  ])('1: shows %s as every terminal draws it', async (_, printed, drawn) => {
    const screen = new Screen({columns: 20, rows: 2});
    await screen.write(printed);
    expect(screen.rows()[0]).toMatch(drawn);
  });
});

/** Wide, combining, joined and unassigned characters, in lines that fill a row or run over. */
function oddString(random: (limit: number) => number): string {
  const odd = () => {
    switch (random(6)) {
      case 0:
        return String.fromCodePoint(0x1f300 + random(0x300), 0x200d, 0x1f300 + random(0x300));
      case 1:
        return String.fromCodePoint(0x61 + random(26), 0x300 + random(0x70), 0x300 + random(0x70));
      case 2:
        return String.fromCodePoint(0x4e00 + random(0x5000));
      case 3:
        return String.fromCodePoint(0x600 + random(0x200));
      case 4:
        return String.fromCodePoint(0x1f3fb + random(5), 0xfe0f, 0x20e3);
      default:
        return String.fromCodePoint(0xa0 + random(0xd700));
    }
  };
  const parts = Array.from({length: 1 + random(60)}, () =>
    random(3) === 0 ? 'x'.repeat(random(30)) : odd(),
  );
  return `${parts.join('')}\r\n`;
}
