import {randomBytes} from 'node:crypto';
import {execa} from 'execa';
import type {HostName} from '../../../src/course/lesson.ts';
import {dockerRuntime} from '../../../src/lab/docker/docker-runtime.ts';
import type {LabIdentity} from '../../../src/lab/lab.ts';
import type {ContractSubject, Program} from '../contract/contract-subject.ts';

/** The image the rig builds, since the public one cannot be had where the tests run. */
export const testImage = process.env['KAFKA_LESSONS_IMAGE'] || 'kafka-lessons/test-kafka:3.9.1';

/** The one with Kafka 4. */
const testImage4 = process.env['KAFKA_LESSONS_IMAGE_4'] || 'kafka-lessons/test-kafka:4.3.1';

/** The one for the host `workspace`. */
export const testWorkspaceImage =
  process.env['KAFKA_LESSONS_WORKSPACE_IMAGE'] || 'kafka-lessons/test-workspace:22';

/** The one with Java alone, for the host `streams`. */
const testJavaImage = process.env['KAFKA_LESSONS_STREAMS_IMAGE'] || 'kafka-lessons/test-java:17';

export const dockerEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  KAFKA_LESSONS_IMAGE: testImage,
  KAFKA_LESSONS_IMAGE_4: testImage4,
  KAFKA_LESSONS_WORKSPACE_IMAGE: testWorkspaceImage,
  KAFKA_LESSONS_STREAMS_IMAGE: testJavaImage,
};

/** False, with a plain word on the console, where no engine answers; `REQUIRE_DOCKER=1` makes that an error. */
export async function hasDocker(): Promise<boolean> {
  const {failed, stderr} = await execa('docker', ['version'], {reject: false, timeout: 10_000});
  if (!failed) return true;
  const words = `Left out, for want of a Docker engine: ${stderr || '`docker version` fails'}`;
  if (process.env['REQUIRE_DOCKER'] === '1') throw new Error(words);
  console.log(words);
  return false;
}

/** Judged by Docker's own command. */
export const dockerSubject: ContractSubject = {
  name: 'docker',
  makeRuntime: async () => dockerRuntime({environment: dockerEnvironment}),
  listRunning: async (homeId) => [
    ...(await docker('ps', '--all', '--filter', homeFilter(homeId), '--format', 'container {{.Names}}')),
    ...(await docker('network', 'ls', '--filter', homeFilter(homeId), '--format', 'network {{.Name}}')),
  ],
  listData: async ({homeId}) =>
    docker('volume', 'ls', '--filter', homeFilter(homeId), '--format', '{{.Name}}'),
  listPrograms,
  listListeners,
  makeStrangers,
};

/** The lines Docker's command prints. */
export async function docker(...args: readonly string[]): Promise<readonly string[]> {
  const {stdout} = await execa('docker', args);
  return stdout.split('\n').filter(Boolean);
}

function homeFilter(homeId: string): string {
  return `label=kafka-lessons.home=${homeId}`;
}

async function listPrograms({homeId, lessonId}: LabIdentity, host: HostName): Promise<readonly Program[]> {
  const name = `kafka-lessons-${homeId}-${lessonId}-${host}`;
  const [state = ''] = await docker('inspect', '--format', '{{.State.Status}}', name);
  if (state === 'exited') return [];
  const [, ...lines] = await docker('top', name, '-eo', 'pid,args');
  return lines
    .map((line) => line.trim().replace(/^\d+\s+/, ''))
    .filter((command) => !/docker-init|^sleep 2147483647$/.test(command))
    .map((command) => ({command, standsStill: state === 'paused'}));
}

/** Published ports as the system sees them: each must be there, and each address at which it is. */
async function listListeners({homeId}: LabIdentity): Promise<readonly string[]> {
  const containers = await docker('ps', '--quiet', '--filter', homeFilter(homeId));
  const published = (await Promise.all(containers.map(async (id) => docker('port', id)))).flat();
  const ports = new Set(published.map((line) => line.replace(/.*:/, '')));
  const {stdout} = await execa('ss', ['-ltnH']);
  const listening = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[3] ?? '')
    .filter((address) => ports.has(address.replace(/.*:/, '')));
  return [...published.map((line) => line.replace(/.* -> /, '')), ...listening];
}

async function makeStrangers(): ReturnType<ContractSubject['makeStrangers']> {
  const id = randomBytes(4).toString('hex');
  const name = `kafka-lessons-${id}`;
  const label = ['--label', `kafka-lessons.home=${id}`];
  await docker('network', 'create', ...label, name);
  await docker('volume', 'create', ...label, name);
  await docker(
    ...[
      'run',
      '--detach',
      '--name',
      name,
      ...label,
      '--network',
      name,
      '--volume',
      `${name}:/lab`,
      testImage,
    ],
    ...['bash', '-c', 'exec -a java sleep 100000'],
  );
  return {
    list: async () => [
      ...(await docker('ps', '--no-trunc', '--filter', `name=^${name}$`, '--format', '{{.ID}} {{.State}}')),
      ...(await docker('volume', 'ls', '--filter', `name=^${name}$`, '--format', '{{.Name}}')),
      ...(await docker('network', 'ls', '--filter', `name=^${name}$`, '--format', '{{.ID}}')),
    ],
    [Symbol.asyncDispose]: async () => {
      await docker('rm', '--force', '--volumes', name);
      await docker('volume', 'rm', name);
      await docker('network', 'rm', name);
    },
  };
}
