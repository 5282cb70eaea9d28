import {readdirSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LessonResult, Results} from '../../src/cli/results.ts';
import {markedProcesses} from '../checks/marked-processes.ts';
import {newAccount, type Ran, standInKafka} from './run-launcher.ts';

const course = path.resolve(import.meta.dirname, '../fixtures/courses/bad-checks');

/** What `lesson test` must say of the steps of each lesson; undefined for one that is proven. */
const expected: Readonly<Record<string, readonly (Readonly<Record<string, unknown>> | undefined)[]>> = {
  '01-good': [undefined],
  '02-always-passes': [{message: 'untouched, the check passes: anything will do'}],
  '03-always-fails': [
    {
      message: 'the solution does not pass',
      expected: 'passed',
      observed: 'failed: never right | more | less',
    },
  ],
  '04-hangs': [{message: 'untouched, the check is broken: the check gave no verdict within 2 s'}],
  '05-floods': [
    {
      message: expect.stringMatching(
        /^untouched, the check is broken: the check printed more than 1 MiB \| flood\n/,
      ),
    },
  ],
  '06-crashes': [
    {
      message:
        'untouched, the check is broken: the check threw an error | RangeError: out of my depth (do-it.ts:4:9)',
    },
  ],
  '07-ends-its-process': [
    {message: 'untouched, the check is broken: the check ended its process (exit code 9)'},
  ],
  '08-says-nothing': [
    {
      message: 'the solution does not pass',
      observed: 'broken: the check passed without saying on what evidence; print one sentence',
    },
  ],
  '09-same-words': [
    {
      message: [
        'mistake "no file at all": its words are said of the untouched step too',
        'mistakes "one letter more" and "no file at all" are explained by the same words',
        'mistakes "one letter less" and "no file at all" are explained by the same words',
        'mistakes "one letter less" and "one letter more" are explained by the same words',
      ].join('\n'),
    },
  ],
  '10-holds-no-more': [
    {
      message: 'at the end of the lesson the step holds no more; fix a later step or mark it transient',
      expected: 'the file made is there',
      observed: 'waiting',
    },
    undefined,
  ],
  '11-passes-once': [
    {message: 'the solution passes once and a moment later no more', observed: 'waiting: for the file made'},
  ],
  '12-setup-fails': [
    {message: expect.stringMatching(/^setup: on client it ended with 2: ls: .*no-such-file/)},
  ],
  '13-no-answer': [{message: 'the check passes without naming which choice turned out right'}],
};

describe('lesson test on lessons with bad checks', () => {
  let account: Awaited<ReturnType<typeof newAccount>>;
  let all: readonly LessonResult[];
  let runs: readonly Ran[];
  beforeAll(async () => {
    account = await newAccount();
    const environment = {KAFKA_HOME: await standInKafka(account)};
    const test = async (lessons: readonly string[]) =>
      account.run(['--course', course, '--runtime', 'local', 'lesson', 'test', '--json', ...lessons], {
        environment,
        limit: 110_000,
      });
    // The one that waits longest beside all the others.
    const others = Object.keys(expected).filter((id) => id !== '03-always-fails');
    runs = await Promise.all([test(others), test(['03-always-fails'])]);
    all = runs.flatMap(({stdout}) => (JSON.parse(stdout) as Results).lessons);
  });
  afterAll(async () => account[Symbol.asyncDispose]());

  it.each(Object.entries(expected))('judges %s as it should', (id, steps) => {
    const result = all.find((lesson) => lesson.id === id);
    expect(result?.status).toBe(steps.every((step) => step === undefined) ? 'pass' : 'fail');
    expect(result?.message).toBeUndefined();
    expect(result?.steps).toHaveLength(steps.length);
    for (const [index, step] of steps.entries()) {
      const status = step === undefined ? 'pass' : 'fail';
      expect(result?.steps[index]).toMatchObject({status, ...step});
    }
  });

  it('ends with exit code 1, without a stack trace', () => {
    for (const {exitCode, stdout, stderr} of runs) {
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({version: 1, status: 'fail'});
      expect(stdout).not.toMatch(/\\n\s+at /);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('leaves nothing behind', async () => {
    expect(readdirSync(account.temporary)).toEqual([]);
    if (process.platform !== 'linux') {
      console.log('There is no /proc here: processes that lesson test leaves running are NOT looked for.');
      return;
    }
    expect(await markedProcesses(account.folder)).toEqual([]);
  });
});
