import path from 'node:path';
import type {Machine} from './machine.ts';

/** What the machine's programs may still take, in bytes. */
export interface MemoryFacts {
  readonly total: number;
  /** Undefined where the system does not say it so that it could be relied on, as on macOS. */
  readonly available: number | undefined;
  readonly freeSwap: number;
  /** The tightest limit of a control group this process is in, and what is left of it. */
  readonly limit: {readonly total: number; readonly available: number} | undefined;
}

export async function readMemory(machine: Machine, groups = '/sys/fs/cgroup'): Promise<MemoryFacts> {
  const [meminfo, own] = await Promise.all([
    machine.readText('/proc/meminfo'),
    machine.readText('/proc/self/cgroup'),
  ]);
  const kilobytes = (name: string) => {
    const value = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo ?? '')?.[1];
    return value === undefined ? undefined : Number(value) * 1024;
  };
  return {
    total: kilobytes('MemTotal') ?? machine.totalMemory,
    available: kilobytes('MemAvailable'),
    freeSwap: kilobytes('SwapFree') ?? 0,
    limit: own === undefined ? undefined : await tightestLimit(machine, own, groups),
  };
}

/** `own` is `/proc/self/cgroup`: a line `0::/path` in version 2, `4:memory:/path` in version 1. */
async function tightestLimit(machine: Machine, own: string, groups: string): Promise<MemoryFacts['limit']> {
  const second = /^0::(\/.*)$/m.exec(own)?.[1];
  const first = /^\d+:[^:]*\bmemory\b[^:]*:(\/.*)$/m.exec(own)?.[1];
  const folders = [
    ...(second === undefined ? [] : upwards(groups, second)),
    ...(first === undefined ? [] : upwards(path.join(groups, 'memory'), first)),
  ];
  const limits = await Promise.all(folders.map(async (folder) => limitOf(machine, folder)));
  return limits
    .filter((limit) => limit !== undefined)
    .sort((left, right) => left.available - right.available)[0];
}

/** In a container the path may be the host's, and only the topmost folder is there. */
function upwards(root: string, group: string): readonly string[] {
  const parts = group.split('/').filter(Boolean);
  return [...parts.keys(), parts.length].map((count) => path.join(root, ...parts.slice(0, count)));
}

async function limitOf(machine: Machine, folder: string): Promise<MemoryFacts['limit']> {
  const read = async (name: string) => machine.readText(path.join(folder, name));
  const total = bytes((await read('memory.max')) ?? (await read('memory.limit_in_bytes')));
  // Version 1 has a number near 2^63 for no limit.
  if (total === undefined || total >= machine.totalMemory) return undefined;
  const [current, usage, stat] = await Promise.all([
    read('memory.current'),
    read('memory.usage_in_bytes'),
    read('memory.stat'),
  ]);
  // What was read from files is given up when the memory is needed.
  const inStat = (name: string) => bytes(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat ?? '')?.[1]);
  // Version 1 has both, of which only the total counts the groups below.
  const reclaimable = inStat('total_inactive_file') ?? inStat('inactive_file') ?? 0;
  const used = Math.max(0, (bytes(current ?? usage) ?? 0) - reclaimable);
  return {total, available: Math.max(0, total - used)};
}

function bytes(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+\s*$/.test(text) ? Number(text) : undefined;
}
