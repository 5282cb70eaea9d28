import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {HostName} from '../../../src/course/lesson.ts';
import type {Lab, LabIdentity, Runtime} from '../../../src/lab/lab.ts';
import {combinedNode, newClusterId} from '../../../src/lab/servers/combined-node.ts';
import {startCommandOf} from '../../../src/lab/servers/server-roles.ts';
import type {ClusterSnapshot} from '../../../src/observer/cluster-snapshot.ts';
import {Observer} from '../../../src/observer/observer.ts';
import {makeIdentity, removeFolder, startLab} from './contract-lab.ts';
import type {ContractSubject} from './contract-subject.ts';
import {TypedTerminal} from './typed-terminal.ts';
import {until} from './until.ts';

type Node = 'broker-1' | 'broker-2' | 'broker-3';
const nodes: readonly Node[] = ['broker-1', 'broker-2', 'broker-3'];
const hosts: readonly HostName[] = [...nodes, 'client'];
const {started} = combinedNode;

/** Three nodes of Kafka 4 without ZooKeeper, made ready, started, killed, brought back, stopped and brought back again. */
export function describeNodes(subject: ContractSubject): void {
  let runtime: Runtime;
  let identity: LabIdentity;
  let lab: Lab;
  let observer: Observer;
  let tabs: Readonly<Record<Node, TypedTerminal>>;
  let leader: Node;

  describe(`nodes without ZooKeeper of the ${subject.name} runtime`, () => {
    beforeAll(async () => {
      runtime = await subject.makeRuntime();
      identity = await makeIdentity();
      await openLab();
    });

    afterAll(async () => {
      await observer[Symbol.asyncDispose]();
      await lab.stop();
      await runtime.removeLab(identity);
      await removeFolder(identity);
      expect(await subject.listRunning(identity.homeId)).toEqual([]);
      expect(await subject.listData(identity)).toEqual([]);
    });

    it('are made ready once, with the cluster’s id', async () => {
      const clusterId = newClusterId();
      expect(await lab.storedClusterIds()).toEqual([]);
      for (const output of await makeReady(clusterId)) expect(output).toMatch(/^Formatting /m);
      expect(await lab.storedClusterIds()).toEqual([clusterId]);
      expect(await makeReady(newClusterId())).toEqual(['', '', '']);
      expect(await lab.storedClusterIds()).toEqual([clusterId]);
    });

    it('start in their terminals, agree on one that leads and count each other in', async () => {
      await startAll();
      const {quorum, controller, brokers, clusterId, zookeeper} = await untilWhole();
      expect(quorum?.voters.map(({id}) => id)).toEqual([1, 2, 3]);
      expect(quorum?.observers).toEqual([]);
      expect(controller).toBe(quorum?.leader);
      expect(brokers.map(({address}) => address)).toEqual([
        'localhost:9092',
        'localhost:9093',
        'localhost:9094',
      ]);
      expect([clusterId]).toEqual(await lab.storedClusterIds());
      expect(zookeeper.answers).toBe(false);
      for (const tab of Object.values(tabs)) expect(tab.text).not.toMatch(/SLF4J|StatusLogger/);
    });

    it('listen on loopback only', async () => {
      const listeners = await subject.listListeners(identity);
      expect(listeners.length).toBeGreaterThanOrEqual(6);
      expect(
        listeners.filter((address) => !/^(127\.0\.0\.1|\[::1\]|\[::ffff:127\.0\.0\.1\]):\d+$/.test(address)),
      ).toEqual([]);
    });

    it('take commands, and keep what is sent to them', async () => {
      await run('bin/kafka-topics.sh --create --topic greetings --partitions 1 --replication-factor 3');
      await run('bin/kafka-console-producer.sh --topic greetings', 'sent before the kill\n');
      expect(await messages()).toEqual(['sent before the kill']);
    });

    it('tell of groups of every kind, with their members and how far they are', async () => {
      await run(
        'bin/kafka-configs.sh --alter --entity-type groups --entity-name sharers --add-config share.auto.offset.reset=earliest',
      );
      const read = 'bin/kafka-console-consumer.sh --topic greetings --from-beginning --group';
      const programs = await Promise.all(
        [
          `${read} agreeing`,
          `${read} given --command-property group.protocol=consumer`,
          'bin/kafka-console-share-consumer.sh --topic greetings --group sharers',
        ].map(async (command) => lab.startProgram('client', withServer(command), {timeLimit: 120_000})),
      );
      const {groups} = await until('three groups have a member that reads', async () => {
        const look = await observer.takeSnapshot();
        const read = look.groups.filter(
          ({members, positions}) =>
            members.some(({assignment}) => assignment.length > 0) && positions.length > 0,
        );
        return read.length === 3 && look;
      });
      expect(groups.map(({name, kind, state}) => [name, kind, state])).toEqual([
        ['agreeing', 'classic', 'Stable'],
        ['given', 'consumer', 'Stable'],
        ['sharers', 'share', 'Stable'],
      ]);
      for (const {members} of groups)
        expect(members.map(({assignment}) => assignment)).toEqual([[{topic: 'greetings', partitions: [0]}]]);
      expect(groups.find(({name}) => name === 'given')?.positions).toEqual([
        {topic: 'greetings', partition: 0, offset: 1, lag: 0},
      ]);
      await Promise.all(programs.map(async (program) => program.signal('SIGTERM')));
      await Promise.all(programs.map(async ({ended}) => ended));
    });

    it('elect another when the one that leads is killed, and fence the dead one', async () => {
      const {quorum} = await observer.takeSnapshot();
      leader = `broker-${quorum?.leader as 1 | 2 | 3}`;
      const dead = quorum?.leader;
      await lab.kill(leader);
      expect(lab.hostState(leader)).toBe('killed');
      const after = await until('another one leads, and the dead one is fenced', async () => {
        const look = await observer.takeSnapshot();
        const isCounted = look.brokers.some(({id}) => id === dead);
        return look.quorum?.leader !== undefined && look.fenced.length > 0 && !isCounted && look;
      });
      expect(after.fenced).toEqual([dead]);
      expect(after.quorum?.leader).not.toBe(dead);
      expect(after.quorum?.epoch).toBeGreaterThan(quorum?.epoch ?? 0);
      expect(after.quorum?.answering).toEqual([1, 2, 3].filter((id) => id !== dead));
      expect(await messages()).toEqual(['sent before the kill']);
    });

    it('take back the one that died, on its data', async () => {
      await lab.startHost(leader);
      await tabs[leader].reopen();
      await tabs[leader].start(startCommandOf(combinedNode), started);
      await untilWhole();
    });

    it('stop together, though they lose their vote on the way, and leave nothing but their data', async () => {
      await observer[Symbol.asyncDispose]();
      await lab.stop();
      await expectStopped();
      expect(await subject.listRunning(identity.homeId)).toEqual([]);
      expect(await subject.listData(identity)).not.toEqual([]);
    });

    it('come back at once on the same data in a new lab', async () => {
      await openLab();
      expect(await makeReady(newClusterId())).toEqual(['', '', '']);
      await startAll();
      await untilWhole();
      expect(await messages()).toEqual(['sent before the kill']);
    });

    it('are stopped by a sweep too, when the app that started them is gone', async () => {
      await runtime.sweep(identity.homeId);
      await expectStopped();
      expect(await subject.listRunning(identity.homeId)).toEqual([]);
      expect(await subject.listData(identity)).not.toEqual([]);
    });
  });

  /** The last one may lose its quorum before it has leave to go: then it is not waited for. */
  async function expectStopped(): Promise<void> {
    for (const tab of Object.values(tabs)) await until('the tab knows', () => tab.end);
    const outputs = Object.values(tabs).map((tab) => tab.commands.at(-1)?.output ?? '');
    expect(outputs.filter((output) => output.includes('shut down completed')).length).toBeGreaterThan(1);
  }

  async function openLab(): Promise<void> {
    lab = await startLab(runtime, identity, {line: '4.3', hosts});
    observer = new Observer({
      needs: {kafka: '4.3', mode: 'kraft', hosts, running: [], ports: []},
      address: (port) => lab.address(port),
    });
    const [first, second, third] = await Promise.all(
      nodes.map(async (node) => TypedTerminal.open(lab, node)),
    );
    if (!first || !second || !third) throw new Error('a node has no terminal');
    tabs = {'broker-1': first, 'broker-2': second, 'broker-3': third};
  }

  async function makeReady(clusterId: string): Promise<readonly string[]> {
    const command = combinedNode.prepare?.(nodes, clusterId) ?? '';
    return Promise.all(
      nodes.map(async (node) => {
        const {exitCode, output} = await lab.exec(node, command, {timeLimit: 60_000});
        expect({exitCode, output}).toMatchObject({exitCode: 0});
        return output;
      }),
    );
  }

  async function startAll(): Promise<void> {
    await Promise.all(
      Object.values(tabs).map(async (tab) => tab.start(startCommandOf(combinedNode), started)),
    );
  }

  /** Every node answers and is counted in, and each that votes has got everything. */
  async function untilWhole(): Promise<ClusterSnapshot> {
    return until('three nodes are there', async () => {
      const look = await observer.takeSnapshot();
      const {brokers, quorum} = look;
      return (
        brokers.filter(({answers}) => answers).length === 3 &&
        quorum?.voters.length === 3 &&
        quorum.voters.every(({lag}) => lag === 0) &&
        quorum.answering.length === 3 &&
        look
      );
    });
  }

  function withServer(command: string): string {
    return `${command} --bootstrap-server localhost:9092,localhost:9093,localhost:9094`;
  }

  async function run(command: string, input?: string): Promise<void> {
    const {exitCode, output} = await lab.exec('client', withServer(command), {
      timeLimit: 60_000,
      ...(input === undefined ? {} : {input}),
    });
    expect({exitCode, output}).toMatchObject({exitCode: 0});
  }

  async function messages(): Promise<readonly (string | null)[]> {
    const found = await until('the topic can be read', async () => {
      const read = await observer.messages('greetings', 10);
      return read.length > 0 && read;
    });
    return found.map(({value}) => value);
  }
}
