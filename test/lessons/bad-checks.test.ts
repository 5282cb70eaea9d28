import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Results} from '../../src/cli/results.ts';

const root = path.resolve(import.meta.dirname, '../..');
const course = path.join(root, 'test/fixtures/courses/bad-checks');

describe('lesson test', () => {
  let results: Results;
  let exitCode: number;

  beforeAll(async () => {
    const words = [
      path.join(root, 'dist/launcher.js'),
      'lesson',
      'test',
      '--course',
      course,
      '--runtime',
      'local',
      '--json',
    ];
    const {stdout, code} = await promisify(execFile)(process.execPath, words).then(
      (done) => ({...done, code: 0}),
      (error: {stdout: string; code: number}) => error,
    );
    results = JSON.parse(stdout);
    exitCode = code;
  }, 240_000);

  it('fails as a whole', () => {
    expect(exitCode).toBe(1);
    expect(results.status).not.toBe('pass');
  });

  it.each([
    ['01-always-passes', /untouched, the check passes: whatever you did/],
    ['02-always-fails', /the solution does not pass/],
    ['03-hangs', /untouched, the check is broken: .*no verdict within 2 s/],
    ['04-floods', /untouched, the check is broken: .*more than 1 MiB/],
    ['05-crashes', /untouched, the check is broken: .*exit code 3/],
    ['06-same-words', /its words are said of the untouched step too/],
    ['07-holds-no-more', /at the end of the lesson the step holds no more/],
  ])('refuses %s', (id, words) => {
    const lesson = results.lessons.find((candidate) => candidate.id === id);
    expect(lesson?.status).not.toBe('pass');
    expect(lesson?.steps.map(({message}) => message).join('\n')).toMatch(words);
  });

  it('leaves no check process behind', () => {
    const left = readdirSync('/proc').filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(
          path.join(root, 'dist', 'check-process.js'),
        );
      } catch {
        return false;
      }
    });
    expect(left).toEqual([]);
  });
});
