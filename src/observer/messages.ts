import filterAborted from 'kafkajs/src/consumer/filterAbortedMessages.js';
import type {AbortedTransaction, BrokerConnection} from './broker-connection.ts';
import type {Message, Partition} from './cluster-snapshot.ts';

export interface MessageRange {
  readonly topic: string;
  readonly partition: Partition;
  /** Most messages that are read. */
  readonly limit: number;
}

/**
 * Reads one partition from its first kept message on, by plain fetches: no group, no position, nothing written. What
 * was taken back with its transaction is left out, and so is what lies behind one that is still open.
 */
export async function readMessages(
  broker: BrokerConnection,
  {topic, partition, limit}: MessageRange,
): Promise<readonly Message[]> {
  const messages: Message[] = [];
  let offset = partition.firstOffset;
  while (offset < partition.nextOffset && messages.length < limit) {
    const {responses} = await broker.ask('Fetch', {
      replicaId: -1,
      isolationLevel: 1,
      maxWaitTime: 500,
      minBytes: 1,
      maxBytes: 4 * 1024 * 1024,
      topics: [
        {
          topic,
          partitions: [{partition: partition.partition, fetchOffset: String(offset), maxBytes: 1024 * 1024}],
        },
      ],
    });
    const fetched = responses[0]?.partitions[0];
    const batch = fetched?.errorCode === 0 ? fetched.messages : [];
    if (batch.length === 0) break;
    const committed = new Set(
      filterAborted({messages: batch, abortedTransactions: inOrder(fetched?.abortedTransactions ?? [])}),
    );
    for (const message of batch) {
      // A batch is sent whole, from its beginning, and transactions leave control records.
      if (Number(message.offset) < offset || message.isControlRecord || messages.length >= limit) continue;
      if (!committed.has(message)) continue;
      const {producerId = '-1', inTransaction = false} = message.batchContext ?? {};
      messages.push({
        partition: partition.partition,
        offset: Number(message.offset),
        key: message.key?.toString('utf8') ?? null,
        value: message.value?.toString('utf8') ?? null,
        ...(message.value?.length === 8 ? {long: Number(message.value.readBigInt64BE())} : {}),
        timestamp: Number(message.timestamp),
        ...(producerId === '-1' ? {} : {producerId}),
        ...(inTransaction ? {inTransaction} : {}),
      });
    }
    // On a compacted topic a batch may end before the place it was asked from.
    offset = Math.max(offset, Number(batch.at(-1)?.offset)) + 1;
  }

  return messages;
}

function inOrder(aborted: readonly AbortedTransaction[]): readonly AbortedTransaction[] {
  return aborted.toSorted((left, right) => Number(left.firstOffset) - Number(right.firstOffset));
}
