import {readFile} from 'node:fs/promises';
import path from 'node:path';
import stringWidth from 'string-width';
import {expect, it} from 'vitest';
import {type KeyRow, keyRows, letterKeys, letterKeysEverywhere} from '../../src/ui/key-table.ts';
import {keysLines} from '../../src/ui/keys-lines.ts';
import {plainPaint} from '../../src/ui/paint.ts';

const {terminal, lesson} = keyRows('Ctrl-G');

function asTable(title: string, rows: readonly KeyRow[]): string {
  const lines = rows.map(([keys, does]) => {
    const shown = keys.map((key) => (key === '…' ? key : `\`${key}\``)).join(' ');
    return `| ${shown} | ${does} |`;
  });
  return [`| ${title} | |`, '|---|---|', ...lines].join('\n');
}

it('the README has the keys that the page of keys has', async () => {
  const readme = await readFile(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
  expect(readme).toContain(asTable('In a terminal', terminal));
  expect(readme).toContain(asTable('In the lesson', lesson));
});

it('every letter that does something stands there', () => {
  const shown = lesson.flatMap(([keys]) => keys);
  for (const letter of Object.keys({...letterKeys, ...letterKeysEverywhere})) expect(shown).toContain(letter);
});

it('no row of the page of keys is cut at 80 columns, whatever the prefix is', () => {
  for (const prefix of ['Ctrl-G', 'Ctrl-]'])
    for (const line of keysLines(prefix, plainPaint, 1000))
      expect(stringWidth(line), line).toBeLessThanOrEqual(80);
});
