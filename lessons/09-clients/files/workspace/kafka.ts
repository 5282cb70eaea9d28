// Where the cluster is. Your programs import it from here.
import {Kafka, logLevel} from 'kafkajs';

export const kafka = new Kafka({
  clientId: 'workspace',
  brokers: ['localhost:9092'],
  logLevel: logLevel.ERROR,
});
