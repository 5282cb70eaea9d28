import type {Cluster} from 'kafka-lessons/check';

export const application = 'streams-wordcount';
export const input = 'streams-plaintext-input';
export const output = 'streams-wordcount-output';

/** A word and what it was counted to, when that was written. */
export interface Count {
  readonly word: string;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What the program has written, oldest first. */
export async function countsIn(cluster: Cluster, topic = output): Promise<readonly Count[]> {
  const messages = await cluster.messages(topic);
  return messages.flatMap(({key, long, timestamp}) =>
    key === null || long === undefined ? [] : [{word: key, count: long, at: timestamp}],
  );
}

/** The newest count of a word; 0 where it was never counted. */
export function newestOf(counts: readonly Count[], word: string): number {
  return counts.findLast((each) => each.word === word)?.count ?? 0;
}
