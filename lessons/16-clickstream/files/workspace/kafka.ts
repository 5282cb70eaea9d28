// Where the cluster is. Your programs import it from here.
import {Kafka, logLevel} from 'kafkajs';

// What kafkajs tries again by itself: a member that comes or goes, a coordinator that has just started, a transaction
// that follows close upon another.
const passing =
  /rebalancing|coordinator is (loading|not available)|not the correct coordinator|concurrent operation on the same/i;

export const kafka = new Kafka({
  clientId: 'workspace',
  brokers: ['localhost:9092', 'localhost:9093', 'localhost:9094'],
  // Tried again after 30 ms, then 60, … (300 ms unless set): a transaction is followed by the next at once here.
  retry: {initialRetryTime: 30, retries: 8},
  logLevel: logLevel.ERROR,
  // One line for each error, instead of kafkajs' own JSON.
  logCreator:
    () =>
    ({log}) => {
      const words = [log.message, log['error']?.message ?? log['error']].filter(Boolean).join(': ');
      if (!passing.test(words)) console.error(`kafkajs: ${words}`);
    },
});
