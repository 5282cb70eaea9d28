import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {findLesson} from '../../src/course/find-lesson.ts';
import type {Lesson} from '../../src/course/lesson.ts';
import {CourseError, loadCourse, loadMistakes} from '../../src/course/load-course.ts';
import {smallLesson, temporaryFolder} from './course-folder.ts';

/** Everything that is wrong with a course, each file named from the course's folder on. */
async function problemsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await using folder = await temporaryFolder(files);
  // Awaited, or the folder would be gone before everything is read.
  return await loadCourse(folder.path).then(
    () => [],
    (error) => readProblems(error, folder.path),
  );
}

function readProblems(error: unknown, folder: string): readonly string[] {
  if (!(error instanceof CourseError)) throw error;
  return error.message.split('\n').map((line) => line.replace(`${folder}${path.sep}`, ''));
}

const courseFile = 'title: A course\nlessons: [01-one]\n';
const check = 'export default () => ({type: "waiting"});\n';

describe('a course', () => {
  it('is read with its lessons in order and their checks', async () => {
    await using folder = await temporaryFolder({
      'course.yaml': 'title: A course\nlessons:\n  - 02-two\n  - 01-one\n',
      '01-one/lesson.md': smallLesson,
      '01-one/checks/do-it.ts': check,
      '01-one/checks/mistakes.yaml': 'do-it: []\n',
      '01-one/checks/.hidden': '',
      '02-two/lesson.md': smallLesson,
      '02-two/checks/do-it.sh': '#!/bin/sh\n',
      'notes/lesson.md': 'not part of the course',
    });
    const course = await loadCourse(folder.path);
    expect(course).toMatchObject({title: 'A course', directory: folder.path});
    expect(course.lessons.map(({id, steps}) => [id, steps[0]?.check])).toEqual([
      ['02-two', {path: path.join(folder.path, '02-two/checks/do-it.sh'), language: 'shell'}],
      ['01-one', {path: path.join(folder.path, '01-one/checks/do-it.ts'), language: 'typescript'}],
    ]);
  });

  it('is a folder with a course.yaml', async () => {
    expect(await problemsOf({})).toEqual([
      'course.yaml:1:1 course-file: cannot be read (ENOENT); a course is a folder with a course.yaml',
    ]);
    expect(await problemsOf({'course.yaml/file': ''})).toEqual([
      'course.yaml:1:1 course-file: cannot be read (EISDIR); a course is a folder with a course.yaml',
    ]);
  });

  it.each([
    ['no YAML', 'title: [', /^course\.yaml:1:\d+ course-file: /],
    ['no lessons', 'title: x\nlessons: []\n', /^course\.yaml:2:1 course-file: lessons: Too small/],
    [
      'one lesson twice',
      'title: x\nlessons: [01-one, 01-one]\n',
      'course.yaml:2:1 course-file: lessons: something stands here twice',
    ],
    [
      'a lesson outside the course',
      'title: x\nlessons: [01-one, ../../etc]\n',
      'course.yaml:2:19 course-file: lessons.1: expected the name of a folder such as 04-topics',
    ],
    [
      'a key that is not known',
      'title: x\nlessons: [01-one]\nlesson: x\n',
      'course.yaml:3:1 course-file: lesson: this key is not known here',
    ],
  ])('is refused with %s in course.yaml', async (_, text, expected) => {
    const problems = await problemsOf({'course.yaml': text, '01-one/lesson.md': smallLesson});
    expect(problems).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
  });

  it('has a glossary where there is such a page, and tells where that is wrong', async () => {
    const files = {
      'course.yaml': courseFile,
      '01-one/lesson.md': smallLesson,
      '01-one/checks/do-it.ts': check,
    };
    const page = '## Word\n\nWhat it means.\n\n[Do it](01-one/lesson.md#do-it)\n';
    await using plain = await temporaryFolder(files);
    expect((await loadCourse(plain.path)).glossary).toEqual([]);
    await using folder = await temporaryFolder({...files, 'glossary.md': page});
    expect((await loadCourse(folder.path)).glossary).toEqual([
      {name: 'Word', text: 'What it means.', lesson: 0, step: 'do-it'},
    ]);
    expect(await problemsOf({...files, 'glossary.md': page.replace('#do-it', '#do-that')})).toEqual([
      'glossary.md:5:1 glossary: `01-one/lesson.md#do-that`: 01-one has no step whose heading is named like that in links',
    ]);
    expect(await problemsOf({...files, 'glossary.md/file': ''})).toEqual([
      'glossary.md:1:1 glossary: cannot be read (EISDIR)',
    ]);
  });

  it('43: has words for its end where there is such a page, and tells where that is wrong', async () => {
    const files = {
      'course.yaml': courseFile,
      '01-one/lesson.md': smallLesson,
      '01-one/checks/do-it.ts': check,
    };
    await using plain = await temporaryFolder(files);
    expect((await loadCourse(plain.path)).end).toBeUndefined();
    await using folder = await temporaryFolder({...files, 'end.md': '\nThat was **all**.\n'});
    expect((await loadCourse(folder.path)).end).toBe('That was **all**.');
    expect(await problemsOf({...files, 'end.md': 'That was\u001b[2J all.\n'})).toEqual([
      'end.md:1:9 control-character: the character U+001B stands here, which nobody sees; take it out',
    ]);
    expect(await problemsOf({...files, 'end.md/file': ''})).toEqual([
      'end.md:1:1 end: cannot be read (EISDIR)',
    ]);
  });

  it('tells every lesson that is missing or broken at once', async () => {
    const problems = await problemsOf({
      'course.yaml': 'title: x\nlessons: [01-one, 02-two, 03-three]\n',
      '01-one/lesson.md': smallLesson.replace('bash client', 'bash nowhere'),
      '03-three/lesson.md': smallLesson.replace('minutes: 5', 'minutes: five'),
    });
    expect(problems).toEqual([
      '01-one/lesson.md:11:1 unknown-terminal: `nowhere` is no terminal of this lesson; it has client',
      '02-two/lesson.md:1:1 missing-lesson: cannot be read (ENOENT), but course.yaml names 02-two',
      '03-three/lesson.md:4:1 front-matter: minutes: Invalid input: expected number, received string',
    ]);
  });

  it('is refused with a check that belongs to no step', async () => {
    expect(
      await problemsOf({
        'course.yaml': courseFile,
        '01-one/lesson.md': smallLesson,
        '01-one/checks/do-it-twice.ts': check,
      }),
    ).toEqual(['01-one/lesson.md:1:1 orphaned-check: checks/do-it-twice belongs to no step of this lesson']);
  });

  it('is refused with two checks for one step', async () => {
    expect(
      await problemsOf({
        'course.yaml': courseFile,
        '01-one/lesson.md': smallLesson,
        '01-one/checks/do-it.ts': check,
        '01-one/checks/do-it.sh': '',
      }),
    ).toEqual([
      '01-one/checks/do-it.ts:1:1 two-checks: there are two checks of that name: it would be chance which one runs',
    ]);
  });
});

describe('mistakes', () => {
  const file = '01-one/checks/mistakes.yaml';

  async function mistakesOf(text: string | undefined, more: Readonly<Record<string, string>> = {}) {
    await using folder = await temporaryFolder({
      'course.yaml': courseFile,
      '01-one/lesson.md': `${smallLesson}\n## Read it\n<!-- step: read-it -->\n`,
      '01-one/checks/do-it.ts': check,
      ...(text === undefined ? {} : {[file]: text}),
      ...more,
    });
    const [lesson] = (await loadCourse(folder.path)).lessons;
    return await loadMistakes(lesson as Lesson).catch((error) => readProblems(error, folder.path));
  }

  it('are none where there is no file', async () => {
    expect(await mistakesOf(undefined)).toEqual([]);
  });

  it('are read with what is run and undone', async () => {
    expect(
      await mistakesOf(
        'do-it:\n  - name: slip\n    says: tset|Test\n    run:\n      - {terminal: client, bash: "one\\ntwo"}\n      - {terminal: client, keys: ctrl-c}\n    undo:\n      - {terminal: client, bash: three}\n',
      ),
    ).toMatchObject([
      {
        step: 'do-it',
        name: 'slip',
        says: 'tset|Test',
        run: [
          {how: 'bash', lines: ['one', 'two']},
          {how: 'keys', lines: ['ctrl-c']},
        ],
        undo: [{how: 'bash', lines: ['three']}],
      },
    ]);
  });

  it.each([
    ['no YAML', 'do-it: [', [expect.stringMatching(/^01-one\/checks\/mistakes\.yaml:1:\d+ mistakes: /)]],
    [
      'a step that is not there',
      'do-it: []\ndo-ti:\n  - {name: x, says: x, run: [{terminal: client, bash: ls}]}\n',
      [`${file}:2:1 mistakes: \`do-ti\` is no step of this lesson`],
    ],
    [
      'a step without a check',
      'read-it: []\n',
      [`${file}:1:1 mistakes: \`read-it\` has no check that could explain a mistake`],
    ],
    [
      'terminals that are not there',
      'do-it:\n  - name: x\n    says: x\n    run:\n      - terminal: nowhere\n        bash: ls\n    undo:\n      - {bash: ls, terminal: gone}\n',
      [
        `${file}:5:9 mistakes: \`nowhere\` is no terminal of this lesson`,
        `${file}:8:20 mistakes: \`gone\` is no terminal of this lesson`,
      ],
    ],
    [
      'a block that types nothing',
      'do-it:\n  - {name: x, says: x, run: [{terminal: client}]}\n',
      [`${file}:2:30 mistakes: a block has exactly one of bash, text and keys`],
    ],
    [
      'a pattern that is none',
      'do-it:\n  - {name: x, says: "[", run: [{terminal: client, bash: ls}]}\n',
      [`${file}:2:15 mistakes: do-it.0.says: expected a regular expression`],
    ],
  ])('are refused with %s', async (_, text, expected) => {
    expect(await mistakesOf(text)).toEqual(expected);
  });

  it('are refused when the file cannot be read', async () => {
    expect(await mistakesOf(undefined, {[`${file}/folder`]: ''})).toEqual([
      `${file}:1:1 mistakes: cannot be read (EISDIR)`,
    ]);
  });
});

describe('a lesson somebody names', () => {
  const lessons = ['03-zookeeper-and-a-broker', '04-topics', '10-groups', 'extra'].map(
    (id) => ({id}) as Lesson,
  );
  const found = (wanted: string) => {
    const result = findLesson({title: '', directory: '', lessons, glossary: [], end: undefined}, wanted);
    return result.type === 'found' ? result.lesson.id : `? ${result.nearest}`;
  };

  it.each([
    ['04-topics', '04-topics'],
    ['topics', '04-topics'],
    ['4', '04-topics'],
    ['04', '04-topics'],
    ['004', '04-topics'],
    ['10', '10-groups'],
    ['extra', 'extra'],
    ['topcis', '? 04-topics'],
    ['04-topic', '? 04-topics'],
    ['gruops', '? 10-groups'],
    ['zookeper-and-a-broker', '? 03-zookeeper-and-a-broker'],
    ['1', '? undefined'],
    ['0', '? undefined'],
    ['', '? undefined'],
    ['-4', '? undefined'],
    ['something else', '? undefined'],
  ])('%s is %s', (wanted, expected) => {
    expect(found(wanted)).toBe(expected);
  });
});

describe('the course that comes along', () => {
  it('can be read, with every mistake', async () => {
    const course = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));
    const mistakes = await Promise.all(course.lessons.map(loadMistakes));
    expect(course.lessons.length).toBeGreaterThan(0);
    expect(mistakes.flat().length).toBeGreaterThan(0);
  });
});
