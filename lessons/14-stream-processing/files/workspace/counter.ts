import {kafka} from './kafka.ts';
import {windowOf} from './window.ts';

const consumer = kafka.consumer({groupId: 'counter', sessionTimeout: 6000, maxWaitTimeInMs: 500});
const producer = kafka.producer();
await producer.connect();

const counts = new Map<string, number>();

await consumer.connect();
await consumer.subscribe({topic: 'page-clicks', fromBeginning: true});
await consumer.run({
  eachMessage: async () => {
    // Here the click is to be counted, and its count to be sent.
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await consumer.disconnect();
    await producer.disconnect();
  });
}
