import {randomBytes} from 'node:crypto';
import {rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {LabError} from '../lab.ts';
import {execInContainer, type NamedContainer} from './container-exec.ts';
import type {Engine} from './engine.ts';
import {hasOwnMachine} from './engine-kind.ts';
import {workspaceDirectory} from './host-layout.ts';

/** Milliseconds for a look at the folder from inside. */
const lookLimit = 20_000;

/**
 * uid and gid of the container that writes into the learner's folder, so that what it writes is theirs. An engine
 * without root rights takes the learner for its root; one with a machine of its own gives every file to the learner.
 */
export function learnersUser({kind, isRootless}: Pick<Engine, 'kind' | 'isRootless'>): string {
  if (isRootless) return '0:0';
  if (hasOwnMachine(kind, process.platform)) return '1000:1000';
  return `${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`;
}

/** An engine that cannot see the folder makes an empty one of that name somewhere else, and says nothing. */
export async function refuseUnseenFolder(
  engine: Engine,
  host: NamedContainer,
  folder: string,
): Promise<void> {
  const name = `.kafka-lessons-${randomBytes(6).toString('hex')}`;
  const sign = path.join(folder, name);
  await writeFile(sign, '');
  try {
    const {exitCode} = await execInContainer(engine, host, {
      command: ['test', '-e', `${workspaceDirectory}/${name}`],
      timeLimit: lookLimit,
    });
    if (exitCode === 0) return;
  } finally {
    await rm(sign, {force: true});
  }
  throw new LabError(
    `The Docker engine cannot see the folder of your programs, ${folder}: it runs on another machine, or shares other folders only.`,
    'Let it share that folder (Docker Desktop: Settings, Resources, File sharing), choose another one with --home DIR, or do without containers: --runtime local.',
  );
}
