import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const at = '--bootstrap-server localhost:9092';
const topics = `bin/kafka-topics.sh ${at}`;
const broker = 'bin/kafka-server-start.sh config/server.properties';

describe(`equivalent ways in lesson 12 on ${runtime}`, () => {
  it('of making, filling and reading topics are accepted: programs, other keys, other patterns and settings', async () => {
    await inLesson('12-many-topics', runtime, async ({lab, run, start, judge, kafka}) => {
      const admin = kafka.admin();
      await admin.connect();
      const partitions = {guests: 1, orders: 1, clicks: 2, 'page-views': 3, 'page-view': 1};
      await admin.createTopics({
        topics: Object.entries(partitions).map(([topic, numPartitions]) => ({topic, numPartitions})),
      });
      expect(await judge('three-topics')).toBe('passed');

      const producer = kafka.producer();
      await producer.connect();
      const view = async (...keys: readonly string[]) =>
        producer.send({topic: 'page-views', messages: keys.map((key) => ({key, value: `/${key}`}))});
      await view('v9', 'v8', 'v9', 'v3', 'v9');
      expect(await judge('same-key')).toBe('passed');
      for (const [way, tab] of [
        [
          `bin/kafka-console-consumer ${at} --property print.key=true --property print.partition=true`,
          'consumer',
        ],
        [
          `bin/kafka-console-consumer.sh ${at} --property print.partition=true --property print.offset=true --property print.timestamp=true --property print.key=true --property key.separator=' = '`,
          'producer',
        ],
      ] as const) {
        await start(`${way} --topic page-views --from-beginning`, tab);
        expect(`${way}: ${await judge('see-keys')}`).toBe(`${way}: passed`);
      }

      // A pause: what comes now comes after the last command.
      await run('true');
      await admin.createPartitions({topicPartitions: [{topic: 'page-views', count: 6}]});
      await producer.disconnect();
      await run(
        `printf 'v9=/again\\nv3=/again\\nv8=/again\\n' | bin/kafka-console-producer.sh ${at} --topic page-views --property parse.key=true --property key.separator==`,
      );
      expect(await judge('add-partitions')).toBe('passed');

      await start(
        `bin/kafka-console-consumer.sh ${at} --consumer-property metadata.max.age.ms=500 --group counters --include='clicks.*|.*-views'`,
        'consumer',
      );
      expect(await judge('pattern')).toBe('passed');
      const later = lab.lesson.steps.find(({id}) => id === 'later-topic');
      // A name that fits and was there before is not one that came later.
      expect(later && (await lab.check(later, {startedAt: Date.now(), choice: undefined})).type).toBe(
        'waiting',
      );
      await admin.createTopics({topics: [{topic: 'clicks.of.the.app', numPartitions: 3}]});
      expect(await judge('later-topic')).toBe('passed');

      await run(
        `bin/kafka-configs ${at} --topic clicks --alter --add-config max.message.bytes=2000000,retention.ms=3600000`,
      );
      expect(await judge('topic-config')).toBe('passed');
      await admin.disconnect();
    });
  });

  it('of stray topics are accepted: another slip, a file edited in another way, another program', async () => {
    await inLesson('12-many-topics', runtime, async ({lab, run, start, press, judge}) => {
      for (const [name, count] of [
        ['page-views', 3],
        ['clicks', 2],
        ['orders', 1],
      ] as const)
        await run(`${topics} --create --topic ${name} --partitions=${count}`);
      await run(`echo one lamp | bin/kafka-console-producer --broker-list localhost:9092 --topic order`);
      expect(await judge('misspelt')).toBe('passed');

      await run(`${topics} --delete --topic order`);
      await press('ctrl-c', 'broker-1');
      await run(
        `sed -i '1i # Topics are made on purpose.\\nauto.create.topics.enable = false' config/server.properties`,
        'broker-1',
      );
      await start(broker, 'broker-1');
      await lab.untilCluster(({brokers}) => brokers.length === 1, AbortSignal.timeout(30_000));
      expect(await judge('turn-off')).toBe('passed');
      await run(
        `echo one lamp | bin/kafka-console-producer.sh ${at} --topic ordres --producer-property max.block.ms=2000`,
      );
      expect(await judge('slip-again')).toBe('passed');
    });
  });
});
