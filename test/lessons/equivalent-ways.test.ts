import {mkdtemp, rm} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Kafka, logLevel, Partitioners} from 'kafkajs';
import {describe, expect, it} from 'vitest';
import {readSettings} from '../../src/cli/settings.ts';
import {composeParts} from '../../src/compose.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import type {RuntimeName} from '../../src/lab/lab.ts';
import type {LessonLab} from '../../src/session/lesson-lab.ts';
import {runtimesHere} from '../runtimes.ts';

const root = path.resolve(import.meta.dirname, '../..');

interface OpenLesson {
  readonly lab: LessonLab;
  /** Types a command, in the tab client unless another is named, and waits for its end. */
  readonly run: (command: string, terminal?: string) => Promise<void>;
  /** The verdict's type on what was done since the last command, once it is `passed` or ten seconds have gone by. */
  readonly judge: (step: string) => Promise<string>;
  readonly kafka: Kafka;
}

/** The servers of a lesson run; afterwards nothing is left of them. */
async function inLesson(
  id: string,
  runtimeName: RuntimeName,
  use: (lesson: OpenLesson) => Promise<void>,
): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'equivalent-'));
  const course = await loadCourse(path.join(root, 'lessons'));
  const lesson = course.lessons.find((candidate) => candidate.id === id);
  if (!lesson) throw new Error(`no lesson ${id}`);
  const parts = composeParts({
    version: 'test',
    global: {course: undefined, runtime: runtimeName, home, color: false},
    courseDirectory: course.directory,
    packageDirectory: root,
    settings: await readSettings(process.env),
  });
  const {runtime} = await parts.chooseRuntime();
  const request = {lesson, runtime, homeId: path.basename(home).slice(-6), labs: home};
  const {signal} = new AbortController();
  const size = {columns: 120, rows: 30};
  const lab = await parts.openLessonLab({
    ...request,
    size,
    openScreen: undefined,
    report: () => {},
    onEvent: () => {},
    signal,
  });
  try {
    await lab.startServers(lab.lessonServers(), () => {}, signal);
    let typedAt = Date.now();
    await use({
      lab,
      run: async (command, terminal = 'client') => {
        typedAt = Date.now();
        const block = {
          how: 'bash',
          terminal,
          lines: [command],
          stays: false,
          readiness: undefined,
          line: 0,
        } as const;
        const result = await lab.runBlock(block, {show: () => {}, typingPace: 0, signal});
        expect(result.type).toBe('done');
      },
      judge: async (wanted) => {
        const step = lesson.steps.find((candidate) => candidate.id === wanted);
        if (!step) throw new Error(`${id} has no step ${wanted}`);
        const look = async () => (await lab.check(step, {startedAt: typedAt, choice: undefined})).type;
        return expect
          .poll(look, {timeout: 10_000})
          .toBe('passed')
          .then(() => 'passed');
      },
      kafka: new Kafka({
        brokers: ['localhost:9092'],
        logLevel: logLevel.NOTHING,
        socketFactory: ({port, onConnect}) => connect(lab.lab.address(port), onConnect),
      }),
    });
  } finally {
    await lab[Symbol.asyncDispose]();
    await runtime.removeLab(parts.identityOf(request));
    await rm(home, {recursive: true, force: true});
  }
}

const deletion = 'bin/kafka-topics.sh --delete --topic test --bootstrap-server localhost:9092';

describe.each(runtimesHere())('equivalent ways on %s', (runtime) => {
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
        'bin/kafka-topics.sh --version',
        'bin/kafka-console-consumer --version',
        'ls -l libs/',
        'ls libs/kafka_*',
        'find libs/ -name "kafka*.jar"',
      ],
      wrapper: [
        'tail -n 1 bin/kafka-topics.sh',
        'grep exec bin/kafka-topics',
        'cd bin; cat kafka-topics.sh; cd ..',
        'sed -n 1,99p < bin/kafka-topics.sh',
      ],
      'no-file': ['bin/kafka-server-start', 'cd bin; ./kafka-server-start.sh; cd ..'],
    };
    await inLesson('02-install-kafka', runtime, async ({run, judge}) => {
      for (const [step, commands] of Object.entries(ways)) {
        for (const command of commands) {
          await run(command);
          expect(`${command}: ${await judge(step)}`).toBe(`${command}: passed`);
        }
      }
      for (const command of ['ls config', 'cat config/server.properties', 'find .', 'cd config; ls; cd ..']) {
        await run(command, 'broker-1');
        expect(`${command}: ${await judge('config')}`).toBe(`${command}: passed`);
      }
    });
  }, 180_000);

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
  }, 120_000);

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
  }, 120_000);
});
