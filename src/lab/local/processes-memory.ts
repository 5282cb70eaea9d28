import {readFile} from 'node:fs/promises';
import {findProcesses} from './host-processes.ts';
import type {LabToken} from './lab-token.ts';

/**
 * Bytes of memory that the processes of a token take. Linux: their proportional share, so that what they have in common
 * (Java itself, the class archive) counts once. Elsewhere what `ps` calls resident, where it counts for each.
 */
export async function memoryOfProcesses(token: LabToken): Promise<number> {
  const pids = (await findProcesses(token)).map(({pid}) => pid);
  const kilobytes = process.platform === 'linux' ? await proportional(pids) : await resident(pids);
  return kilobytes.reduce((sum, each) => sum + each, 0) * 1024;
}

async function proportional(pids: readonly number[]): Promise<readonly number[]> {
  return Promise.all(
    pids.map(async (pid) => {
      // A process that ended meanwhile takes nothing.
      const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
      return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
    }),
  );
}

async function resident(pids: readonly number[]): Promise<readonly number[]> {
  if (pids.length === 0) return [];
  const {execa} = await import('execa');
  const {stdout} = await execa('ps', ['-o', 'rss=', '-p', pids.join(',')], {reject: false});
  return stdout.split('\n').map(Number);
}
