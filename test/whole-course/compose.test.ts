import {readFileSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import {Kafka, logLevel} from 'kafkajs';
import {afterAll, describe, expect, it} from 'vitest';
import {Observer} from '../../src/observer/observer.ts';
import {fencedBlocks} from '../docs/markdown-files.ts';
import {until} from '../lab/contract/until.ts';
import {ComposeProject, findCompose} from './compose-project.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
const compose = await findCompose();

/** The commands of README.md's section, without what is said behind them. */
function commandsOfReadme(): readonly string[] {
  const section = /^## The cluster by itself$([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
  return fencedBlocks(section)
    .filter(({language}) => language === 'sh')
    .flatMap(({content}) => content.split('\n'))
    .map((line) => line.replace(/ +#.*$/, ''))
    .filter((line) => line !== '');
}

describe.skipIf(compose === undefined)('the cluster by itself', () => {
  const project = new ComposeProject(compose ?? '');
  afterAll(async () => project.type('docker compose down --volumes'));

  it('starts, survives the death of a leader, stops in order, comes back and leaves no trace', async () => {
    const commands = commandsOfReadme();
    const typed = new Set<string>();
    const typeFromReadme = async (opening: string) => {
      const command = commands.find((candidate) => candidate.startsWith(`docker compose ${opening}`)) ?? '';
      expect(command, `a command of README.md that begins with ${opening}`).not.toBe('');
      typed.add(command);
      const {printed, exitCode} = await project.type(command);
      expect(exitCode, `${command}\n${printed}`).toBe(0);
      return printed;
    };
    await using observer = new Observer({
      needs: {
        kafka: '3.9',
        mode: 'zookeeper',
        hosts: ['zookeeper', 'broker-1', 'broker-2', 'broker-3'],
        running: [],
        ports: [],
      },
      address: (port) => project.address(port),
    });
    const registered = async () => (await observer.takeSnapshot()).zookeeper.brokerIds;

    await typeFromReadme('up');
    await project.findPorts();
    expect(await registered()).toEqual([1, 2, 3]);
    const volumes = await project.inspect(
      '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}',
    );
    expect(volumes.flatMap((names) => names.trim().split(' ').filter(Boolean)).sort()).toEqual(
      ['broker-1', 'broker-2', 'broker-3', 'zookeeper'].map((name) => `${project.name}_${name}`),
    );

    expect(await typeFromReadme('exec client bin/kafka-topics.sh --create')).toContain(
      'Created topic letters',
    );
    const {topics} = await observer.takeSnapshot();
    const letters = topics.find(({name}) => name === 'letters');
    expect(letters?.partitions.map(({replicas}) => [...replicas].sort())).toEqual(Array(3).fill([1, 2, 3]));
    const partition = letters?.partitions.findIndex(({leader}) => leader === 2) ?? -1;
    expect(partition).toBeGreaterThanOrEqual(0);

    const producer = openProducer(project);
    await producer.connect();
    const send = async (value: string) =>
      producer.send({topic: 'letters', acks: -1, messages: [{partition, value}]});
    await send('before');
    const killedAt = performance.now();
    await typeFromReadme('kill');
    await send('after');
    const seconds = (performance.now() - killedAt) / 1000;
    console.log(`A message to the partition of the killed leader was through after ${seconds.toFixed(1)} s.`);
    expect(seconds).toBeLessThan(12);
    await producer.disconnect();
    expect(await typeFromReadme('exec client bin/kafka-topics.sh --describe')).not.toMatch(/Leader: 2\b/);

    // The shell that README.md speaks of stands where Kafka's commands are.
    expect(readme).toContain('`docker compose exec client bash`');
    expect(await project.type('docker compose exec client bash -c "ls bin/kafka-topics.sh"')).toMatchObject({
      exitCode: 0,
    });

    await typeFromReadme('start broker-2');
    await until('broker 2 is back', async () => (await registered()).includes(2), 60_000);

    // Started again before ZooKeeper has given it up, a broker would meet its own node and exit.
    await project.type('docker compose kill broker-2');
    expect(await registered()).toEqual([1, 2, 3]);
    await project.type('docker compose start broker-2');
    await until(
      'broker 2 starts after it has waited for its former life to go',
      async () =>
        /Broker 2 was killed: waiting[\s\S]*\[KafkaServer id=2\] started/.test(await typeFromReadme('logs')),
      60_000,
    );
    await until(
      'all replicas are in sync',
      async () => {
        const snapshot = await observer.takeSnapshot();
        const {partitions = []} = snapshot.topics.find(({name}) => name === 'letters') ?? {};
        return partitions.length === 3 && partitions.every(({isr}) => isr.length === 3);
      },
      60_000,
    );

    await typeFromReadme('stop');
    // 143: ended by TERM, not killed when the time was up.
    expect(await project.inspect('{{.State.ExitCode}}')).toEqual(Array(6).fill('143'));
    for (const id of [1, 2, 3])
      expect((await project.type(`docker compose logs broker-${id}`)).printed).toContain(
        `[KafkaServer id=${id}] shut down completed`,
      );

    await typeFromReadme('up');
    await project.findPorts();
    expect(await registered()).toEqual([1, 2, 3]);
    expect((await observer.messages('letters', 10)).map(({value}) => value)).toEqual(['before', 'after']);

    expect(await project.parts()).toHaveLength(6 + 1 + 4);
    await typeFromReadme('down');
    expect(await project.parts()).toEqual([]);
    expect(commands.filter((command) => !typed.has(command))).toEqual([]);
  });
});

function openProducer(project: ComposeProject) {
  const kafka = new Kafka({
    brokers: ['localhost:9092', 'localhost:9093', 'localhost:9094'],
    socketFactory: ({port, onConnect}) => {
      const socket = connect(project.address(port), onConnect);
      socket.setKeepAlive(true);
      return socket;
    },
    connectionTimeout: 1000,
    requestTimeout: 3000,
    retry: {initialRetryTime: 100, maxRetryTime: 300, retries: 100},
    logLevel: logLevel.NOTHING,
  });
  return kafka.producer();
}
