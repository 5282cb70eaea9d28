import {readdirSync, readFileSync} from 'node:fs';
import {availableParallelism, totalmem} from 'node:os';
import {defineConfig, type TestProjectInlineConfiguration} from 'vitest/config';
import {parse} from 'yaml';
import {ownNetworkPool} from './scripts/test/own-network-pool.ts';
import {ProjectsInOrder} from './scripts/test/projects-in-order.ts';
import type {RuntimeName} from './src/lab/lab.ts';
import {runtimes} from './test/runtimes.ts';

/*
 * Two tiers, by where a file lies: `test/whole-course` is the second one (`npm run test:course`), all else the first
 * (`npm test`). Files in `on-each-runtime` run once for each runtime; those in `by-turns` too in the second tier, while
 * in the first each runs on one, and the next file on the other.
 */

/** Labs wait more than they work, and take 1 GB at most. */
const workers = Math.max(1, Math.min(2 * availableParallelism(), Math.floor(totalmem() / 2e9)));

/** What comes from registries, or from an engine's published ports, needs the machine's network. */
const fromRegistries = ['test/package/*.test.ts'];
const ofTheMachine = ['compose', 'fresh-clone', 'real-kafka', 'scripts'].map(
  (name) => `test/whole-course/${name}.test.ts`,
);

const {lessons} = parse(readFileSync(new URL('lessons/course.yaml', import.meta.url), 'utf8')) as {
  lessons: readonly string[];
};
const proof = 'test/by-turns/lesson-proof.test.ts';
const byTurns = readdirSync(new URL('test/by-turns', import.meta.url))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/by-turns/${name}`)
  .filter((file) => file !== proof);

/** Tried at a sample in the first tier, and as often as promised in the second: test/full-count.ts. */
const byChance = [
  'test/course/course-fuzz.test.ts',
  'test/home/progress-file.test.ts',
  'test/session/reduce-random.test.ts',
  'test/terminal/screen-hostile.test.ts',
  'test/ui/markdown/markdown-fuzz.test.ts',
  'test/ui/screen.test.ts',
];

export default defineConfig({
  test: {
    sequence: {sequencer: ProjectsInOrder},
    // What takes longest stands first.
    projects: [
      ...proofs('quick', (_, index) => [turnOf(index)]),
      ...runtimes.map((runtime) => onRuntime('quick', runtime, ['test/on-each-runtime/*.test.ts'])),
      project('quick docker only', 'machine', {include: ['test/lab/docker/*.test.ts']}),
      ...runtimes.map((runtime) =>
        onRuntime(
          'quick by turns',
          runtime,
          byTurns.filter((_, index) => turnOf(index) === runtime),
        ),
      ),
      project('quick from registries', 'machine', {include: fromRegistries}),
      project('quick', 'own', {
        include: ['test/**/*.test.{ts,tsx}'],
        exclude: [
          'test/{on-each-runtime,by-turns,whole-course}/**',
          'test/lab/docker/*.test.ts',
          ...fromRegistries,
        ],
      }),

      project('course at full count', 'own', {
        include: byChance,
        env: {KAFKA_LESSONS_TEST_COUNTS: 'full'},
      }),
      project('course of the machine', 'machine', {include: ofTheMachine}),
      ...proofs('course', () => runtimes),
      ...runtimes.map((runtime) =>
        onRuntime('course', runtime, ['test/whole-course/on-each-runtime/*.test.ts', ...byTurns]),
      ),
      project('course', 'own', {include: ['test/whole-course/*.test.ts'], exclude: ofTheMachine}),
    ],
  },
});

function turnOf(index: number): RuntimeName {
  return runtimes[index % runtimes.length] ?? 'local';
}

/** A project for each lesson, whose proof is one file to all others; the later lessons take longest. */
function proofs(
  tier: string,
  runtimesOf: (lesson: string, index: number) => readonly RuntimeName[],
): TestProjectInlineConfiguration[] {
  return lessons
    .flatMap((lesson, index) =>
      runtimesOf(lesson, index).map((runtime) =>
        project(`${tier} ${runtime} ${lesson}`, networkOf(runtime), {
          include: [proof],
          env: {KAFKA_LESSONS_TEST_RUNTIME: runtime, KAFKA_LESSONS_TEST_LESSON: lesson},
        }),
      ),
    )
    .reverse();
}

function onRuntime(tier: string, runtime: RuntimeName, include: string[]): TestProjectInlineConfiguration {
  const env = {KAFKA_LESSONS_TEST_RUNTIME: runtime};
  return project(`${tier} ${runtime}`, networkOf(runtime), {include, env});
}

/** An engine publishes the ports of its containers in the machine's network. */
function networkOf(runtime: RuntimeName): Network {
  return runtime === 'local' ? 'own' : 'machine';
}

type Network = 'own' | 'machine';

interface Files {
  readonly include: string[];
  readonly exclude?: string[];
  readonly env?: Record<string, string>;
}

function project(name: string, network: Network, files: Files): TestProjectInlineConfiguration {
  const isAlone = network === 'own' && ownNetworkPool === undefined;
  return {
    test: {
      name,
      ...files,
      // A test must not ask Apache's site, whatever it starts: nobody listens there.
      env: {KAFKA_LESSONS_MIRROR: 'http://127.0.0.1:9', ...files.env},
      ...(network === 'own' && ownNetworkPool ? {pool: ownNetworkPool} : {}),
      // Labs that share this machine's ports run one after the other, once all else has run.
      maxWorkers: isAlone ? 1 : workers,
      sequence: {groupOrder: isAlone ? 1 : 0},
      // An end for what hangs, however busy the machine is.
      testTimeout: name.startsWith('course') ? 600_000 : 300_000,
      // What is made before the first test, an installed package say, takes longest of all.
      hookTimeout: 600_000,
      expect: {poll: {timeout: 60_000}},
    },
  };
}
