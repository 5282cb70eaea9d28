import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const broker = '--bootstrap-server localhost:9092';

describe(`equivalent ways of the lesson on programs on ${runtime}`, () => {
  it('are accepted: another file, plain JavaScript, piped in, Kafka’s own producer and consumer', async () => {
    await inLesson('09-clients', runtime, async ({lab, run, start, press, judge}) => {
      const passes = async (step: string, command: string, terminal = 'client') => {
        await run(command, terminal);
        expect(`${command}: ${await judge(step)}`).toBe(`${command}: passed`);
      };
      await run(`bin/kafka-topics.sh --create --topic orders --partitions 3 ${broker}`);
      await run(`bin/kafka-topics.sh --create --topic other --partitions 3 ${broker}`);

      const program = `import {Kafka} from 'kafkajs';
const producer = new Kafka({brokers: ['localhost:9092']}).producer({idempotent: true});
await producer.connect();
const messages = ['anna', 'ben', 'cleo', 'dora'].map((key) => ({key, value: JSON.stringify({tea: key})}));
await producer.sendBatch({topicMessages: [{topic: 'orders', messages}, {topic: 'other', messages}]});
await producer.disconnect();
`;
      await lab.lab.exec('workspace', 'cat >mine.mjs', {timeLimit: 10_000, input: program});
      await passes('send-one', 'node mine.mjs', 'workspace');
      await passes('keys', 'node --input-type=module <mine.mjs', 'workspace');
      await passes('idempotent', 'cd node_modules; node ../mine.mjs; cd ..', 'consumer');

      const lines = `printf 'anna:{"n":1}\\nben:{"n":2}\\ncleo:[3]\\n'`;
      const keyed = '--property parse.key=true --property key.separator=:';
      await passes('keys', `${lines} | bin/kafka-console-producer.sh ${keyed} --topic orders ${broker}`);
      await passes('idempotent', `echo more | bin/kafka-console-producer.sh --topic orders ${broker}`);
      await start(
        `bin/kafka-console-consumer --group shipping --from-beginning ${broker} --topic orders`,
        'client',
      );
      expect(await judge('read')).toBe('passed');
      await press('ctrl-c', 'client');
    });
  });
});
