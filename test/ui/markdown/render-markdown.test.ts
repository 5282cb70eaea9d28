import {describe, expect, test} from 'vitest';
import {renderMarkdown} from '../../../src/ui/markdown/render-markdown.ts';
import {darkTheme, plainTheme} from '../../../src/ui/markdown/theme.ts';

const esc = '\u001b';

function plainLines(markdown: string, width = 40): string[] {
  return renderMarkdown(markdown, {width, theme: plainTheme}).map(({text}) => text);
}

function darkLines(markdown: string, width = 40): string[] {
  return renderMarkdown(markdown, {width, theme: darkTheme}).map(({text}) => text);
}

describe('prose', () => {
  test('is wrapped, with a blank line between blocks', () => {
    expect(
      plainLines('# Topics\n\nA topic is a named stream of records, kept by\nbrokers.\n\nNext.', 30),
    ).toEqual(['# Topics', '', 'A topic is a named stream of', 'records, kept by brokers.', '', 'Next.']);
  });

  test('is no wider than 80 columns', () => {
    const lines = plainLines('word '.repeat(100), 200);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[0]?.length).toBeGreaterThan(74);
  });

  test('words too long for a line are broken', () => {
    expect(plainLines('a https://example.com/a/very/long/path/indeed', 20)).toEqual([
      'a https://example.co',
      'm/a/very/long/path/i',
      'ndeed',
    ]);
  });

  test('keeps the breaks of the author', () => {
    expect(plainLines('one  \ntwo\\\nthree<br>four')).toEqual(['one', 'two', 'three', 'four']);
  });

  test('has styles that plain text tells apart by characters', () => {
    expect(plainLines('**strong** *emphasis* `code` ~~gone~~\n\n### Deeper')).toEqual([
      '*strong* _emphasis_ `code` ~gone~',
      '',
      '## Deeper',
    ]);
  });

  test('has styles that go on over nested ones and line ends', () => {
    expect(darkLines('**bold `code` bold** *i*')).toEqual([
      `${esc}[1mbold ${esc}[93mcode${esc}[39m bold${esc}[22m ${esc}[3mi${esc}[23m`,
    ]);
    expect(darkLines('**one two three**', 9)).toEqual([
      `${esc}[1mone two${esc}[22m`,
      `${esc}[1mthree${esc}[22m`,
    ]);
  });
});

describe('links', () => {
  test.each([
    ['the address behind the text', '[guide](https://kafka.apache.org)', 'guide (https://kafka.apache.org)'],
    ['an address that is its own text', '<https://kafka.apache.org>', 'https://kafka.apache.org'],
    ['a bare address', 'see www.apache.org', 'see www.apache.org'],
    ['a mail address', '<a@example.com>', 'a@example.com'],
    ['a place in the page', '[above](#topics)', 'above'],
    ['a reference', '[guide][g]\n\n[g]: ../05/lesson.md', 'guide (../05/lesson.md)'],
    ['no text', '[](https://kafka.apache.org)', 'https://kafka.apache.org'],
  ])('%s', (_, markdown, line) => {
    expect(plainLines(markdown)).toEqual([line]);
  });

  test('the address is dim', () => {
    expect(darkLines('[guide](http://x.org)')).toEqual([
      `${esc}[4m${esc}[94mguide${esc}[39m${esc}[24m ${esc}[2m(http://x.org)${esc}[22m`,
    ]);
  });

  test('a picture is its alternative text', () => {
    expect(plainLines('![three brokers](b.png)')).toEqual(['[three brokers]']);
  });
});

describe('lists', () => {
  test('are indented below their marks', () => {
    expect(
      plainLines('- one and more words\n- two\n  - deeper\n    1. numbered\n- [ ] open\n- [x] done', 20),
    ).toEqual([
      '  • one and more',
      '    words',
      '  • two',
      '    ◦ deeper',
      '      1. numbered',
      '[ ] open',
      '[x] done',
    ]);
  });

  test('align their numbers', () => {
    const items = Array.from({length: 3}, (_, index) => `${index + 9}. item`).join('\n');
    expect(plainLines(items)).toEqual([' 9. item', '10. item', '11. item']);
  });

  test('keep blank lines between items where the author left them', () => {
    expect(plainLines('- one\n\n  more\n\n- two')).toEqual(['• one', '', '  more', '', '• two']);
  });

  test('hold code', () => {
    expect(plainLines('1. Run\n\n   ```bash\n   ls\n   ```')).toEqual(['1. Run', '', '     ls']);
  });

  test('an empty item keeps its mark', () => {
    expect(plainLines('- a\n-\n- b')).toEqual(['• a', '•', '• b']);
  });
});

test('quotations have a bar', () => {
  expect(plainLines('> one two three four\n>\n> > five', 16)).toEqual([
    '│ one two three',
    '│ four',
    '│',
    '│ │ five',
  ]);
});

test('a rule is as wide as prose', () => {
  expect(plainLines('---', 10)).toEqual(['──────────']);
});

describe('tables', () => {
  const table =
    '| Option | What it does | Default |\n|:--|:-:|--:|\n| `-p` | how many partitions | 1 |\n| `-r` | 複製の数 | 3 |';

  test('have their natural width where there is room', () => {
    expect(plainLines(table, 60)).toEqual([
      '*Option* │   *What it does*    │ *Default*',
      '─────────┼─────────────────────┼──────────',
      '`-p`     │ how many partitions │         1',
      '`-r`     │      複製の数       │         3',
    ]);
  });

  test('wrap their cells where there is less', () => {
    expect(plainLines(table, 36)).toEqual([
      '*Option* │   *What it    │ *Default*',
      '         │     does*     │',
      '─────────┼───────────────┼──────────',
      '`-p`     │   how many    │         1',
      '         │  partitions   │',
      '`-r`     │   複製の数    │         3',
    ]);
  });

  test('are written as a list where there is too little', () => {
    const columns = Array.from({length: 6}, (_, index) => `column${index}`);
    const wide = `| ${columns.join(' | ')} |\n|${'---|'.repeat(6)}\n| ${columns.map((_, index) => index).join(' | ')} |`;
    expect(plainLines(wide, 30)).toEqual(columns.map((name, index) => `*${name}*: ${index}`));
  });
});

describe('code', () => {
  test('keeps its spacing in a margin', () => {
    expect(plainLines('```\nproducer ──▶ broker\n   │\n\n   ▼\n```')).toEqual([
      '  producer ──▶ broker',
      '     │',
      '',
      '     ▼',
    ]);
  });

  test('a line that is too long goes on behind a mark', () => {
    expect(plainLines('```bash\nbin/kafka-topics.sh --create --topic test --partitions 1\n```', 36)).toEqual([
      '  bin/kafka-topics.sh --create',
      '↪ --topic test --partitions 1',
    ]);
    expect(plainLines('```\nabcdefghijklmnopqrstuvwxyz\n```', 12)).toEqual([
      '  abcdefghij',
      '↪ klmnopqrst',
      '↪ uvwxyz',
    ]);
    expect(plainLines('```\n漢字漢字漢字漢字\n```', 11)).toEqual(['  漢字漢字', '↪ 漢字漢字']);
  });

  test('tabs stop every four columns', () => {
    expect(plainLines('```\na\tb\n\tc\n```')).toEqual(['  a   b', '      c']);
  });

  test('is coloured in the languages of the course', () => {
    expect(darkLines('```yaml\nport: 9092 # a broker\n```')).toEqual([
      `  ${esc}[96mport:${esc}[39m ${esc}[93m9092${esc}[39m ${esc}[2m# a broker${esc}[22m`,
    ]);
    for (const [language, code] of [
      ['bash', 'if true; then echo "x"; fi'],
      ['sh', 'echo "x" # y'],
      ['typescript', 'const a = 1;'],
      ['ts', 'const a = 1;'],
      ['javascript', 'const a = 1;'],
      ['json', '{"a": 1}'],
      ['properties', 'broker.id=1'],
      ['ini', 'a=1'],
      ['java', 'class A {}'],
      ['xml', '<a b="c"/>'],
    ]) {
      expect(darkLines(`\`\`\`${language}\n${code}\n\`\`\``)[0], language).toContain(esc);
    }
  });

  test('is not coloured in others', () => {
    expect(darkLines('```brainfuck\n"x" + 1\n```')).toEqual(['  "x" + 1']);
    expect(darkLines('```text\n"x" + 1\n```')).toEqual(['  "x" + 1']);
  });

  test('colours of a token that spans lines end with each line', () => {
    expect(darkLines('```ts\n/* one\n   two */\n```')).toEqual([
      `  ${esc}[2m/* one${esc}[22m`,
      `  ${esc}[2m   two */${esc}[22m`,
    ]);
  });
});

describe('runnable blocks', () => {
  test('have a header and their index', () => {
    const markdown = [
      '```bash client\nls\npwd\n```',
      '```bash\nonly shown\n```',
      '```bash client shown\nhistory\n```',
      '```bash zookeeper stays until="binding to port"\nstart\n```',
      '```bash client setup\nhidden\n```',
      '```keys consumer\nctrl-c\n```',
      '```text producer\nhello\n```',
    ].join('\n\n');
    expect(renderMarkdown(markdown, {width: 40, theme: plainTheme})).toEqual([
      {text: '▶ client', blockIndex: 0},
      {text: '  ls', blockIndex: 0},
      {text: '  pwd', blockIndex: 0},
      {text: ''},
      {text: '  only shown'},
      {text: ''},
      {text: '  history'},
      {text: ''},
      {text: '▶ zookeeper', blockIndex: 1},
      {text: '  start', blockIndex: 1},
      {text: ''},
      {text: '▶ consumer  keys', blockIndex: 2},
      {text: '  ctrl-c', blockIndex: 2},
      {text: ''},
      {text: '▶ producer', blockIndex: 3},
      {text: '  hello', blockIndex: 3},
    ]);
  });

  test('a header that is too long is cut', () => {
    expect(plainLines(`\`\`\`bash ${'x'.repeat(50)}\nls\n\`\`\``, 20)[0]).toBe(`▶ ${'x'.repeat(17)}…`);
  });
});

describe('what is not drawn', () => {
  test('comments and tags', () => {
    expect(
      plainLines(
        '## Step\n<!-- step: create-topic -->\n\nPress <kbd>q</kbd><!-- no -->.\n\n<details><summary>Hint</summary>',
      ),
    ).toEqual(['# Step', '', 'Press q.', '', 'Hint']);
  });

  test('control characters and changes of direction', () => {
    expect(
      plainLines('a\u001b[31mb &#27;[2J \u009b1m c\u202ed `\u001b]0;x\u0007`\n\n```\n\u001b[H\n```'),
    ).toEqual(['a␛[31mb �[2J 1m cd `␛]0;x␇`', '', '  ␛[H']);
  });

  test('nothing at all', () => {
    expect(plainLines('')).toEqual([]);
    expect(plainLines('<!-- only this -->')).toEqual([]);
  });
});
