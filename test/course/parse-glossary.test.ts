import {readFileSync} from 'node:fs';
import path from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Course, Lesson} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import {anchorOf, parseGlossary} from '../../src/course/parse-glossary.ts';

const lessonWith = (id: string, titles: readonly string[]) =>
  ({id, steps: titles.map((title, index) => ({id: `step-${index + 1}`, title}))}) as unknown as Lesson;
const lessons = [
  lessonWith('01-one', ['Who is there?', 'Again', 'Again', 'Größe: `a_b`, “c”']),
  lessonWith('02-two', ['Last']),
];
const parse = (markdown: string) => parseGlossary({file: 'glossary.md', markdown, lessons});
const entry = (link: string, name = 'Word') =>
  `# Glossary\n\n## ${name}\n\nWhat it means.\n\n[Where](${link})\n`;
const problemsOf = (markdown: string) => {
  const result = parse(markdown);
  if (!('problems' in result)) return [];
  return result.problems.map(({line, column, rule, message}) => `${line}:${column} ${rule}: ${message}`);
};

describe('a glossary', () => {
  it('is read as terms in plain words, each with the step where it is met', () => {
    const markdown =
      '# Glossary\n\nSome words before.\n\n## Bro*ker*\n\nA **server** of\n`a_b`.\n\nTwo paragraphs.\n\n' +
      '[Who is there?](01-one/lesson.md#who-is-there)\n\n## Topic, stream\n\nA name, see [Last](./02-two/lesson.md#last).\n';
    expect(parse(markdown)).toEqual([
      {name: 'Broker', text: 'A server of a_b. Two paragraphs.', lesson: 0, step: 'step-1'},
      {name: 'Topic, stream', text: 'A name, see Last.', lesson: 1, step: 'step-1'},
    ]);
    expect(parse(markdown.replaceAll('\n', '\r\n'))).toEqual(parse(markdown));
  });

  it.each([
    ['again', 'step-2'],
    ['again-1', 'step-3'],
    ['größe-a_b-c', 'step-4'],
    ['gr%C3%B6%C3%9Fe-a_b-c', 'step-4'],
  ])('finds the heading that forges call #%s', (anchor, step) => {
    expect(parse(entry(`01-one/lesson.md#${anchor}`))).toMatchObject([{lesson: 0, step}]);
  });

  it.each([
    [
      entry('03-three/lesson.md#last'),
      '7:1 glossary: `03-three/lesson.md#last`: there is no lesson 03-three in this course',
    ],
    [
      entry('02-two/lesson.md#first'),
      '7:1 glossary: `02-two/lesson.md#first`: 02-two has no step whose heading is named like that in links',
    ],
    [
      entry('02-two/lesson.md#%E0%A4%A'),
      '7:1 glossary: `02-two/lesson.md#%E0%A4%A`: 02-two has no step whose heading is named like that in links',
    ],
    [
      entry('02-two/lesson.md'),
      '7:1 glossary: `02-two/lesson.md` does not lead to a step; expected LESSON/lesson.md#HEADING',
    ],
    [
      entry('https://example.org/lesson.md#last'),
      '7:1 glossary: `https://example.org/lesson.md#last` does not lead to a step; expected LESSON/lesson.md#HEADING',
    ],
    ['## Word\n\nWhat it means.\n', '1:1 glossary: `Word` has no link to the step where it is met'],
    ['## Word\n\n[Last](02-two/lesson.md#last)\n', '1:1 glossary: `Word` is not explained'],
    [
      `${entry('02-two/lesson.md#last')}\n${entry('02-two/lesson.md#last', 'WORD')}`,
      '11:1 glossary: `WORD` is explained twice',
    ],
    [
      entry('02-two/lesson.md#last', '\u001b[2J'),
      '3:4 control-character: the character U+001B stands here, which nobody sees; take it out',
    ],
  ])('tells what is wrong, and where: %j', (markdown, problem) => {
    expect(problemsOf(markdown)).toEqual([problem]);
  });

  it('tells everything that is wrong at once', () => {
    const markdown = '##\n\nx [a](b) [c](d)\n\n## Two\n';
    expect(problemsOf(markdown).map((problem) => problem.split(' ')[0])).toEqual([
      '1:1',
      '3:3',
      '3:10',
      '5:1',
      '5:1',
    ]);
  });

  it('may be empty, and too long', () => {
    expect(parse('')).toEqual([]);
    expect(problemsOf('x\n'.repeat(20_000))).toEqual([expect.stringMatching(/^\d+:1 page-limit: /)]);
  });
});

describe('the glossary of the course', () => {
  let course: Course;
  const directory = path.resolve(import.meta.dirname, '../../lessons');
  beforeAll(async () => {
    course = await loadCourse(directory);
  });

  it('has its terms in alphabetical order', () => {
    const names = course.glossary.map(({name}) => name);
    expect(names.length).toBeGreaterThan(30);
    expect(names).toEqual([...names].sort(new Intl.Collator('en').compare));
  });

  it('explains each in one or two sentences that a small screen shows', () => {
    const long = course.glossary.filter(
      ({text}) => text.length > 200 || !text.endsWith('.') || (text.match(/[.?!](?=\s|$)/g)?.length ?? 0) > 2,
    );
    expect(long).toEqual([]);
  });

  it('names each step by its heading, also where it is linked on a page of its own', () => {
    const page = readFileSync(path.join(directory, 'glossary.md'), 'utf8');
    const links = [...page.matchAll(/^\[(.+)\]\((.+)\)$/gm)].map(([, text, target]) => ({text, target}));
    expect(links).toEqual(
      course.glossary.map(({lesson, step}) => {
        const {id, steps} = course.lessons[lesson] as Lesson;
        const title = steps.find((each) => each.id === step)?.title ?? '';
        return {text: title, target: `${id}/lesson.md#${anchorOf(title)}`};
      }),
    );
  });
});
