import type {CheckContext, Message} from 'kafka-lessons/check';
import {segmentsOf} from './segments.ts';

export interface Prices {
  readonly messages: readonly Message[];
  /** Messages that a newer one of the same key replaces, and those without a key. */
  readonly replaced: readonly Message[];
  /** Where the active segment begins: what lies there is not compacted. */
  readonly active: number;
  /** True when offsets are missing between the ends of the log: the cleaner was there. */
  readonly wasCleaned: boolean;
  readonly isCompacted: boolean;
}

export async function pricesOf({cluster, host}: CheckContext): Promise<Prices> {
  const topic = cluster.topic('prices');
  const {firstOffset = 0, nextOffset = 0} = topic?.partitions[0] ?? {};
  const messages = await cluster.messages('prices');
  const newest = new Map(messages.map(({key, offset}) => [key, offset]));
  const segments = await segmentsOf('prices-0', {host});
  return {
    messages,
    replaced: messages.filter(({key, offset}) => key === null || newest.get(key) !== offset),
    active: segments.at(-1)?.firstOffset ?? 0,
    wasCleaned: messages.length > 0 && messages.length < nextOffset - firstOffset,
    isCompacted: topic?.configs['cleanup.policy']?.includes('compact') ?? false,
  };
}

export function list(messages: readonly Message[]): string {
  return messages
    .map(({key, value}) => (value === null ? `${key} without a value` : `${key ?? 'no key'}:${value}`))
    .join(', ');
}
