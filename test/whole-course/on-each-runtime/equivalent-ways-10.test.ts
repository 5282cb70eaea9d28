import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const at = '--bootstrap-server localhost:9092';

describe(`equivalent ways in lesson 10 on ${runtime}`, () => {
  it('to a cluster of three are accepted: in the background, with another file, with options', async () => {
    await inLesson('10-more-brokers', runtime, async ({lab, run, judge, kafka}) => {
      await run('bin/kafka-server-start.sh -daemon config/server.properties', 'broker-2');
      expect(await judge('start-broker-2')).toBe('passed');
      await run('grep -v broker.id config/server.properties > config/mine.properties', 'broker-3');
      await run('bin/kafka-server-start -daemon config/mine.properties --override broker.id=3', 'broker-3');
      expect(await judge('start-broker-3')).toBe('passed');

      const admin = kafka.admin();
      await admin.connect();
      const replicaAssignment = [0, 1, 2].map((partition) => ({
        partition,
        replicas: [3, 1, 2].map((id) => ((id + partition) % 3) + 1),
      }));
      await admin.createTopics({topics: [{topic: 'clicks'}, {topic: 'orders', replicaAssignment}]});
      expect(await judge('create-orders')).toBe('passed');
      // Of all topics at once, asked from another broker.
      await run('bin/kafka-topics.sh --describe --bootstrap-server localhost:9094');
      expect(await judge('read-orders')).toBe('passed');

      await run(`bin/kafka-topics.sh --create --topic test --replica-assignment 1 ${at}`);
      await run(`bin/kafka-topics.sh ${at} --topic test --describe | grep Leader`);
      expect(await judge('old-topic')).toBe('passed');
      // By a program, with another broker in front.
      await admin.alterPartitionReassignments({
        topics: [{topic: 'test', partitionAssignment: [{partition: 0, replicas: [3, 2, 1]}]}],
      });
      await admin.disconnect();
      expect(await judge('spread-test')).toBe('passed');
      await run(
        `echo '{"version":1,"partitions":[{"partition":0,"replicas":[3,2,1],"topic":"test"}]}' > other.json`,
      );
      await run(`bin/kafka-reassign-partitions.sh --verify ${at} --reassignment-json-file other.json`);
      expect(await judge('verify-test')).toBe('passed');
      expect(lab.lastLook?.cluster.controller).toBe(1);
    });
  });
});
