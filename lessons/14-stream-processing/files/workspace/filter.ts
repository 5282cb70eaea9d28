import {kafka} from './kafka.ts';

const consumer = kafka.consumer({groupId: 'filter', sessionTimeout: 6000, maxWaitTimeInMs: 500});
const producer = kafka.producer();
await producer.connect();
await consumer.connect();
await consumer.subscribe({topic: 'clicks', fromBeginning: true});
await consumer.run({
  eachMessage: async () => {
    // Here robots are to be left out, and all others sent on.
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await consumer.disconnect();
    await producer.disconnect();
  });
}
