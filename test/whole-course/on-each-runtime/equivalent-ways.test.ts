import {Partitioners} from 'kafkajs';
import {describe, expect, it} from 'vitest';
import {inLesson} from '../../lessons/in-lesson.ts';
import {runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

const deletion = 'bin/kafka-topics.sh --delete --topic test --bootstrap-server localhost:9092';

describe(`equivalent ways on ${runtime}`, () => {
  it('of looking into Kafka’s folder are accepted: other commands, from within, in parts, without .sh', async () => {
    const ways: Readonly<Record<string, readonly string[]>> = {
      'find-servers': [
        'ls -l bin/',
        'cd bin; ls; cd ..',
        'find bin | sort',
        'ls -m bin',
        'ls bin | grep server',
        'ls bin/z*; ls bin/kafka-s*',
        'for file in bin/*-start; do echo "$file"; done',
      ],
      version: [
        'bin/kafka-console-consumer --version',
        'cd bin; ./kafka-topics.sh --version; cd ..',
        'bin/kafka-topics.sh --version 2>/dev/null | cut -d " " -f 1',
      ],
      'zookeeper-inside': [
        'ls -l libs/',
        'ls libs/zoo*',
        'find libs/ -name "zoo*"',
        'cd libs; ls | sort; cd ..',
        'ls -m libs',
      ],
      wrapper: [
        'cat bin/kafka-topics.sh',
        'grep exec bin/kafka-topics',
        'cd bin; cat kafka-topics.sh; cd ..',
        'sed -n 1,99p < bin/kafka-topics.sh',
      ],
      'only-bin': [
        'mkdir other; cp -rL bin other; other/bin/kafka-console-producer --version',
        'cd other/bin; ./kafka-topics.sh --list; cd ../..',
      ],
      'no-file': ['bin/kafka-server-start', 'cd bin; ./kafka-server-start.sh; cd ..'],
      'own-machine': ['java --version', 'java -version 2>&1 | head -n 1'],
    };
    await inLesson('02-install-kafka', runtime, async ({run, judge}) => {
      for (const [step, commands] of Object.entries(ways)) {
        for (const command of commands) {
          await run(command);
          expect(`${command}: ${await judge(step)}`).toBe(`${command}: passed`);
        }
      }
      const readings = [
        'cat config/server.properties',
        'grep -n broker.id config/*',
        "sed -n '/^[a-z]/p' config/server.properties",
        'cd config; head server.properties; cd ..',
      ];
      for (const command of readings) {
        await run(command, 'broker-1');
        expect(`${command}: ${await judge('config')}`).toBe(`${command}: passed`);
      }
    });
  });

  it('of making a topic are accepted: other order, no .sh, defaults, a program, other topics around', async () => {
    await inLesson('04-topics', runtime, async ({lab, run, judge, kafka}) => {
      const remove = async () => {
        await run(deletion);
        // Deleting goes on after the command has ended; a topic of the same name would be refused until then.
        await lab.untilCluster(
          ({topics}) => !topics.some(({name}) => name === 'test'),
          AbortSignal.timeout(30_000),
        );
      };
      await run(
        'bin/kafka-topics.sh --bootstrap-server=localhost:9092 --replication-factor 1 --topic test --partitions=1 --create',
      );
      expect(await judge('create-topic')).toBe('passed');
      await remove();

      await run(
        'bin/kafka-topics --create --topic test --partitions 1 --replication-factor 1 --bootstrap-server localhost:9092',
      );
      expect(await judge('create-topic')).toBe('passed');
      await remove();

      // One partition and one replica are what the broker gives to a topic nobody asked numbers for.
      await run('bin/kafka-topics.sh --create --topic test --bootstrap-server 127.0.0.1:9092');
      expect(await judge('create-topic')).toBe('passed');
      await remove();

      const admin = kafka.admin();
      await admin.connect();
      await admin.createTopics({
        topics: ['orders', 'clicks', 'test'].map((topic) => ({
          topic,
          numPartitions: 1,
          replicationFactor: 1,
        })),
      });
      await admin.disconnect();
      expect(await judge('create-topic')).toBe('passed');
    });
  });

  it('of sending the messages are accepted: another client, and piped input', async () => {
    await inLesson('05-produce', runtime, async ({run, judge, kafka}) => {
      const producer = kafka.producer({createPartitioner: Partitioners.DefaultPartitioner});
      await producer.connect();
      await producer.send({topic: 'test', messages: [{value: 'This is my first message!'}]});
      await producer.disconnect();
      expect(await judge('first-message')).toBe('passed');

      await run(
        'echo "This is my second message!" | bin/kafka-console-producer.sh --broker-list localhost:9092 --topic test',
      );
      expect(await judge('second-message')).toBe('passed');
    });
  });
});
