import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {frontMatterSchema, mistakesSchema, readYaml} from '../../src/course/front-matter.ts';
import {findPageProblem, pageLimits} from '../../src/course/page-limits.ts';
import {countOf} from '../full-count.ts';
import {processorTime} from '../processor-time.ts';
import {createRandom} from '../terminal/fuzz-strings.ts';
import {frontMatter, parseMarkdown} from './page.ts';

/** Milliseconds within which any input is read or refused. */
const limit = 250;

/** The shortest of three runs: memory may be cleared up in one of them. */
function millisecondsOf(work: () => void): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && shortest > limit; run += 1) {
    const began = processorTime();
    work();
    shortest = Math.min(shortest, processorTime() - began);
  }

  return shortest;
}

const markdownPieces = [
  '## Step\n',
  '<!-- step: a -->\n',
  '<!-- step: ',
  '-->',
  '# ',
  '- ',
  '- [ ] yes\n- [x] no\n',
  '> ',
  '1. ',
  '    ',
  '\t',
  '```bash client\nls\n```\n',
  '```bash nowhere until="\n',
  '```',
  '~~~\n',
  '<details><summary>Hint</summary>\n\n',
  '<details>',
  '</details>\n',
  '<details><summary>Answer</summary>\n\nyes.\n\n</details>\n',
  '---\n',
  'title: x\n',
  '| a | b |\n|---|:-:|\n',
  '|',
  '*',
  '**',
  '_',
  '~~',
  '`',
  '[',
  '](x)',
  '![',
  '[^1]: x\n',
  '<',
  '&#0;',
  '\\',
  '\n',
  '\n\n',
  '\r\n',
  'words and words ',
  '漢字🎉',
  '\ud800',
  '\0',
  '\u2028',
  '\ufeff',
];

const yamlPieces = [
  'title: x\n',
  'summary: "',
  'minutes: 5\n',
  'lab: {kafka: "3.9", hosts: [client]}\n',
  'lab:\n',
  '  kafka: 4.3\n',
  '  mode: kraft\n',
  '  hosts:\n',
  '    - client\n',
  'steps: {a: {timeLimit: 1s}}\n',
  '- ',
  '? ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '&a ',
  '*a',
  '!!js/function ',
  '!',
  '%',
  '|\n',
  '>-\n',
  '"',
  "'",
  '#',
  '---\n',
  '...\n',
  '__proto__: ',
  '<<: ',
  '\n',
  '  ',
  '\t',
  'null',
  '0x1',
  '1e999',
  '.nan',
  '\\u0000',
  '\0',
  '\ud800',
  '漢',
];

function join(pieces: readonly string[], random: (limit: number) => number, most: number): string {
  return Array.from({length: 1 + random(most)}, () => pieces[random(pieces.length)]).join('');
}

/** Front matter that is right in one of two, so that what lies behind it is read as well. */
function randomPage(random: (limit: number) => number): string {
  const most = random(2) === 0 ? 6 : 40;
  const head = random(2) === 0 ? frontMatter : `---\n${join(yamlPieces, random, 12)}\n---\n`;
  return `${random(9) === 0 ? '' : head}\n## S\n\n${join(markdownPieces, random, most)}`;
}

const pages = countOf({quick: 500, full: 10_000});
const yamlTexts = countOf({quick: 1000, full: 20_000});

describe('random input', () => {
  it(`of ${pages} pages becomes a lesson or problems with a place on the page, in time`, {
    timeout: 300_000,
  }, () => {
    const random = createRandom(11);
    const counts = {lesson: 0, problems: 0};
    for (let round = 0; round < pages; round += 1) {
      const page = randomPage(random);
      const shown = JSON.stringify(page);
      const spent = millisecondsOf(() => {
        const parsed = parseMarkdown(page, round % 4 === 0 ? ['a'] : []);
        counts[parsed.type] += 1;
        if (parsed.type === 'lesson') return;
        const lines = page.split(/\r\n|\r|\n/).length;
        const lost = parsed.problems.find(
          ({line, column, message}) => line < 1 || line > lines + 1 || column < 1 || message === '',
        );
        if (parsed.problems.length === 0 || lost) throw new Error(`${JSON.stringify(lost)} in ${shown}`);
      });
      if (spent > limit) throw new Error(`${Math.round(spent)} ms: ${shown}`);
    }
    expect(counts.lesson).toBeGreaterThan(pages / 50);
    expect(counts.problems).toBeGreaterThan(pages / 3);
  });

  it(`of ${yamlTexts} YAML texts becomes a value or problems with a place in the text, in time`, {
    timeout: 300_000,
  }, () => {
    const random = createRandom(12);
    const schemas: readonly z.ZodType[] = [z.unknown(), frontMatterSchema, mistakesSchema];
    const counts = {value: 0, problems: 0};
    for (let round = 0; round < yamlTexts; round += 1) {
      const text = join(yamlPieces, random, 40);
      const shown = JSON.stringify(text);
      const spent = millisecondsOf(() => {
        const result = readYaml(text, schemas[round % 3] as z.ZodType);
        counts['value' in result ? 'value' : 'problems'] += 1;
        if ('value' in result) return;
        const lines = text.split('\n').length;
        const lost = result.problems.find(({line, column}) => line < 1 || line > lines + 1 || column < 1);
        if (result.problems.length === 0 || lost) throw new Error(`${JSON.stringify(lost)} in ${shown}`);
      });
      if (spent > limit) throw new Error(`${Math.round(spent)} ms: ${shown}`);
    }
    expect(counts.value).toBeGreaterThan(yamlTexts / 80);
    expect(counts.problems).toBeGreaterThan(yamlTexts / 2);
  });
});

describe('a page nobody would write', () => {
  const times = (text: string, count: number) => text.repeat(count);

  it.each([
    ['nested emphasis', times('*a ', 8000) + times('b* ', 8000)],
    ['emphasis never closed', times('**a _b ', 4000)],
    ['pictures in pictures', `${times('![', 8000)}x${times('](y)', 8000)}`],
    ['links in links', times('[a](', 8000)],
    ['a line of 2000 lists', `${times('- ', 2000)}x`],
    ['a line of 100,000 quotes', `${times('> ', 100_000)}x`],
    ['a line of lists in quotes', `${times('- > 1. ', 1000)}x`],
    [
      'lists that go in and in',
      Array.from({length: 300}, (_, depth) => `${times('  ', depth)}- x`).join('\n'),
    ],
    [
      'lists that go in by tabs',
      Array.from({length: 300}, (_, depth) => `${times('\t', depth)}- x`).join('\n'),
    ],
    ['100,000 items', times('- x\n', 100_000)],
    ['100,000 paragraphs', times('x\n\n', 100_000)],
    ['100,000 steps', times('## x\n', 100_000)],
    ['100,000 footnotes', times('[^1]: x\n', 100_000)],
    ['a table of 10,000 columns', `|${times(' a |', 10_000)}\n|${times('-|', 10_000)}\n`],
    ['a table of 100,000 rows', `a|b\n-|-\n${times('c|d\n', 100_000)}`],
    ['100,000 details', times('<details>\n\n', 100_000)],
    ['a megabyte of one word', times('x', 1_000_000)],
    ['a megabyte of backquotes', times('`` ` ', 200_000)],
    ['a megabyte of tags', times('<a b="', 200_000)],
    ['a megabyte of nothing', times(' ', 1_000_000)],
  ])('is refused in time, with the line and the cure: %s', (_, body) => {
    let parsed = parseMarkdown('');
    const spent = millisecondsOf(() => {
      parsed = parseMarkdown(`${frontMatter}\n## S\n\n${body}`);
    });
    expect(parsed).toMatchObject({
      type: 'problems',
      problems: [
        {
          rule: 'page-limit',
          line: expect.any(Number),
          message: expect.stringMatching(/make two lessons of it|nest less|break it up/),
        },
      ],
    });
    expect(spent).toBeLessThan(limit);
  });

  it.each([
    [
      'a front matter of a megabyte',
      `---\n${times('a: 1\n', 200_000)}---\n## S\n`,
      'the front matter is longer than 64 KiB',
    ],
    ['a front matter without an end', `---\n${times('a: 1\n', 200_000)}## S\n`, /make two lessons of it/],
  ])('is refused in time: %s', (_, page, message) => {
    let parsed = parseMarkdown('');
    const spent = millisecondsOf(() => {
      parsed = parseMarkdown(page);
    });
    expect(parsed).toMatchObject({problems: [{message: expect.stringMatching(message)}]});
    expect(spent).toBeLessThan(limit);
  });

  it.each([
    ['marks', times(`${times('*a ', 100)}${times('b* ', 100)}\n\n`, 6)],
    ['pictures', `${times('![', 100)}x${times('](y)', 100)}`],
    ['items', times('- x\n', pageLimits.items - 1)],
    ['lists in lists', times(`${times('- ', 8)}x\n`, 37)],
    ['stairs', Array.from({length: 290}, (_, index) => `${times('  ', index % 20)}- x`).join('\n')],
    ['lines', times('x\n', pageLimits.lines - 20)],
    ['paragraphs', times('words\n\n', pageLimits.lines / 2 - 20)],
    ['characters', times('word ', pageLimits.characters / 5 - 20)],
    ['addresses', times(`${times('a@b.c ', 200)}\n\n`, 9)],
    ['backquotes', times(`${times('`` ` ', 66)}\n\n`, 10)],
    ['tags', times(`${times('<a> ', 200)}\n\n`, 9)],
  ])('is read in time as far as it is allowed: %s', (_, body) => {
    let parsed = parseMarkdown('');
    const spent = millisecondsOf(() => {
      parsed = parseMarkdown(`${frontMatter}\n## S\n\n${body}`);
    });
    expect(parsed).toMatchObject({type: 'lesson'});
    expect(spent).toBeLessThan(limit);
  });
});

describe('the limits of a page', () => {
  it('leave alone what lessons have: rules, bold words, tables, logs, code', () => {
    const page = `${frontMatter}
--------------------------------------------------

**Bold** and *emphasis* begin a line.

| a | b | c |
|---|---|---|
${'| `one` | **two** | [three](http://localhost) |\n'.repeat(20)}
\`\`\`
${'[2030-01-01 00:00:00,000] INFO [KafkaServer id=1] started (kafka.server.KafkaServer)\n'.repeat(60)}
\`\`\`

> a quote
> > in a quote

1. one
   - two
     - three
`;
    expect(findPageProblem(page)).toBeUndefined();
  });

  it('name the first line that goes beyond', () => {
    expect(findPageProblem(`${'x\n'.repeat(10)}${'> '.repeat(9)}x\n`)).toEqual({
      line: 11,
      column: 1,
      message: 'lists or quotes stand too deep in one another here; nest less',
    });
    expect(findPageProblem('x\n'.repeat(2000))?.line).toBe(pageLimits.lines + 1);
    expect(findPageProblem(`a\n\nb\n${'*x*\n'.repeat(300)}`)).toMatchObject({line: 3});
  });

  it('do not count the front matter as part of the page', () => {
    const yaml = `---\n${'a: [1]\n'.repeat(2000)}---\n`;
    expect(findPageProblem(`${yaml}x\n`)).toBeUndefined();
    expect(findPageProblem(`x\n${yaml}`)).toBeDefined();
  });
});

describe('YAML nobody would write', () => {
  it.each([
    ['brackets', `a: ${'['.repeat(32_000)}${']'.repeat(32_000)}`],
    ['open brackets', `a: ${'['.repeat(64_000)}`],
    ['braces', `${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['lists in lists', `${'- '.repeat(30_000)}x`],
    ['keys of keys', `${'? '.repeat(30_000)}x`],
    ['keys of keys that are read', `${'? '.repeat(500)}x`],
    ['thousands of keys', Array.from({length: 6000}, (_, index) => `k${index}: 1\n`).join('')],
    ['thousands of items', '- x\n'.repeat(16_000)],
    ['quotes', `a: ${'"'.repeat(60_000)}`],
    ['anchors', '- &a x\n'.repeat(9000)],
    ['aliases of aliases', 'a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n'],
    ['a megabyte', 'x'.repeat(1_000_000)],
  ])('is read or refused in time: %s', (_, text) => {
    const spent = millisecondsOf(() => {
      const result = readYaml(text, frontMatterSchema);
      if ('value' in result) throw new Error('taken for front matter');
    });
    expect(spent).toBeLessThan(limit);
  });
});
