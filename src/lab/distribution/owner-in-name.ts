import {randomUUID} from 'node:crypto';
import os from 'node:os';

const owner = /^(.+)-(\d+)-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A name nobody else has, which says whose it is: a process id means something only on the machine it comes from. */
export function nameOfOurs(prefix: string): string {
  return `${prefix}${os.hostname()}-${process.pid}-${randomUUID()}`;
}

/** True for a name that a process of this machine gave itself which is no more. */
export function isAbandoned(name: string, prefix: string): boolean {
  if (!name.startsWith(prefix)) return false;
  const [, host, pid] = owner.exec(name.slice(prefix.length)) ?? [];
  return host === os.hostname() && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
