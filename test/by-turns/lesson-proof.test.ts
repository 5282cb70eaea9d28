import path from 'node:path';
import {execa} from 'execa';
import {expect, it} from 'vitest';
import type {Results} from '../../src/cli/results.ts';
import {runtimeHere} from '../runtimes.ts';

const launcher = path.resolve(import.meta.dirname, '../../dist/launcher.js');

/** vitest.config.ts runs this file once for each lesson. */
const lesson = process.env['KAFKA_LESSONS_TEST_LESSON'] ?? '';

it(`lesson test proves ${lesson} on ${runtimeHere()}, with its mistakes, and leaves nothing behind`, async () => {
  const words = [launcher, 'lesson', 'test', lesson, '--runtime', runtimeHere(), '--json'];
  const {stdout, stderr} = await execa(process.execPath, words, {reject: false});
  // Exit code 1 is told by the results as well, with the reasons.
  if (stdout === '') throw new Error(`lesson test gave no results:\n${stderr}`);
  const {status, lessons} = JSON.parse(stdout) as Results;
  const short = lessons.flatMap(({id, message, steps}) => [
    ...(message === undefined ? [] : [`${id}: ${message}`]),
    ...steps.filter((step) => step.status !== 'pass').map((step) => ({lesson: id, ...step})),
  ]);
  expect(short).toEqual([]);
  expect(status).toBe('pass');
  expect(lessons.map(({id}) => id)).toEqual([lesson]);
}, 600_000);
