import {describe, expect, it} from 'vitest';
import {createQueryFilter} from '../../src/terminal/device-queries.ts';

const questions = [
  '\u001b[c',
  '\u001b[0c',
  '\u001b[>c',
  '\u001b[=0c',
  '\u001b[5n',
  '\u001b[6n',
  '\u001b[?6n',
  '\u001b[?2026$p',
  '\u001b[4$p',
  '\u001b[>0q',
  '\u001b[?u',
  '\u001b[18t',
  '\u001b[?1;1;0S',
  '\u001b[1;1;1;1;1;1*y',
  '\u009b6n',
  '\u001bZ',
  '\u0005',
];
const drawings = [
  '\u001b[31m',
  '\u001b[2J',
  '\u001b[?25h',
  '\u001b[2;5r',
  '\u001b[4 q',
  '\u001b[!p',
  '\u001b[2S',
  '\u001b[u',
  '\u001b[>4;1m',
  '\u001b7',
  'text\r\n',
];

describe('questions to the terminal', () => {
  it.each(questions)('are taken out, in one piece and in many: %j', (question) => {
    expect(createQueryFilter().clean(`a${question}b`)).toBe('ab');
    const filter = createQueryFilter();
    expect([...`a${question}b`].map((character) => filter.clean(character)).join('')).toBe('ab');
  });

  it.each(drawings)('are not what draws: %j', (drawing) => {
    expect(createQueryFilter().clean(`a${drawing}b`)).toBe(`a${drawing}b`);
    const filter = createQueryFilter();
    expect([...`a${drawing}b`].map((character) => filter.clean(character)).join('')).toBe(`a${drawing}b`);
  });

  it('do not make it wait for a sequence without end', () => {
    const filter = createQueryFilter();
    const text = `\u001b[${'1;'.repeat(1000)}`;
    expect(filter.clean(text)).toBe(text);
  });
});
