import {describe, expect, it} from 'vitest';
import {explainError, UsageError} from '../../src/cli/explain-error.ts';
import {type LessonResult, renderJunit, renderResults, toResults, worst} from '../../src/cli/results.ts';
import {CourseError} from '../../src/course/load-course.ts';
import {HomeError} from '../../src/home/owned-home.ts';
import {LabError} from '../../src/lab/lab.ts';
import {createRandom, hostileString} from '../terminal/fuzz-strings.ts';
import {readXml} from './well-formed.ts';

const lesson: LessonResult = {
  id: '04-topics',
  title: 'Topics & "more"',
  status: 'fail',
  steps: [
    {id: 'create', title: 'Create', status: 'pass', message: 'it is there', ms: 1234},
    {
      id: 'list',
      title: 'List <all>',
      status: 'fail',
      message: 'one\ntwo & three',
      expected: 'a "b"',
      observed: '<c>',
      ms: 0,
    },
    {id: 'look', title: 'Look', status: 'error', message: 'not reached', ms: 0},
  ],
};

describe('results', () => {
  it('are as bad as the worst of them', () => {
    expect(worst([])).toBe('pass');
    expect(worst(['pass', 'fail'])).toBe('fail');
    expect(worst(['fail', 'error', 'pass'])).toBe('error');
    expect(toResults([lesson, {...lesson, status: 'pass'}])).toMatchObject({version: 1, status: 'fail'});
    expect(toResults([])).toEqual({version: 1, status: 'pass', lessons: []});
  });

  it('are written for people, a line a step, with what was expected and observed', () => {
    expect(
      renderResults(
        toResults([{...lesson, message: 'left behind: a process', ms: 58_100, memory: 343_400_000}]),
        false,
      ),
    ).toBe(`04-topics  Topics & "more" (58.1 s, 343 MB of memory)
  ! left behind: a process
  ✔ Create (1.2 s)
      it is there
  ✘ List <all>
      one
      two & three
      expected: a "b"
      observed: <c>
  ! Look
      not reached
`);
  });

  it('have colours only where they are wanted', () => {
    expect(renderResults(toResults([lesson]), false)).not.toContain('\u001b');
    expect(renderResults(toResults([lesson]), true)).toContain('\u001b[31m✘\u001b[0m');
  });
});

describe('JUnit XML', () => {
  it('has a suite for each lesson and a case for each step', () => {
    expect(readXml(renderJunit(toResults([lesson])))).toEqual([
      {name: 'testsuites', attributes: {}},
      {name: 'testsuite', attributes: {name: '04-topics', tests: '3', failures: '1', errors: '1'}},
      {name: 'testcase', attributes: {classname: '04-topics', name: 'create', time: '1.234'}},
      {name: 'testcase', attributes: {classname: '04-topics', name: 'list', time: '0.000'}},
      {name: 'failure', attributes: {message: 'one\ntwo & three'}},
      {name: 'testcase', attributes: {classname: '04-topics', name: 'look', time: '0.000'}},
      {name: 'error', attributes: {message: 'not reached'}},
    ]);
  });

  it('counts a lab that did not start as an error', () => {
    const results = toResults([{id: 'a', title: 'A', status: 'error', message: 'no <engine>', steps: []}]);
    expect(readXml(renderJunit(results))).toMatchObject([
      {},
      {attributes: {tests: '1', failures: '0', errors: '1'}},
      {attributes: {name: 'lab'}},
      {name: 'error', attributes: {message: 'no <engine>'}},
    ]);
  });

  it('is well-formed whatever a check said', () => {
    const random = createRandom(5);
    for (let round = 0; round < 500; round += 1) {
      const [message, expected, observed, title] = Array.from({length: 4}, () => hostileString(random));
      const step = {id: 'a', title: title ?? '', status: 'fail', message: message ?? '', ms: 1} as const;
      const steps = [{...step, expected: expected ?? '', observed: observed ?? ''}];
      const text = renderJunit(
        toResults([{id: 'a', title: '', status: 'fail', message: observed ?? '', steps}]),
      );
      expect(readXml(text).length).toBeGreaterThan(4);
    }
  });
});

describe('an error', () => {
  it.each([
    [
      new UsageError('There is no such lesson.', 'Did you mean x?'),
      2,
      'There is no such lesson.\nDid you mean x?\n',
    ],
    [new UsageError('There is no such lesson.'), 2, 'There is no such lesson.\n'],
    [
      new CourseError([{file: 'a.md', line: 3, column: 4, rule: 'block', message: 'odd'}]),
      2,
      'The course cannot be read:\na.md:3:4 block: odd\nMend the file and try again.\n',
    ],
    [new LabError('Port 2181 is taken.', 'Stop it.'), 3, 'Port 2181 is taken.\n→ Stop it.\n'],
    [new HomeError('The folder is full.', 'Free it.'), 3, 'The folder is full.\n→ Free it.\n'],
    [new DOMException('stopped', 'AbortError'), 1, 'Stopped.\n'],
    [
      new TypeError('x is not a function'),
      1,
      'Something went wrong inside kafka-lessons: x is not a function\n→ That is a bug of ours; please report it with the command you typed.\n',
    ],
    [
      'a word',
      1,
      'Something went wrong inside kafka-lessons: a word\n→ That is a bug of ours; please report it with the command you typed.\n',
    ],
  ])('is told in words, with the right exit code: %s', (error, exitCode, text) => {
    expect(explainError(error)).toEqual({text, exitCode});
  });
});
