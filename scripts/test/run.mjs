// `npm test` and `npm run test:course`: says first whether Docker takes part, runs vitest on the projects of the tier
// that the first argument names (`vitest.config.ts`), ends with one plain line that counts.
import {spawnSync} from 'node:child_process';
import {readFileSync, rmSync} from 'node:fs';
import {request} from 'node:http';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const results = path.join(root, 'test-results', 'vitest.json');
const testImages = {
  KAFKA_LESSONS_IMAGE: 'kafka-lessons/test-kafka:3.9.1',
  KAFKA_LESSONS_IMAGE_4: 'kafka-lessons/test-kafka:4.3.1',
  KAFKA_LESSONS_WORKSPACE_IMAGE: 'kafka-lessons/test-workspace:22',
  KAFKA_LESSONS_STREAMS_IMAGE: 'kafka-lessons/test-java:17',
};

const engine = await askEngine('/_ping');
const isRequired = process.env.REQUIRE_DOCKER === '1';
if (!engine && isRequired) {
  console.error('REQUIRE_DOCKER=1, but no Docker engine answers. `npm run rig` starts one where it can.');
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const environment = {...process.env, KAFKA_LESSONS_TEST_DOCKER: engine ? '1' : '0'};
if (engine) {
  // Without the images of the rig the public ones are used, which the rig's keep the contract of.
  for (const [variable, image] of Object.entries(testImages)) {
    if (!environment[variable] && (await askEngine(`/images/${image}/json`))) environment[variable] = image;
  }
  console.log(
    `Docker answers: the Docker suites run, with ${environment.KAFKA_LESSONS_IMAGE ?? 'the public image'}.`,
  );
} else {
  console.log(
    'No Docker engine answers: the Docker suites are LEFT OUT. `npm run rig` starts one where it can.',
  );
}

const [tier, ...words] = process.argv.slice(2);
const named = words.some((word) => word.startsWith('--project')) ? [] : [`--project=${tier}*`];

spawnSync(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', path.join(root, 'scripts', 'test', 'prepare-kafka.ts')],
  {env: environment, stdio: ['ignore', 'inherit', 'inherit']},
);
rmSync(results, {force: true});
const {status} = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...named,
    ...words,
  ],
  {cwd: root, env: environment, stdio: ['ignore', 'inherit', 'inherit']},
);
let passed = 0;
let failed = 1;
try {
  const summary = JSON.parse(readFileSync(results, 'utf8'));
  passed = summary.numPassedTests;
  // A file that could not even be loaded has no failed test, but it failed.
  failed = Math.max(summary.numFailedTests, summary.numFailedTestSuites > 0 ? 1 : 0, status === 0 ? 0 : 1);
} catch {
  console.error('vitest left no results.');
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

/** True when the engine answers 200; DOCKER_HOST may name another socket or a TCP address. */
function askEngine(url) {
  const host = process.env.DOCKER_HOST || 'unix:///var/run/docker.sock';
  const where = host.startsWith('unix://')
    ? {socketPath: host.slice('unix://'.length)}
    : {host: new URL(host).hostname, port: new URL(host).port};
  return new Promise((resolve) => {
    const asked = request({...where, path: url, timeout: 3000}, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
