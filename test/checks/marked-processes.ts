import {readdir, readFile} from 'node:fs/promises';
import {until} from '../lab/contract/until.ts';

/** Pids of the living processes that carry `text` in their environment, judged by /proc. */
export async function markedProcesses(text: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [environment, status] = await Promise.all(
        ['environ', 'stat'].map(async (file) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '')),
      );
      const isDead = status?.slice(status.lastIndexOf(')') + 2).startsWith('Z');
      return environment?.includes(text) && !isDead ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

/** Waits until no process carries the text any more. */
export async function untilGone(text: string, limit = 5000): Promise<void> {
  await until(`no process with ${text}`, async () => (await markedProcesses(text)).length === 0, limit);
}
