import {kafka} from './kafka.ts';

const producer = kafka.producer();
await producer.connect();

// Here something is to be sent.

await producer.disconnect();
console.log('good-bye');
