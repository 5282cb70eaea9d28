// Reads a compacted topic from its beginning to its end. Nothing to do in this file.
import {randomUUID} from 'node:crypto';
import {kafka} from './kafka.ts';

/** The newest value of each key. Only what is committed counts. */
export async function readTable(topic: string): Promise<Map<string, string>> {
  const table = new Map<string, string>();
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const unread = new Map(
    ends.filter(({low, high}) => low !== high).map(({partition, high}) => [partition, Number(high)]),
  );
  if (unread.size === 0) return table;

  const consumer = kafka.consumer({groupId: `table-${randomUUID()}`, maxWaitTimeInMs: 500});
  const isRead = new Promise<void>((resolve) => {
    // Told of each batch, also of one that holds nothing but the end of a transaction.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({payload: {partition, lastOffset}}) => {
      if (Number(lastOffset) + 1 >= (unread.get(partition) ?? Infinity)) unread.delete(partition);
      if (unread.size === 0) resolve();
    });
  });
  await consumer.connect();
  await consumer.subscribe({topic, fromBeginning: true});
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({message: {key, value}}) => {
      table.set(String(key), String(value));
    },
  });
  await isRead;
  await consumer.disconnect();
  return table;
}
