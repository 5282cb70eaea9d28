import type {Kafka} from 'kafkajs';
import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const at = '--bootstrap-server localhost:9092';
const consumer = `bin/kafka-console-consumer.sh --topic orders ${at}`;
const groups = `bin/kafka-consumer-groups.sh ${at}`;

/** Two keys of each partition, by Kafka's own hash. */
const cities = ['delhi', 'quito', 'oslo', 'rome'];

describe(`equivalent ways in lesson 7 on ${runtime}`, () => {
  it('of sharing are accepted: programs that join, leave and send, other topics and groups around', async () => {
    await inLesson('07-consumer-groups', runtime, async ({run, judge, kafka}) => {
      await run(`bin/kafka-topics.sh --create --topic clicks ${at}`);
      await run(`bin/kafka-topics ${at} --partitions=2 --topic orders --create`);
      expect(await judge('two-partitions')).toBe('passed');

      const others = await join(kafka, 'readers-of-clicks', 'clicks');
      const first = await join(kafka, 'packers', 'orders');
      expect(await judge('first-consumer')).toBe('passed');
      const second = await join(kafka, 'packers', 'orders');
      expect(await judge('second-consumer')).toBe('passed');
      await send(kafka, 'before noon');
      expect(await judge('share')).toBe('passed');
      const third = await join(kafka, 'packers', 'orders');
      expect(await judge('third-consumer')).toBe('passed');

      // Two go, so that at least one partition gets another reader.
      await run('true');
      await first.disconnect();
      await second.disconnect();
      await send(kafka, 'after noon');
      expect(await judge('take-over')).toBe('passed');
      const accounts = await join(kafka, 'accounts', 'orders');
      expect(await judge('second-group')).toBe('passed');
      for (const open of [others, third, accounts]) await open.disconnect();
    });
  });

  it('of reading and sending by commands are accepted: other order, keys shown, a pattern, piped input', async () => {
    await inLesson('07-consumer-groups', runtime, async ({run, start, press, judge}) => {
      const send = async (what: string) =>
        run(
          `printf 'delhi=${what} 1\\noslo=${what} 2\\nrome=${what} 3\\nbern=${what} 4\\nlima=${what} 5\\n' | bin/kafka-console-producer --property key.separator== --property parse.key=true --broker-list localhost:9092 --topic orders`,
        );
      await run(`bin/kafka-topics.sh --create --topic orders ${at}`);
      await run(`bin/kafka-topics.sh --alter --topic orders --partitions 2 ${at}`);
      expect(await judge('two-partitions')).toBe('passed');

      await start(`bin/kafka-console-consumer --group=packers ${at} --topic=orders`, 'b');
      expect(await judge('first-consumer')).toBe('passed');
      await start(
        `${consumer} --group packers --property print.key=true --property print.partition=true`,
        'producer',
      );
      expect(await judge('second-consumer')).toBe('passed');
      for (const way of [
        `${groups} --describe --members --group packers`,
        `${groups} --group packers --members --verbose --describe`,
        `${groups} --describe --offsets --group packers`,
        `bin/kafka-consumer-groups --all-groups --describe ${at}`,
      ]) {
        await run(way);
        expect(`${way}: ${await judge('who-has-what')}`).toBe(`${way}: passed`);
      }
      await send('a chair');
      expect(await judge('share')).toBe('passed');

      await start(`bin/kafka-console-consumer.sh --include 'order.*' --group packers ${at}`, 'c');
      expect(await judge('third-consumer')).toBe('passed');
      await press('ctrl-c', 'b');
      await press('ctrl-c', 'producer');
      await run('true');
      await send('a bench');
      expect(await judge('take-over')).toBe('passed');

      await start(`${consumer} --group accounts --from-beginning --property print.key=true`, 'b');
      expect(await judge('second-group')).toBe('passed');
      await press('ctrl-c', 'c');
      await send('a stool');
      // A consumer writes its position down every five seconds: who asks at once is told to ask once more.
      const lag = `${groups} --describe --group accounts | awk '$6 > 0 {sum += $6} END {print sum + 0}'`;
      await run(`until [ "$(${lag})" = 0 ]; do sleep 1; done`);
      await run(`${groups} --describe --group accounts; ${groups} --describe --group packers`);
      expect(await judge('fall-behind')).toBe('passed');
    });
  });

  it('of turning back are accepted: all topics, an offset, a dry run by name, a program', async () => {
    await inLesson('07-consumer-groups', runtime, async ({run, start, press, judge, kafka}) => {
      await run(`bin/kafka-topics.sh --create --topic orders --partitions 2 ${at}`);
      await send(kafka, 'a chair');
      await start(`${consumer} --group packers --from-beginning`, 'b');
      expect(await judge('first-consumer')).toBe('passed');
      for (const way of [
        `${groups} --reset-offsets --all-topics --to-offset 0 --group packers --execute`,
        `${groups} --reset-offsets --topic orders --shift-by -1 --group packers`,
      ]) {
        await run(way);
        expect(`${way}: ${await judge('reset-refused')}`).toBe(`${way}: passed`);
      }
      await press('ctrl-c', 'b');
      for (const way of [
        `${groups} --reset-offsets --to-earliest --dry-run --topic orders --group packers`,
        `${groups} --group packers --all-topics --to-offset 0 --reset-offsets`,
      ]) {
        await run(way);
        expect(`${way}: ${await judge('dry-run')}`).toBe(`${way}: passed`);
      }
      await run(`${groups} --reset-offsets --to-offset 0 --topic orders:0,1 --group packers --execute`);
      expect(await judge('reset')).toBe('passed');
      await start(`${consumer} --group packers --timeout-ms 20000`, 'c');
      expect(await judge('read-again')).toBe('passed');
      await press('ctrl-c', 'c');

      await run(`${groups} --reset-offsets --shift-by -99 --topic orders --group packers --execute`);
      expect(await judge('reset')).toBe('passed');
      const admin = kafka.admin();
      await admin.connect();
      const positions = (offset: string) => [0, 1].map((partition) => ({partition, offset}));
      await admin.setOffsets({groupId: 'packers', topic: 'orders', partitions: positions('1')});
      await admin.setOffsets({groupId: 'packers', topic: 'orders', partitions: positions('0')});
      await admin.disconnect();
      expect(await judge('reset')).toBe('passed');
    });
  });
});

/** A program that reads a topic in a group from the beginning; it sits in the group when this resolves. */
async function join(kafka: Kafka, groupId: string, topic: string) {
  const member = kafka.consumer({groupId, heartbeatInterval: 300});
  await member.connect();
  await member.subscribe({topic, fromBeginning: true});
  const joined = new Promise<void>((resolve) => {
    member.on(member.events.GROUP_JOIN, () => resolve());
  });
  await member.run({eachMessage: async () => {}});
  await joined;
  return member;
}

async function send(kafka: Kafka, what: string): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({topic: 'orders', messages: cities.map((key) => ({key, value: `${key} ${what}`}))});
  await producer.disconnect();
}
