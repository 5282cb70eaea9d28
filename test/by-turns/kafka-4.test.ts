import {existsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, it} from 'vitest';
import type {Results} from '../../src/cli/results.ts';
import {runtimeHere} from '../runtimes.ts';

const launcher = path.resolve(import.meta.dirname, '../../dist/launcher.js');
const course = path.resolve(import.meta.dirname, '../fixtures/courses/kafka-4');

it(`nodes are made ready and started, and every kind of host does its work, on ${runtimeHere()}`, async () => {
  const words = ['lesson', 'test', '--course', course, '--runtime', runtimeHere(), '--json'];
  const {stdout, stderr} = await execa(process.execPath, [launcher, ...words], {reject: false});
  if (stdout === '') throw new Error(`lesson test gave no results:\n${stderr}`);
  const {lessons} = JSON.parse(stdout) as Results;
  const steps = lessons.flatMap(({id, message, steps: all}) => [
    ...(message === undefined ? [] : [`${id}: ${message}`]),
    ...all.map((step) => `${step.id} ${step.status}${step.status === 'pass' ? '' : `: ${step.message}`}`),
  ]);
  expect(steps).toEqual(['create-topic pass', 'carry pass', 'count pass', 'serve pass']);
  // Where Kafka Streams keeps its state unless told otherwise.
  expect(existsSync(path.join(tmpdir(), 'kafka-streams'))).toBe(false);
});
