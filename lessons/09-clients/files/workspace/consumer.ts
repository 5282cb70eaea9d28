import {kafka} from './kafka.ts';

const consumer = kafka.consumer({
  groupId: 'shipping',
  // After 3 s of silence this member counts as dead (30 s unless set). So it must not wait longer than that for messages
  // before it says a word again (5 s unless set).
  sessionTimeout: 3000,
  heartbeatInterval: 500,
  maxWaitTimeInMs: 1000,
});
await consumer.connect();

// Here a topic is to be subscribed to, and its messages are to be read.
