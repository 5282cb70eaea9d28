import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {
  frontMatterSchema,
  maximumYamlBytes,
  mistakesSchema,
  readYaml,
} from '../../src/course/front-matter.ts';

/** `line:column message` of each problem; none where the text is right. */
function problemsOf(text: string, schema: z.ZodType = z.unknown()): readonly string[] {
  const result = readYaml(text, schema);
  return 'problems' in result
    ? result.problems.map(({line, column, message}) => `${line}:${column} ${message}`)
    : [];
}

const good = `title: x
summary: x
minutes: 5
lab:
  kafka: "3.9"
  hosts: [client]
`;

describe('YAML of a course', () => {
  it('is refused with aliases, wherever they stand', () => {
    const message = 'aliases (`&`, `*`) are not allowed here';
    expect(problemsOf('a: &x 1\nb: 2\n')).toEqual([`1:7 ${message}`]);
    expect(problemsOf('a: 1\nb: *x\n')).toEqual([`2:4 ${message}`]);
    expect(problemsOf('a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n')).toEqual([`1:7 ${message}`]);
    expect(problemsOf('&k a: 1\n')).toEqual([`1:4 ${message}`]);
    expect(problemsOf('<<: *x\n')).toEqual([`1:5 ${message}`]);
  });

  it.each(['!!js/function', '!!binary', '!!set', '!!str', '!own', '!<tag:example.com,2000:x>'])(
    'is refused with the tag %s',
    (tag) => {
      expect(problemsOf(`a: 1\nb: ${tag} x\n`)).toEqual([
        expect.stringMatching(/^2:\d+ tags .* are not allowed here$|^2:\d+ .*\btag/i),
      ]);
    },
  );

  it('is refused with a key twice, at the second one', () => {
    expect(problemsOf('a: 1\nb: 2\na: 3\n')).toEqual(['3:1 `a` stands here twice']);
    expect(problemsOf('x: {a: 1, "a": 2}\n')).toEqual(['1:11 `a` stands here twice']);
    expect(problemsOf('1: a\n"1": b\n')).toEqual(['2:1 `1` stands here twice']);
  });

  it('is refused with a key that is no word', () => {
    expect(problemsOf('? [a]\n: 1\n')).toEqual(['1:3 expected a word before the `:`']);
    expect(problemsOf('{a: {b: 1}: 2}')).toHaveLength(1);
  });

  it('is refused where it is no YAML, with the place', () => {
    expect(problemsOf('a: 1\nb: [1\n')).toEqual([expect.stringMatching(/^3:1 /)]);
    expect(problemsOf('a:\n\tb: 1\n')).toEqual([expect.stringMatching(/^2:1 Tabs/)]);
    expect(problemsOf('a: 1\n---\nb: 2\n')).toEqual([expect.stringMatching(/^2:1 .*multiple documents/)]);
    expect(problemsOf('a: "open\n')).toHaveLength(1);
  });

  it('may be 64 KiB long and no more', () => {
    const text = `a: ${'x'.repeat(maximumYamlBytes - 4)}\n`;
    expect(problemsOf(text)).toEqual([]);
    expect(problemsOf(`${text}\n`)).toEqual(['1:1 longer than 64 KiB']);
    expect(problemsOf(`a: ${'é'.repeat(maximumYamlBytes / 2)}\n`)).toEqual(['1:1 longer than 64 KiB']);
  });

  it('has no way to other objects', () => {
    const result = readYaml(
      '__proto__: {polluted: yes}\nconstructor: {prototype: {polluted: yes}}\n',
      z.unknown(),
    );
    expect('value' in result).toBe(true);
    expect(({} as {polluted?: unknown}).polluted).toBeUndefined();
  });

  it('that is empty is told to be so', () => {
    expect(problemsOf('', frontMatterSchema)).toEqual(['1:1 Invalid input: expected object, received null']);
    expect(problemsOf('- a\n', frontMatterSchema)).toEqual([
      '1:1 Invalid input: expected object, received array',
    ]);
    expect(problemsOf('# nothing\n', frontMatterSchema)).toHaveLength(1);
  });
});

describe('front matter', () => {
  it('has its defaults', () => {
    expect(readYaml(good, frontMatterSchema)).toMatchObject({
      value: {lab: {running: [], ports: []}, terminals: {}, steps: {}},
    });
  });

  it.each([
    ['title: 5', 'title: 5', '1:1 title: Invalid input: expected string, received number'],
    ['no title', 'title:', '1:1 title: Invalid input: expected string, received null'],
    ['an empty summary', 'summary: ""', /^2:1 summary: Too small/],
    ['no minutes', 'minutes: 0', /^3:1 minutes: Too small/],
    ['half a minute', 'minutes: 0.5', /^3:1 minutes: Invalid input: expected int/],
    ['a word for a list', '  hosts: client', '6:3 lab.hosts: Invalid input: expected array, received string'],
    ['no host', '  hosts: []', /^6:3 lab\.hosts: Too small/],
    ['an unknown host', '  hosts: [client, broker-9]', /^6:19 lab\.hosts\.1: Invalid option/],
    ['a host twice', '  hosts: [client, client]', '6:3 lab.hosts: something stands here twice'],
    ['an unknown kafka', '  kafka: Kraft', '5:3 lab.kafka: expected a line of Kafka, "3.9" or "4.3"'],
  ])('is refused with %s', (_, line, expected) => {
    const key = `${line.split(':')[0]}:`;
    const text = good.replace(new RegExp(`^${key}.*$`, 'm'), line);
    const problems = problemsOf(text, frontMatterSchema);
    expect(problems).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
  });

  it.each([
    ['a key that is not known', 'extra: 1', '7:1 extra: this key is not known here'],
    ['a port beyond all ports', 'ports: 1', '7:1 ports: this key is not known here'],
    ['a terminal with a capital', 'terminals: {Web: client}', /^7:13 terminals\.Web: /],
    ['a terminal on no host', 'terminals: {web: nowhere}', /^7:13 terminals\.web: Invalid option/],
    ['a time limit without a unit', 'steps: {a: {timeLimit: 30}}', /^7:13 steps\.a\.timeLimit: /],
    [
      'a time limit of nothing',
      'steps: {a: {timeLimit: 0s}}',
      '7:13 steps.a.timeLimit: expected a length of time such as 30s',
    ],
    [
      'a time limit beyond all clocks',
      'steps: {a: {timeLimit: 99999m}}',
      /^7:13 steps\.a\.timeLimit: expected/,
    ],
    [
      'a setting that is not known',
      'steps: {a: {fleeting: true}}',
      '7:13 steps.a.fleeting: this key is not known here',
    ],
  ])('is refused with %s', (_, line, expected) => {
    const problems = problemsOf(`${good}${line}\n`, frontMatterSchema);
    expect(problems).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
  });

  it('needs no lab: a lesson may be there to be read', () => {
    const read = readYaml('title: One\nsummary: Two.\nminutes: 3\n', frontMatterSchema);
    expect('value' in read && read.value.lab).toEqual({
      kafka: '3.9',
      mode: 'zookeeper',
      hosts: [],
      running: [],
      ports: [],
    });
  });

  it('names a line of Kafka, with or without quotation marks, and the mode that goes with it', () => {
    const labOf = (kafka: string, more = '') => {
      const read = readYaml(
        `title: x\nsummary: x\nminutes: 5\nlab: {kafka: ${kafka}, hosts: [client]${more}}\n`,
        frontMatterSchema,
      );
      return 'value' in read
        ? `${read.value.lab.kafka} ${read.value.lab.mode}`
        : read.problems.map(({line, column, message}) => `${line}:${column} ${message}`);
    };
    expect(labOf('"3.9"')).toBe('3.9 zookeeper');
    expect(labOf('4.3')).toBe('4.3 kraft');
    expect(labOf('"4.3"', ', mode: kraft')).toBe('4.3 kraft');
    expect(labOf('"3.9"', ', mode: kraft')).toEqual([
      '4:38 lab.mode: Kafka 3.9 runs with `mode: zookeeper` here; kraft needs `kafka: "4.3"`',
    ]);
    expect(labOf('4.3', ', mode: zookeeper')).toEqual([
      '4:36 lab.mode: Kafka 4.3 runs with `mode: kraft` here; zookeeper needs `kafka: "3.9"`',
    ]);
    expect(labOf('2.8')).toEqual(['4:7 lab.kafka: expected a line of Kafka, "3.9" or "4.3"']);
    expect(labOf('zookeeper')).toEqual([
      '4:7 lab.kafka: expected a line of Kafka: `kafka: "3.9"`, and `mode: zookeeper` beside it',
    ]);
  });

  it('tells every problem at once', () => {
    expect(
      problemsOf('title: 1\nsummary: 2\nlab: 3\n', frontMatterSchema).map((line) => line.split(' ')[1]),
    ).toEqual(['title:', 'summary:', 'minutes:', 'lab:']);
  });
});

describe('mistakes.yaml', () => {
  it('says a pattern that is one', () => {
    expect(
      problemsOf('a:\n  - name: x\n    run: [{terminal: client, bash: ls}]\n    says: "("\n', mistakesSchema),
    ).toEqual(['4:5 a.0.says: expected a regular expression']);
  });

  it('has something to run', () => {
    expect(problemsOf('a:\n  - name: x\n    run: []\n    says: x\n', mistakesSchema)).toEqual([
      expect.stringMatching(/^3:5 a\.0\.run: Too small/),
    ]);
  });
});
