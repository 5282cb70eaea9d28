import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {renderMarkdown} from '../../../src/ui/markdown/render-markdown.ts';
import {darkTheme, lightTheme, plainTheme} from '../../../src/ui/markdown/theme.ts';
import {countOf} from '../../full-count.ts';
import {createRandom} from '../../terminal/fuzz-strings.ts';

const safeLine = /^(?:\u001b\[\d+m|[^\p{Control}\p{Surrogate}])*$/u;

const fragments = [
  '# ',
  '## ',
  '- ',
  '1. ',
  '10) ',
  '> ',
  '    ',
  '- [ ] ',
  '```bash client\n',
  '```ts\n',
  '```\n',
  '~~~\n',
  '---\n',
  '| a | b |\n|---|:-:|\n| c | d |\n',
  '|',
  '*',
  '**',
  '_',
  '`',
  '``',
  '~~',
  '[x](http://example.com/path)',
  '![a](b)',
  '[x][y]',
  '[y]: http://example.com\n',
  '[^1]',
  '[^1]: note\n',
  '<br>',
  '<!-- c -->',
  '<details>',
  '</',
  '&#27;',
  '&amp;',
  '\n',
  '\n\n',
  '  \n',
  '\\',
  'word ',
  'Wörter, ',
  '漢字かな ',
  '🎉👨‍👩‍👧🇩🇪❤️ ',
  'e\u0301\u0301 ',
  'हिन्दी क्षत्रिय ',
  'مرحبا ',
  'a-very-long-word-that-does-not-fit-into-any-line-of-a-narrow-pane-at-all ',
  '\t',
  '\u001b[31m',
  '\u202e',
  '\ud800',
  '\0',
];

function randomMarkdown(random: (limit: number) => number): string {
  return Array.from({length: 1 + random(40)}, () => fragments[random(fragments.length)]).join('');
}

function expectFits(markdown: string, width: number): void {
  for (const theme of [darkTheme, lightTheme, plainTheme]) {
    for (const {text} of renderMarkdown(markdown, {width, theme})) {
      if (stringWidth(text) > width || !safeLine.test(text) || isOpen(text))
        throw new Error(`${JSON.stringify(text)} at ${width} columns, from ${JSON.stringify(markdown)}`);
    }
  }
}

/** Whether a style is still on at the end of the line. */
function isOpen(line: string): boolean {
  const on = new Set<string>();
  for (const [, code = ''] of line.matchAll(/\u001b\[(\d+)m/g)) {
    const closed = {'22': ['1', '2'], '23': ['3'], '24': ['4'], '29': ['9']}[code];
    if (closed) {
      for (const one of closed) on.delete(one);
    } else if (code === '39') {
      for (const one of [...on]) if (/^[39]\d$/.test(one)) on.delete(one);
    } else {
      on.add(code);
    }
  }
  return on.size > 0;
}

const pages = countOf({quick: 150, full: 3000});

test(`every line of ${pages} random pages fits, is safe and ends its styles`, {timeout: 300_000}, () => {
  const random = createRandom(7);
  for (let round = 0; round < pages; round++) {
    expectFits(randomMarkdown(random), 30 + random(91));
  }
});

describe('markdown nobody would write', () => {
  test.each([
    ['deep quotations', `${'> '.repeat(500)}x`],
    ['deep lists', Array.from({length: 200}, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
    ['deep emphasis', `${'*a '.repeat(500)}${'b* '.repeat(500)}`],
    ['brackets', '['.repeat(2000)],
    ['unclosed tags', '<'.repeat(20_000)],
    ['unclosed comments', `${'<!--'.repeat(5000)}`],
    ['a long line of code', `\`\`\`\n${'x'.repeat(50_000)}\n\`\`\``],
    ['a long word', 'x'.repeat(20_000)],
    ['a wide table', `|${' a |'.repeat(300)}\n|${'-|'.repeat(300)}\n|${' b |'.repeat(300)}`],
    ['marks', `e${'\u0301'.repeat(5000)}`],
    ['joined characters', '👨\u200d'.repeat(2000)],
  ])('%s', (_, markdown) => {
    // Of the processor, not of the clock: other programs may be at work beside this one.
    const started = process.cpuUsage();
    expectFits(markdown, 40);
    const {user, system} = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(6000);
  });
});
