// Where the cluster is. Your programs import it from here.
import {Kafka, logLevel} from 'kafkajs';

// What kafkajs tries again by itself: a member that comes or goes, a coordinator that has just started.
const passing = /rebalancing|coordinator is (loading|not available)|not the correct coordinator/i;

export const kafka = new Kafka({
  clientId: 'workspace',
  brokers: ['localhost:9092'],
  logLevel: logLevel.ERROR,
  // One line for each error, instead of kafkajs' own JSON.
  logCreator:
    () =>
    ({log}) => {
      const words = [log.message, log['error']?.message ?? log['error']].filter(Boolean).join(': ');
      if (!passing.test(words)) console.error(`kafkajs: ${words}`);
    },
});
