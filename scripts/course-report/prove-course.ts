import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import type {LessonResult, Results} from '../../src/cli/results.ts';
import type {RuntimeName} from '../../src/lab/lab.ts';

const launcher = path.resolve(import.meta.dirname, '../../dist/launcher.js');

/** Proves every lesson so many times, one lab at a time, so that times and memory are a lesson's own. */
export async function proveCourse(runtime: RuntimeName, repeat: number): Promise<readonly LessonResult[]> {
  const words = ['lesson', 'test', '--json', '--runtime', runtime, '--repeat', String(repeat), '--jobs', '1'];
  const child = spawn(process.execPath, [launcher, ...words], {stdio: ['ignore', 'pipe', 'inherit']});
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (stdout === '') throw new Error(`lesson test gave no results on ${runtime}; the reason is above`);
  return (JSON.parse(stdout) as Results).lessons;
}
