import {Partitioners} from 'kafkajs';
import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const broker = '--bootstrap-server localhost:9092';

describe(`equivalent ways of the lesson on storage on ${runtime}`, () => {
  it('are accepted: programs, other options and their order, from within, an option instead of the file', async () => {
    await inLesson('08-storage', runtime, async ({lab, run, judge, kafka}) => {
      const producer = kafka.producer({createPartitioner: Partitioners.DefaultPartitioner});
      const admin = kafka.admin();
      await producer.connect();
      await admin.connect();
      const passes = async (step: string, command: string, terminal = 'client') => {
        await run(command, terminal);
        expect(`${command}: ${await judge(step)}`).toBe(`${command}: passed`);
      };

      // A program, more prices than asked for, another topic beside.
      await producer.send({topic: 'visitors', messages: [{key: 'apple', value: 'a visitor'}]});
      await producer.send({
        topic: 'prices',
        messages: ['fig:1', 'apple:1', 'pear:2', 'apple:3', 'fig:2'].map((line) => {
          const [key = '', value = ''] = line.split(':');
          return {key, value};
        }),
      });
      expect(await judge('keyed-messages')).toBe('passed');

      await passes('log-dirs', `bin/kafka-log-dirs --describe ${broker} --broker-list 1`);
      for (const command of [
        'cd data/kafka/prices-0; ls; cd ../../..',
        'find data',
        'ls data/kafka/*',
        'wc -c data/kafka/prices-0/*.log',
      ])
        await passes('segment-files', command, 'disk');
      await passes(
        'dump-segment',
        'cd data/kafka/prices-0; ../../../bin/kafka-dump-log --files 00000000000000000000.log --print-data-log; cd -',
        'disk',
      );

      const typed = async (how: 'bash' | 'keys', line: string) =>
        lab.runBlock(
          {
            how,
            terminal: 'broker-1',
            lines: [line],
            stays: how === 'bash',
            readiness: how === 'bash' ? {type: 'broker', id: 1} : undefined,
            line: 0,
          },
          {show: () => {}, typingPace: 0, signal: AbortSignal.timeout(90_000)},
        );
      await typed('keys', 'ctrl-c');
      await run('clear');
      const quick = ['log.retention.check.interval.ms', 'log.initial.task.delay.ms', 'log.cleaner.backoff.ms']
        .map((name) => `--override ${name}=1000`)
        .join(' ');
      await typed('bash', `bin/kafka-server-start config/server.properties ${quick}`);
      expect(await judge('stop-and-start')).toBe('passed');

      await admin.createTopics({
        topics: [
          {topic: 'orders', numPartitions: 1, configEntries: [{name: 'segment.bytes', value: '20000'}]},
        ],
      });
      const thousand = Array.from({length: 1000}, (_, index) => ({value: `order ${index}`}));
      for (let sent = 0; sent < 12; sent += 1) await producer.send({topic: 'orders', messages: thousand});
      expect(await judge('many-segments')).toBe('passed');

      await passes(
        'read-at-offset',
        `bin/kafka-console-consumer ${broker} --property print.offset=true --max-messages 1 --offset=8000 --partition=0 --topic orders`,
      );
      await run(
        `at=$(bin/kafka-console-consumer.sh ${broker} --topic orders --partition 0 --offset 9000 --max-messages 1 --property print.timestamp=true | sed 's/CreateTime:\\([0-9]*\\).*/\\1/')`,
      );
      await passes(
        'offset-by-time',
        `bin/kafka-get-offsets ${broker} --time $at --topic-partitions orders:0`,
      );

      await passes(
        'by-size',
        `bin/kafka-configs --entity-type topics --entity-name orders --alter --add-config retention.bytes=40000,flush.ms=1000 ${broker}`,
      );
      await passes(
        'by-time',
        `bin/kafka-configs.sh ${broker} --add-config=retention.ms=500 --alter --entity-name orders --entity-type topics`,
      );

      // One setting after the other, and delete beside compact.
      await run(
        `bin/kafka-configs.sh ${broker} --alter --topic prices --add-config min.cleanable.dirty.ratio=0`,
      );
      await run(`bin/kafka-configs.sh ${broker} --alter --topic prices --add-config segment.ms=200`);
      await passes(
        'compact-policy',
        `bin/kafka-configs.sh ${broker} --alter --topic prices --add-config cleanup.policy=[compact,delete]`,
      );
      await producer.send({topic: 'prices', messages: [{key: 'kiwi', value: '5'}]});
      expect(await judge('compaction')).toBe('passed');
      await producer.send({topic: 'prices', messages: [{key: 'pear', value: null}]});
      await run(
        `echo lime:1 | bin/kafka-console-producer ${broker} --topic prices --property key.separator=: --property parse.key=true`,
      );
      expect(await judge('tombstone')).toBe('passed');
      await producer.disconnect();
      await admin.disconnect();
    });
  });
});
