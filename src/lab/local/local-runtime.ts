import {spawn} from 'node:child_process';
import {rm} from 'node:fs/promises';
import type {KafkaDistribution, KafkaForHosts} from '../distribution/kafka-distribution.ts';
import type {LabOptions, Runtime} from '../lab.ts';
import {serverPatience} from '../servers/server-roles.ts';
import {setAsideWorkspace} from '../workspace/lay-out-workspace.ts';
import {findProcesses, killProcesses, stopProcesses} from './host-processes.ts';
import {allStopped, archiveHome} from './lab-guard.ts';
import {type LabToken, tokenVariable} from './lab-token.ts';
import {startLocalLab} from './local-lab.ts';

export interface LocalRuntimeParts {
  /** Finds or fetches the Kafka the lab runs. Throws `LabError` where there is none to be had. */
  readonly findKafka: (options: Pick<LabOptions, 'needs' | 'report' | 'signal'>) => Promise<KafkaForHosts>;
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
      const lab = await startLocalLab(options, {
        kafka,
        environment: parts.environment,
        startGuard: (token) => startGuard(parts.guardCommand(token)),
      });
      speedUp(kafka, parts.environment, options.identity.homeId);
      return lab;
    },
    sweep: async (homeId) => {
      await Promise.all([
        stopProcesses({homeId}, serverPatience),
        killProcesses({homeId: archiveHome(homeId)}),
      ]);
    },
    findLeftovers: async (homeId) =>
      (await findProcesses({homeId})).map(({pid, command}) => `process ${pid} (${command.slice(0, 80)})`),
    findKept: async () => [],
    removeKept: async (homeId) => {
      await Promise.all([killProcesses({homeId}), killProcesses({homeId: archiveHome(homeId)})]);
      return [];
    },
    removeLab: async ({homeId, lessonId, directory, workspace}) => {
      await killProcesses({homeId, lessonId});
      await rm(directory, {recursive: true, force: true});
      return setAsideWorkspace(workspace, new Date());
    },
  };
}

/** The folders of Kafka for which that was begun. */
const speedingUp = new Set<string>();

/**
 * Once for each Kafka and Java: commands and servers start in half the time from then on. It outlives the lab it was
 * begun with, so that short lessons do not begin it again and again, and ends with the app.
 */
function speedUp(
  kafka: KafkaDistribution,
  environment: LocalRuntimeParts['environment'],
  homeId: string,
): void {
  if (speedingUp.has(kafka.directory)) return;
  speedingUp.add(kafka.directory);
  void (async () => {
    const {makeClassArchive} = await import('../distribution/class-archive.ts');
    const token = {[tokenVariable]: `${archiveHome(homeId)}/class-archive/class-archive`};
    await makeClassArchive({kafka, environment: {...environment, ...token}}).catch(() => {
      // Everything works without it.
    });
  })();
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
      guard.stdin.end(allStopped);
      await gone;
    },
  };
}
