import {spawn} from 'node:child_process';
import {rm} from 'node:fs/promises';
import type {KafkaDistribution} from '../distribution/kafka-distribution.ts';
import type {LabOptions, Runtime} from '../lab.ts';
import {findProcesses, killProcesses, stopProcesses} from './host-processes.ts';
import type {LabToken} from './lab-token.ts';
import {startLocalLab} from './local-lab.ts';

export interface LocalRuntimeParts {
  /** Finds or fetches the Kafka the lab runs. Throws `LabError` where there is none to be had. */
  readonly findKafka: (options: Pick<LabOptions, 'report' | 'signal'>) => Promise<KafkaDistribution>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Program and arguments that run `guardLab` for a token. */
  readonly guardCommand: (token: LabToken) => readonly [string, ...string[]];
}

/** Labs of local processes: no Docker engine needed, one lab at a time, the standard ports. */
export function localRuntime(parts: LocalRuntimeParts): Runtime {
  return {
    name: 'local',
    startLab: async (options) => {
      const kafka = await parts.findKafka(options);
      return startLocalLab(options, {
        kafka,
        environment: parts.environment,
        startGuard: (token) => startGuard(parts.guardCommand(token)),
      });
    },
    sweep: async (homeId) => stopProcesses({homeId}, 5000),
    findLeftovers: async (homeId) =>
      (await findProcesses({homeId})).map(({pid, command}) => `process ${pid} (${command.slice(0, 80)})`),
    removeLab: async ({homeId, lessonId, directory}) => {
      await killProcesses({homeId, lessonId});
      await rm(directory, {recursive: true, force: true});
    },
  };
}

function startGuard([file, ...args]: readonly [string, ...string[]]): {close(): Promise<void>} {
  // In a session of its own: closing the learner's terminal must not take the guard along.
  const guard = spawn(file, args, {stdio: ['pipe', 'ignore', 'ignore'], detached: true});
  const gone = new Promise<void>((resolve) => {
    guard.once('exit', () => resolve());
    guard.once('error', () => resolve());
  });
  guard.stdin.on('error', () => {});
  return {
    close: async () => {
      guard.stdin.end();
      await gone;
    },
  };
}
