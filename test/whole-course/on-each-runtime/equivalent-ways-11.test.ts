import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const at = '--bootstrap-server localhost:9092,localhost:9093,localhost:9094';

describe(`equivalent ways in lesson 11 on ${runtime}`, () => {
  it('through a failover are accepted: a machine that dies by other hands, other options, servers in the background', async () => {
    await inLesson('11-failover', runtime, async ({lab, run, judge, kafka}) => {
      await run(`bin/kafka-topics.sh --create --topic payments --replica-assignment 2:3:1 ${at}`);
      await run(`bin/kafka-topics.sh --create --topic other --replica-assignment 1:2:3 ${at}`);
      // Written to a file and to the screen, in the tab of somebody else, with acks said out loud.
      const producer = `bin/kafka-verifiable-producer.sh --acks -1 ${at} --topic payments --throughput 5 --producer.config config/producer.properties | tee sent.log`;
      const block = {how: 'bash', terminal: 'client', lines: [producer], stays: true, line: 0} as const;
      const {signal} = new AbortController();
      await lab.runBlock(
        {...block, readiness: {type: 'output', text: 'producer_send_success'}},
        {show: () => {}, typingPace: 0, signal},
      );
      expect(await judge('start-producer')).toBe('passed');
      await lab.lab.kill('broker-2');
      expect(await judge('kill-leader')).toBe('passed');
      await lab.runBlock(
        {...block, how: 'keys', lines: ['ctrl-c'], stays: false, readiness: undefined},
        {show: () => {}, typingPace: 0, signal},
      );
      expect(await judge('count')).toBe('passed');

      const admin = kafka.admin();
      await admin.connect();
      // 2 is the kind of resource that a topic is.
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{type: 2, name: 'payments', configEntries: [{name: 'min.insync.replicas', value: '2'}]}],
      });
      await admin.disconnect();
      const writer = kafka.producer();
      await writer.connect();
      await writer.send({topic: 'payments', acks: -1, messages: [{value: 'from a program'}]});
      await writer.disconnect();
      expect(await judge('two-will-do')).toBe('passed');

      await lab.startHost('broker-2');
      await run('bin/kafka-server-start.sh -daemon config/server.properties', 'broker-2');
      expect(await judge('bring-back')).toBe('passed');
      await run(`bin/kafka-leader-election.sh ${at} --all-topic-partitions --election-type PREFERRED`);
      expect(await judge('preferred')).toBe('passed');
    });
  });
});
