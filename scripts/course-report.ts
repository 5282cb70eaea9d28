// `npm run course-report [-- --repeat N]`: proves the course on every runtime here and writes docs/course-report.md.
import {readFile, writeFile} from 'node:fs/promises';
import {availableParallelism, totalmem} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import type {LessonResult} from '../src/cli/results.ts';
import {loadCourse, loadMistakes} from '../src/course/load-course.ts';
import type {RuntimeName} from '../src/lab/lab.ts';
import {proveCourse} from './course-report/prove-course.ts';
import {type FailoverRun, renderReport} from './course-report/render-report.ts';

const root = path.resolve(import.meta.dirname, '..');
const {values} = parseArgs({options: {repeat: {type: 'string', default: '3'}}});
const runtimes: readonly RuntimeName[] = ['local', 'docker'];

const {lessons} = await loadCourse(path.join(root, 'lessons'));
const course = await Promise.all(
  lessons.map(async (lesson) => ({lesson, mistakes: (await loadMistakes(lesson)).length})),
);
const failovers = new Map<RuntimeName, readonly FailoverRun[]>();
for (const runtime of runtimes) {
  const file = path.join(root, 'test-results', `failover-${runtime}.json`);
  const text = await readFile(file, 'utf8').catch(() => {
    console.error(`${file} is missing: run \`npm run failover -- --runtime ${runtime}\` first.`);
    return process.exit(1);
  });
  failovers.set(runtime, (JSON.parse(text) as {runs: readonly FailoverRun[]}).runs);
}
const proofs = new Map<RuntimeName, readonly LessonResult[]>();
for (const runtime of runtimes) proofs.set(runtime, await proveCourse(runtime, Number(values.repeat)));

const page = renderReport({
  course,
  proofs,
  failovers,
  machine: [
    `${availableParallelism()} processors, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory, ${process.platform}, Node ${process.versions.node}`,
    'Kafka 3.9.1, three brokers at most',
  ],
});
await writeFile(path.join(root, 'docs', 'course-report.md'), page);
const isFine = [...proofs.values()].flat().every(({status}) => status === 'pass');
console.log(isFine ? 'docs/course-report.md is written.' : 'docs/course-report.md says what did not pass.');
process.exitCode = isFine ? 0 : 1;
