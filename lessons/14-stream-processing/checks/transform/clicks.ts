import type {Cluster, Message} from 'kafka-lessons/check';

/** Most messages of a partition that are read: hundreds of clicks come from each trial of the checks. */
const limit = 100_000;

export async function messagesOf(cluster: Cluster, topic: string): Promise<readonly Message[]> {
  return cluster.messages(topic, {limit});
}

export interface Click {
  readonly page: string;
  readonly robot: boolean;
  /** When it was clicked, in milliseconds since the epoch. */
  readonly at: number;
  /** What the clicks that were sent together have in common. */
  readonly run: string;
}

/** What the shop's pages reported. */
export async function clicksIn(cluster: Cluster): Promise<readonly Click[]> {
  const messages = await messagesOf(cluster, 'clicks');
  return messages.flatMap(({value, timestamp, partition, offset}) => {
    const {page, robot, id} = reported(value);
    if (typeof page !== 'string') return [];
    const run = typeof id === 'string' ? (id.split('-')[0] ?? id) : `${partition}/${offset}`;
    return [{page, robot: robot === true, at: timestamp, run}];
  });
}

/**
 * Those that were sent last. What became of older ones says nothing of a program: another one may have had them, before
 * it was mended.
 */
export function newestRun(clicks: readonly Click[]): readonly Click[] {
  const newest = clicks.toSorted((left, right) => left.at - right.at).at(-1);
  return clicks.filter(({run}) => run === newest?.run);
}

function reported(value: string | null): Readonly<Record<string, unknown>> {
  try {
    const report: unknown = JSON.parse(value ?? '');
    return typeof report === 'object' && report !== null ? {...report} : {};
  } catch {
    return {};
  }
}
