import {readFile} from 'node:fs/promises';
import path from 'node:path';
import stringWidth from 'string-width';
import {expect, it} from 'vitest';
import {type KeySection, keySections, letterKeys, letterKeysEverywhere} from '../../src/ui/key-table.ts';
import {keysLines, mostKeysScroll, shownKeys} from '../../src/ui/keys-lines.ts';
import {plainPaint} from '../../src/ui/paint.ts';

const sections = keySections('Ctrl-G');

function asTable({title, rows}: KeySection): string {
  const lines = rows.map(([keys, does]) => {
    const shown = keys.map((key) => (key === '…' ? key : `\`${key}\``)).join(' ');
    return `| ${shown} | ${does} |`;
  });
  return [`| ${title} | |`, '|---|---|', ...lines].join('\n');
}

it('the README has the keys that the page of keys has', async () => {
  const readme = await readFile(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
  for (const section of sections) expect(readme).toContain(asTable(section));
});

it('every letter that does something stands there', () => {
  const shown = sections.flatMap(({rows}) => rows.flatMap(([keys]) => keys));
  for (const letter of Object.keys({...letterKeys, ...letterKeysEverywhere})) expect(shown).toContain(letter);
});

it('the page of keys says how much more there is, and goes no further than its end', () => {
  const size = {columns: 80, rows: 22};
  const whole = keysLines('Ctrl-G', plainPaint, 80);
  const most = mostKeysScroll(size.rows);
  expect(most).toBe(whole.length - size.rows);
  const [top, end] = [0, most + 5].map((first) => shownKeys('Ctrl-G', first, plainPaint, size)) as [
    string[],
    string[],
  ];
  expect(top).toHaveLength(size.rows);
  expect(top.at(-1)).toMatch(new RegExp(`↓ ${most} more $`));
  expect(top[0]).toBe(whole[0]);
  expect(end[0]).toMatch(new RegExp(`↑ ${most} more $`));
  expect(end.at(-1)).toBe(whole.at(-1));
  const all = {columns: 80, rows: 43};
  expect(shownKeys('Ctrl-G', 0, plainPaint, all)).toEqual(whole);
});

it('no row of the page of keys is cut at 80 columns, whatever the prefix is', () => {
  for (const prefix of ['Ctrl-G', 'Ctrl-]'])
    for (const line of keysLines(prefix, plainPaint, 1000))
      expect(stringWidth(line), line).toBeLessThanOrEqual(80);
});
