import type {LabNeeds} from '../course/lesson.ts';
import {LabError, type LabProgress, type RuntimeName} from '../lab/lab.ts';
import {memoryNeed} from '../lab/memory-need.ts';
import {type Finding, inBytes} from './finding.ts';
import {judgeMemory, littleDisk} from './judge-machine.ts';
import type {Machine} from './machine.ts';
import {readMemory} from './memory-limit.ts';

export interface BeforeLab {
  readonly runtime: RuntimeName;
  readonly needs: Pick<LabNeeds, 'hosts' | 'mode'>;
  readonly machine: Machine;
  /** Where the lab and Kafka are written. */
  readonly folders: readonly string[];
  readonly report: (progress: LabProgress) => void;
}

/** Bytes without which no server gets as far as its first message. */
const leastDisk = 50e6;

/**
 * What of `doctor` is quick enough to be looked at before every lab: memory and disk. Says what may go wrong, with its
 * cure. Throws `LabError` where the servers cannot run. Ports, Java and the engine are looked at where they are used.
 */
export async function lookBeforeLab({runtime, needs, machine, folders, report}: BeforeLab): Promise<void> {
  const [memory, ...spaces] = await Promise.all([
    readMemory(machine),
    ...folders.map(async (folder) => machine.space(folder)),
  ]);
  // A limit on this program is none on containers; elsewhere than on Linux they have a machine of their own.
  const judged =
    runtime === 'local' ? memory : machine.platform === 'linux' ? {...memory, limit: undefined} : undefined;
  if (judged) tell(judgeMemory(judged, memoryNeed(needs), true), runtime, report);
  for (const [index, space] of spaces.entries()) {
    const isSeen = spaces.findIndex((other) => other?.device === space?.device) < index;
    if (!space || isSeen || space.freeBytes >= littleDisk) continue;
    const found = `Only ${inBytes(space.freeBytes)} of disk are free where ${folders[index]} lies.`;
    const cure = 'Free some space on that disk.';
    if (runtime === 'local' && space.freeBytes < leastDisk) throw new LabError(found, cure);
    report({message: `${found} ${cure}`});
  }
}

function tell({level, found, cure = ''}: Finding, runtime: RuntimeName, report: BeforeLab['report']): void {
  if (level === 'fine') return;
  if (level === 'lack' && runtime === 'local') throw new LabError(found, cure);
  report({message: `${found} ${cure}`});
}
