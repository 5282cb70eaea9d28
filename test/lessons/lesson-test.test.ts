import {execFile} from 'node:child_process';
import path from 'node:path';
import {promisify} from 'node:util';
import {describe, it} from 'vitest';
import type {Results} from '../../src/cli/results.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import {runtimesHere} from '../runtimes.ts';

const launcher = path.resolve(import.meta.dirname, '../../dist/launcher.js');

// Containers get in nobody's way: both runtimes are proven at the same time.
describe.concurrent.each(runtimesHere())('lesson test on %s', (runtime) => {
  it('proves every lesson of the course and leaves nothing behind', async ({expect}) => {
    const words = [launcher, 'lesson', 'test', '--runtime', runtime, '--json'];
    // Exit code 1 is told by the results as well, with the reasons.
    const {stdout} = await promisify(execFile)(process.execPath, words, {maxBuffer: 8 * 1024 * 1024}).catch(
      (error: {stdout: string}) => error,
    );
    const {status, lessons} = JSON.parse(stdout) as Results;
    const short = lessons.flatMap(({id, message, steps}) => [
      ...(message === undefined ? [] : [`${id}: ${message}`]),
      ...steps.filter((step) => step.status !== 'pass').map((step) => ({lesson: id, ...step})),
    ]);
    expect(short).toEqual([]);
    expect(status).toBe('pass');
    const course = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));
    expect(lessons.map(({id}) => id)).toEqual(course.lessons.map(({id}) => id));
  }, 1_800_000);
});
