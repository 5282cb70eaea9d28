import {describe, expect, it} from 'vitest';
import {startCommand} from '../../../src/lab/servers/server-roles.ts';
import {zookeeperPort} from '../../../src/lab/servers/zookeeper.ts';
import {Observer} from '../../../src/observer/observer.ts';
import {askZookeeper} from '../../../src/observer/zookeeper-words.ts';
import {contractHosts, makeIdentity, removeFolder, type SharedLab, startLab} from './contract-lab.ts';
import {TypedTerminal} from './typed-terminal.ts';
import {until} from './until.ts';

/** ZooKeeper and a broker, started as a learner starts them, killed, brought back, stopped, and brought back again. */
export function describeServers(shared: SharedLab): void {
  const {subject} = shared;
  const goodbye = /shutting down|shut down completed|due to signal/i;
  let zookeeper: TypedTerminal;
  let broker: TypedTerminal;
  let client: TypedTerminal;

  describe('servers', () => {
    it('start in their terminals and answer where the lab says', async () => {
      [zookeeper, broker, client] = await Promise.all([
        TypedTerminal.open(shared.lab, 'zookeeper'),
        TypedTerminal.open(shared.lab, 'broker-1'),
        TypedTerminal.open(shared.lab, 'client'),
      ]);
      expect(await shared.lab.storedClusterIds()).toEqual([]);
      await zookeeper.start(startCommand('zookeeper', {mode: 'zookeeper'}) ?? '', 'binding to port');
      await startBroker();
      expect(await brokersInZookeeper()).toEqual([1]);
      expect(await shared.lab.storedClusterIds()).toEqual([expect.stringMatching(/^[\w-]{22}$/)]);
    });

    it('take memory that the lab can tell', async () => {
      const megabytes = (await shared.lab.memory()) / 1e6;
      expect(megabytes).toBeGreaterThan(80);
      expect(megabytes).toBeLessThan(1000);
    });

    it('keep what is sent to them', async () => {
      await produce('sent before the kill');
      expect(await messages()).toEqual(['sent before the kill']);
    });

    it('keep numbers of eight bytes, which are told as such', async () => {
      await produce(`${'\0'.repeat(6)}\u0001,`, 'numbers');
      await produce('nine byte', 'numbers');
      await using observer = openObserver();
      const read = await until('both can be read', async () => {
        const found = await observer.messages('numbers', 10);
        return found.length === 2 && found;
      });
      expect(read.map(({long}) => long)).toEqual([300, undefined]);
    });

    it('tell what they were configured with', async () => {
      await using observer = openObserver();
      const configs = await observer.brokerConfigs(1);
      expect(configs).toMatchObject({'num.partitions': '1', 'offsets.topic.num.partitions': '10'});
      expect(configs).not.toHaveProperty('auto.create.topics.enable');
      expect(await observer.brokerConfigs(2)).toBeUndefined();
    });

    it('listen on loopback only', async () => {
      const listeners = await subject.listListeners(shared.identity);
      expect(listeners.length).toBeGreaterThanOrEqual(2);
      expect(
        listeners.filter((address) => !/^(127\.0\.0\.1|\[::1\]|\[::ffff:127\.0\.0\.1\]):\d+$/.test(address)),
      ).toEqual([]);
    });

    it('are not touched when somebody else’s labs are cleared away', async () => {
      const running = await subject.listRunning(shared.identity.homeId);
      const other = await makeIdentity();
      await shared.runtime.sweep(other.homeId);
      await shared.runtime.removeLab(other);
      await shared.runtime.removeLab({...other, homeId: shared.identity.homeId, lessonId: '08-other'});
      expect(await subject.listRunning(shared.identity.homeId)).toEqual(running);
      expect(await brokersInZookeeper()).toEqual([1]);
      await removeFolder(other);
    });

    it('die with their host when a learner types lab kill, without a word of good-bye', async () => {
      const killed = await client.run('lab kill broker-1');
      // Six seconds long ZooKeeper believes that the broker lives: nobody told it otherwise.
      expect(await brokersInZookeeper()).toEqual([1]);
      expect(killed).toMatchObject({exitCode: 0, output: expect.stringContaining('broker-1: kill is done')});
      expect(await subject.listPrograms(shared.identity, 'broker-1')).toEqual([]);
      await until('the tab knows', () => broker.end !== undefined);
      expect(broker.end).toEqual({type: 'killed'});
      const server = broker.commands.at(-1);
      expect(server).toMatchObject({
        command: startCommand('broker-1', {mode: 'zookeeper'}),
        exitCode: undefined,
      });
      expect(server?.output).not.toMatch(goodbye);
      expect(shared.lab.hostState('broker-1')).toBe('killed');
      expect(await shared.lab.storedClusterIds()).toEqual([expect.stringMatching(/^[\w-]{22}$/)]);
      await expect(shared.lab.openTerminal('broker-1', {columns: 80, rows: 24})).rejects.toThrow(/killed/);
    });

    it('leave the rest of the lab alone when they die', async () => {
      expect(await client.run('echo alive')).toMatchObject({output: 'alive\n'});
      expect(zookeeper.commands.at(-1)?.endedAt).toBeUndefined();
    });

    it('come back on their data when a learner types lab start', async () => {
      await until(
        'ZooKeeper has forgotten the broker',
        async () => (await brokersInZookeeper()).length === 0,
      );
      expect(await client.run('lab start broker-1')).toMatchObject({exitCode: 0});
      expect(shared.lab.hostState('broker-1')).toBe('up');
      await broker.reopen();
      const logs = await shared.lab.exec('broker-1', 'cat logs/server.log 2>/dev/null; true', {
        timeLimit: 20_000,
      });
      expect(logs.output).not.toMatch(goodbye);
      await startBroker();
      expect(await messages()).toEqual(['sent before the kill']);
    });

    it('38: stop in order, clients first, brokers before ZooKeeper, and leave nothing but their data', async () => {
      const client = await TypedTerminal.open(shared.lab, 'client');
      const read = 'bin/kafka-console-consumer.sh --topic greetings --group readers --from-beginning';
      await client.start(`${read} --bootstrap-server localhost:9092`, 'sent before the kill');
      const ends: string[] = [];
      const note = (terminal: TypedTerminal, name: string) =>
        terminal.tab.recording.subscribe((event) => {
          if (event.type === 'command-ended') ends.push(name);
        });
      note(client, 'client');
      note(broker, 'broker-1');
      note(zookeeper, 'zookeeper');
      await shared.lab.stop();
      await until('the tabs know', () => client.end && broker.end && zookeeper.end);
      expect(ends).toEqual(['client', 'broker-1', 'zookeeper']);
      const output = broker.commands.at(-1)?.output;
      // Its seat would be kept for it at the next start, or else.
      expect(output).toMatch(/has left group readers through explicit `LeaveGroup`/);
      expect(output).toMatch(/shut down completed/);
      expect(output).not.toMatch(/ERROR|Session.*(expired|lost)/);
      expect(await subject.listRunning(shared.identity.homeId)).toEqual([]);
      expect(await subject.listData(shared.identity)).not.toEqual([]);
    });

    it('come back at once on the same data in a new lab', async () => {
      shared.lab = await startLab(shared.runtime, shared.identity);
      [zookeeper, broker] = await Promise.all([
        TypedTerminal.open(shared.lab, 'zookeeper'),
        TypedTerminal.open(shared.lab, 'broker-1'),
      ]);
      await zookeeper.start(startCommand('zookeeper', {mode: 'zookeeper'}) ?? '', 'binding to port');
      await startBroker();
      expect(await messages()).toEqual(['sent before the kill']);
    });

    it('are stopped in order by a sweep too, when the app that started them is gone', async () => {
      await shared.runtime.sweep(shared.identity.homeId);
      await until('the broker’s tab knows', () => broker.end);
      expect(broker.commands.at(-1)?.output).toMatch(/shut down completed/);
      expect(await subject.listRunning(shared.identity.homeId)).toEqual([]);
      expect(await subject.listData(shared.identity)).not.toEqual([]);
    });
  });

  async function startBroker(): Promise<void> {
    await broker.start(startCommand('broker-1', {mode: 'zookeeper'}) ?? '', '[KafkaServer id=1] started');
  }

  async function brokersInZookeeper(): Promise<readonly number[]> {
    return (await askZookeeper(shared.lab.address(zookeeperPort))).brokerIds;
  }

  async function produce(text: string, topic = 'greetings'): Promise<void> {
    const {exitCode, output} = await shared.lab.exec(
      'client',
      `bin/kafka-console-producer.sh --bootstrap-server localhost:9092 --topic ${topic}`,
      {timeLimit: 30_000, input: `${text}\n`},
    );
    expect({exitCode, output}).toMatchObject({exitCode: 0});
  }

  function openObserver(): Observer {
    return new Observer({
      needs: {kafka: '3.9', mode: 'zookeeper', hosts: contractHosts, running: [], ports: []},
      address: (port) => shared.lab.address(port),
    });
  }

  async function messages(): Promise<readonly (string | null)[]> {
    await using observer = openObserver();
    const found = await until('the topic can be read', async () => {
      const read = await observer.messages('greetings', 10);
      return read.length > 0 && read;
    });
    return found.map(({value}) => value);
  }
}
