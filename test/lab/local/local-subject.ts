import {spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {readdir, readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import type {HostName} from '../../../src/course/lesson.ts';
import {findHome} from '../../../src/home/home-paths.ts';
import type {LabIdentity} from '../../../src/lab/lab.ts';
import {findKafkaForLab} from '../../../src/lab/local/kafka-for-lab.ts';
import {localRuntime} from '../../../src/lab/local/local-runtime.ts';
import type {ContractSubject, Program} from '../contract/contract-subject.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const {KAFKA_HOME: _, ...environment} = process.env;

/** Judged by `/proc` and `ss`. */
export const localSubject: ContractSubject = {
  name: 'local',
  makeRuntime: async () =>
    localRuntime({
      environment,
      // Where `npm test` has put it before.
      findKafka: async ({needs, ...options}) =>
        findKafkaForLab({
          ...options,
          line: needs.kafka,
          hosts: needs.hosts,
          environment,
          cacheDirectory: findHome(undefined, process.env).cache,
          sources: ['cache', 'Maven'],
        }),
      guardCommand: ({homeId, lessonId = '', run = ''}) => [
        process.execPath,
        path.join(project, 'src/lab-guard-entry.ts'),
        homeId,
        lessonId,
        run,
      ],
    }),
  listRunning: async (homeId) =>
    (await processesOf(`${homeId}/`)).map(({pid, command}) => `process ${pid} ${command}`),
  listData: async ({directory}) =>
    stat(directory).then(
      () => [directory],
      () => [],
    ),
  listPrograms: async ({homeId, lessonId}: LabIdentity, host: HostName) =>
    processesOf(`${homeId}/${lessonId}/${host}`),
  listListeners,
  makeStrangers,
};

export interface Process extends Program {
  readonly pid: number;
}

/** Processes whose environment says that they are of a lab. The guard has no such word; it is known by its arguments. */
export async function processesOf(token: string): Promise<readonly Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const read = async (file: string) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
      const [variables, command, status] = await Promise.all(['environ', 'cmdline', 'stat'].map(read));
      const isOurs = variables?.split('\0').some((text) => text.startsWith(`KAFKA_LESSONS_TOKEN=${token}`));
      const state = status?.slice(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3);
      if (!isOurs || state === 'Z' || state === 'X') return undefined;
      return {
        pid: Number(pid),
        command: command?.replaceAll('\0', ' ').trim() ?? '',
        standsStill: state === 'T',
      };
    }),
  );
  return found.filter((entry) => entry !== undefined);
}

async function listListeners({homeId}: LabIdentity): Promise<readonly string[]> {
  const pids = new Set((await processesOf(`${homeId}/`)).map(({pid}) => pid));
  const {stdout} = await execa('ss', ['-ltnpH']);
  return stdout.split('\n').flatMap((line) => {
    const isOurs = [...line.matchAll(/pid=(\d+)/g)].some(([, pid]) => pids.has(Number(pid)));
    return isOurs ? [line.trim().split(/\s+/)[3] ?? ''] : [];
  });
}

/** Two processes whose command lines look like a broker's: one of another home, one of nobody's. */
async function makeStrangers(): ReturnType<ContractSubject['makeStrangers']> {
  const homeId = randomBytes(6).toString('hex');
  const children = [{KAFKA_LESSONS_TOKEN: `${homeId}/07-contract/broker-1`}, {}].map((variables) =>
    spawn('sleep', ['100000'], {
      argv0: 'kafka.Kafka',
      stdio: 'ignore',
      env: {PATH: process.env['PATH'], ...variables},
    }),
  );
  return {
    list: async () =>
      children
        .filter(({exitCode, signalCode}) => exitCode === null && signalCode === null)
        .map(({pid}) => `${pid}`),
    [Symbol.asyncDispose]: async () => {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}
