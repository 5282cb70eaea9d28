/**
 * Writes docs/course-report.md from what these left in test-results/, for each runtime:
 *
 *     npx kafka-lessons lesson test --runtime local --repeat 3 --jobs 1 --json > test-results/lesson-test-local.json
 *     npm run failover -- --runtime local
 *     npm run failover -- --runtime local --mode kraft
 *
 * They take about 40 minutes a runtime, and so are not part of the tests. --results FOLDER reads them from another folder,
 * --to FILE writes another page.
 */
import {readFile, writeFile} from 'node:fs/promises';
import {availableParallelism, totalmem} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import type {Results} from '../src/cli/results.ts';
import {loadCourse, loadMistakes} from '../src/course/load-course.ts';
import {kafkaReleases} from '../src/lab/kafka-lines/kafka-releases.ts';
import type {RuntimeName} from '../src/lab/lab.ts';
import {type FailoverRun, renderReport} from './course-report/render-report.ts';

const root = path.resolve(import.meta.dirname, '..');
const runtimes: readonly RuntimeName[] = ['local', 'docker'];
const {values} = parseArgs({
  options: {
    results: {type: 'string', default: path.join(root, 'test-results')},
    to: {type: 'string', default: path.join(root, 'docs', 'course-report.md')},
  },
});

const {lessons} = await loadCourse(path.join(root, 'lessons'));
const course = await Promise.all(
  lessons.map(async (lesson) => ({lesson, mistakes: (await loadMistakes(lesson)).length})),
);
const proofs = await ofEachRuntime<Results>('lesson-test');
const failovers = await ofEachRuntime<{readonly runs: readonly FailoverRun[]}>('failover');
const kraftFailovers = await ofEachRuntime<{readonly runs: readonly FailoverRun[]}>('failover-kraft');
const page = renderReport({
  course,
  proofs: new Map(runtimes.map((runtime, index) => [runtime, proofs[index]?.lessons ?? []])),
  failovers: new Map(runtimes.map((runtime, index) => [runtime, failovers[index]?.runs ?? []])),
  kraftFailovers: new Map(runtimes.map((runtime, index) => [runtime, kraftFailovers[index]?.runs ?? []])),
  machine: [
    `${availableParallelism()} processors, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory, ${process.platform}, Node ${process.versions.node}`,
    `Kafka ${Object.values(kafkaReleases)
      .map(({version}) => version)
      .join(' and ')}, three brokers at most`,
  ],
});
await writeFile(values.to, page);
console.log(`${path.relative(process.cwd(), values.to)} is written.`);

async function ofEachRuntime<Content>(name: string): Promise<readonly Content[]> {
  return Promise.all(
    runtimes.map(async (runtime) => {
      const file = path.join(values.results, `${name}-${runtime}.json`);
      const text = await readFile(file, 'utf8').catch(() => {
        console.error(`${file} is missing. What makes it stands at the top of scripts/course-report.ts.`);
        return process.exit(1);
      });
      return JSON.parse(text) as Content;
    }),
  );
}
