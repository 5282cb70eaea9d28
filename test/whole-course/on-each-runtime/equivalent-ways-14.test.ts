import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const broker = '--bootstrap-server localhost:9092';
const demo = 'bin/kafka-run-class.sh org.apache.kafka.streams.examples.wordcount.WordCountDemo';

/** In plain JavaScript, under a name of its own, many at a time. */
const filter = `import {Kafka} from 'kafkajs';
const kafka = new Kafka({brokers: ['localhost:9092'], logLevel: 0});
const producer = kafka.producer({idempotent: true});
const consumer = kafka.consumer({groupId: 'my-own-filter'});
await Promise.all([producer.connect(), consumer.connect()]);
await consumer.subscribe({topics: ['clicks'], fromBeginning: true});
await consumer.run({
  eachBatch: async ({batch}) => {
    const messages = batch.messages
      .map(({value, timestamp}) => ({...JSON.parse(value), timestamp}))
      .filter(({robot}) => !robot)
      .map(({page, timestamp}) => ({key: page, value: null, timestamp}));
    await producer.sendBatch({topicMessages: [{topic: 'page-clicks', messages}]});
  },
});
`;

/** One transaction for all that came together, windows named by their first millisecond, the table a plain object. */
const counter = `import {Kafka} from 'kafkajs';
const kafka = new Kafka({brokers: ['localhost:9092'], logLevel: 0, retry: {initialRetryTime: 30}});
const producer = kafka.producer({transactionalId: 'any', idempotent: true, maxInFlightRequests: 1});
const consumer = kafka.consumer({groupId: 'counter', sessionTimeout: 6000, maxBytesPerPartition: 2000});
await producer.connect();
const {readTable} = await import('./table.ts');
let table = Object.fromEntries(await readTable('page-counts'));
await consumer.connect();
await consumer.subscribe({topic: 'page-clicks', fromBeginning: true});
await consumer.run({
  autoCommit: false,
  eachBatch: async ({batch: {topic, partition, messages}, heartbeat}) => {
    const next = {...table};
    const transaction = await producer.transaction();
    for (const {key: page, timestamp} of messages) {
      const key = page + '@' + Math.floor(timestamp / 60_000) * 60_000;
      next[key] = Number(next[key] ?? 0) + 1;
      await transaction.send({topic: 'page-counts', messages: [{key, value: String(next[key])}]});
      await heartbeat();
    }
    const offset = String(Number(messages.at(-1).offset) + 1);
    await transaction.sendOffsets({consumerGroupId: 'counter', topics: [{topic, partitions: [{partition, offset}]}]});
    await transaction.commit();
    table = next;
  },
});
process.on('SIGTERM', () => process.exit());
`;

describe(`equivalent ways in the lesson on stream processing on ${runtime}`, () => {
  it('are accepted: topics made by a program, another file of settings, old options, programs of one’s own kind', async () => {
    await inLesson('14-stream-processing', runtime, async ({lab, run, start, press, judge, kafka}) => {
      const passes = async (step: string, command: string, terminal = 'client') => {
        await run(command, terminal);
        expect(`${command}: ${await judge(step)}`).toBe(`${command}: passed`);
      };
      const save = async (file: string, input: string) =>
        lab.lab.exec('workspace', `cat > ${file}`, {timeLimit: 10_000, input});

      const admin = kafka.admin();
      await admin.connect();
      const configEntries = [{name: 'cleanup.policy', value: 'compact,delete'}];
      await admin.createTopics({
        topics: [
          {topic: 'streams-plaintext-input', numPartitions: 3},
          {topic: 'streams-wordcount-output', numPartitions: 2, configEntries},
        ],
      });
      await admin.disconnect();
      expect(await judge('two-topics')).toBe('passed');

      await run(
        `printf 'bootstrap.servers=127.0.0.1:9092\\nstate.dir=data/mine\\n' > mine.properties`,
        'second',
      );
      await start(`${demo} mine.properties`, 'second');
      expect(await judge('start-demo')).toBe('passed');

      const long = 'org.apache.kafka.common.serialization.LongDeserializer';
      const keyed = `--property print.key=true --property value.deserializer=${long}`;
      await start(
        `bin/kafka-console-consumer --include 'streams-word.*put' --from-beginning ${keyed} ${broker}`,
        'counts',
      );
      const writer = kafka.producer();
      await writer.connect();
      const say = async (value: string) =>
        writer.send({topic: 'streams-plaintext-input', messages: [{key: 'a', value}]});
      await say('all streams lead to kafka');
      expect(await judge('first-counts')).toBe('passed');
      await say('Hello, KAFKA streams!');
      expect(await judge('count-on')).toBe('passed');
      await writer.disconnect();
      await press('ctrl-c', 'counts');
      await passes(
        'inner-topics',
        `bin/kafka-console-consumer --include '.*-changelog' --from-beginning --timeout-ms 8000 ${keyed} ${broker}`,
      );

      await run('mkdir -p elsewhere; cd elsewhere', 'streams');
      await start(`../${demo} ../mine.properties`, 'streams');
      expect(await judge('two-instances')).toBe('passed');
      await press('ctrl-c', 'streams');
      await press('ctrl-c', 'second');

      for (const topic of ['clicks', 'page-clicks', 'page-counts'])
        await run(`bin/kafka-topics.sh --create --topic ${topic} --partitions 2 ${broker}`);
      await save('mine.mjs', filter);
      await start('node mine.mjs', 'workspace');
      const click = (page: string, robot: boolean) =>
        `echo '{"robot":${robot},"page":"${page}"}' | bin/kafka-console-producer.sh --topic clicks ${broker}`;
      await run(click('/a', true));
      await passes('filter', click('/a', false));

      await save('counter.ts', counter);
      await start('node counter.ts', 'counter');
      expect(await judge('windows')).toBe('passed');
      await press('ctrl-c', 'counter');
      expect(await judge('remember')).toBe('passed');
      expect(await judge('exactly-once')).toBe('passed');
    });
  });
});
