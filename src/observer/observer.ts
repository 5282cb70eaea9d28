import type {LabNeeds} from '../course/lesson.ts';
import {brokerIdOf} from '../lab/servers/broker.ts';
import {connectPort} from '../lab/servers/connect-worker.ts';
import {roleOf} from '../lab/servers/server-roles.ts';
import {zookeeperPort} from '../lab/servers/zookeeper.ts';
import {readBrokerConfigs} from './broker-configs.ts';
import {type Address, BrokerConnection} from './broker-connection.ts';
import type {
  Broker,
  ClusterSnapshot,
  ConnectWorker,
  Message,
  Quorum,
  ZookeeperState,
} from './cluster-snapshot.ts';
import {askConnect, silenceRequests} from './connectors.ts';
import {readGroups} from './consumer-groups.ts';
import {readMessages} from './messages.ts';
import {describeCluster} from './protocol/describe-cluster.ts';
import {askController, type ControllerLook, joinQuorum} from './quorum.ts';
import {askConfigs, describeTopics, type ForEachBroker, type TopicConfigs} from './topics.ts';
import {askZookeeper, silentZookeeper} from './zookeeper-words.ts';

export interface ObserverOptions {
  readonly needs: LabNeeds;
  /** Where, seen from here, a port of the lab answers. Asked anew for every connection. */
  readonly address: (port: number) => Address;
}

/** The part of a snapshot that brokers tell. */
type BrokersTell = Omit<ClusterSnapshot, 'takenAt' | 'zookeeper' | 'quorum' | 'connect'>;

/** Reads the cluster from outside. Connections are kept between snapshots and made anew when one breaks. */
export class Observer implements AsyncDisposable {
  readonly #options: ObserverOptions;
  readonly #connections = new Map<number, Promise<BrokerConnection>>();
  #configs: TopicConfigs = new Map();
  /** Port of the broker that told of the cluster last. */
  #seed: number | undefined;
  /** Whether the worker of Connect that answers was asked not to print our requests. */
  #printsNoRequests = false;

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /** The cluster as it is now. Never throws: what does not answer is absent from the snapshot. */
  async takeSnapshot(): Promise<ClusterSnapshot> {
    // At once: a controller that stands still must not hold up what brokers have to say.
    const [quorum, {zookeeper, kafka}, connect] = await Promise.all([
      this.#askControllers(),
      this.#askServers(),
      this.#askConnect(),
    ]);
    // What a broker names as the controller without ZooKeeper is any one of them.
    const controller = this.#options.needs.mode === 'kraft' ? quorum?.leader : kafka.controller;
    return {takenAt: Date.now(), zookeeper, quorum, connect, ...kafka, controller};
  }

  async #askServers(): Promise<{readonly zookeeper: ZookeeperState; readonly kafka: BrokersTell}> {
    const zookeeper = await this.#askZookeeper();
    const hasConfigs = zookeeper.answers || !this.#options.needs.hosts.includes('zookeeper');
    return {zookeeper, kafka: await this.#askBrokers(hasConfigs)};
  }

  /** Messages of a topic, oldest first within each partition, at most `limit` a partition. Joins no group, leaves no trace. */
  async messages(topic: string, limit: number): Promise<readonly Message[]> {
    const {topics, brokers} = await this.takeSnapshot();
    const partitions = topics.find(({name}) => name === topic)?.partitions ?? [];
    const read = await Promise.all(
      partitions.map(async (partition) => {
        const leader = brokers.find(({id}) => id === partition.leader);
        return leader ? readMessages(await this.#connect(portOf(leader)), {topic, partition, limit}) : [];
      }),
    );
    return read.flat();
  }

  /** What somebody configured a broker with, by name; undefined where that broker does not answer. */
  async brokerConfigs(id: number): Promise<Readonly<Record<string, string>> | undefined> {
    const {brokers} = await this.takeSnapshot();
    const broker = brokers.find((candidate) => candidate.id === id);
    return broker && (await this.#tryBroker(broker, readBrokerConfigs))?.answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const open = [...this.#connections.keys()];
    await Promise.all(open.map(async (id) => this.#drop(id)));
  }

  /** On their own ports: a broker that is asked about the controllers asks them in turn, and waits for one that leads. */
  async #askControllers(): Promise<Quorum | undefined> {
    const {needs} = this.#options;
    const looks = await Promise.all(
      needs.hosts.map(async (host): Promise<ControllerLook | undefined> => {
        const [port, id] = [roleOf(host, needs)?.controllerPort?.(host), brokerIdOf(host)];
        if (port === undefined || id === undefined) return undefined;
        const asked = await this.#tryPort(port, askController);
        return asked && {id, quorum: asked.answer};
      }),
    );
    return joinQuorum(looks.filter((look) => look !== undefined));
  }

  async #askConnect(): Promise<ConnectWorker | undefined> {
    const {needs, address} = this.#options;
    if (!needs.hosts.includes('connect')) return undefined;
    const worker = await askConnect(address(connectPort));
    this.#printsNoRequests &&= worker.answers;
    if (worker.answers && !this.#printsNoRequests)
      this.#printsNoRequests = await silenceRequests(address(connectPort));
    return worker;
  }

  async #askZookeeper(): Promise<ZookeeperState> {
    const {needs, address} = this.#options;
    return needs.hosts.includes('zookeeper') ? askZookeeper(address(zookeeperPort)) : silentZookeeper;
  }

  /**
   * A broker asks ZooKeeper about a topic's settings, and while that one is silent the thread that was asked waits for
   * it: asked again and again, a broker soon has no thread left for anybody. Then the settings seen last must do.
   */
  async #askBrokers(hasConfigs: boolean): Promise<BrokersTell> {
    const {needs} = this.#options;
    const ports = needs.hosts
      .filter((host) => brokerIdOf(host) !== undefined)
      .flatMap((host) => roleOf(host, needs)?.ports(host)[0] ?? []);
    // One that told last tells next: two brokers may know of a change at different moments, and nothing must seem to
    // go back and forth.
    for (const port of [...ports].sort(
      (left, right) => Number(right === this.#seed) - Number(left === this.#seed),
    )) {
      try {
        const cluster = await this.#askCluster(port, hasConfigs);
        this.#seed = port;
        return cluster;
      } catch {
        await this.#drop(port);
      }
    }

    return {
      reachable: false,
      clusterId: undefined,
      controller: undefined,
      brokers: [],
      fenced: [],
      topics: [],
      groups: [],
    };
  }

  /** Everything about the cluster, starting from what the broker behind one port knows of it. */
  async #askCluster(seed: number, hasConfigs: boolean): Promise<BrokersTell> {
    const connection = await this.#connect(seed);
    const metadata = await connection.ask('Metadata', {topics: [], allowAutoTopicCreation: false});
    // A broker that has just started answers before the controller has told it anything.
    if (metadata.brokers.length === 0) throw new Error('this broker does not know its cluster yet');
    const known = metadata.brokers
      .map(({nodeId, host, port}) => ({id: nodeId, address: `${host}:${port}`}))
      .sort((left, right) => left.id - right.id);
    const silent = new Set<number>();
    const forEachBroker: ForEachBroker = async (ask) => {
      const answers = await Promise.all(
        known.map(async (broker) => {
          // One time limit is enough for a broker that stands still.
          if (silent.has(broker.id)) return undefined;
          const answered = await this.#tryBroker(broker, ask);
          if (!answered) silent.add(broker.id);
          return answered?.answer;
        }),
      );
      return answers.filter((answer) => answer !== undefined);
    };

    const readConfigs = async (names: readonly string[]) => {
      if (hasConfigs) this.#configs = await askConfigs(names, connection);
      return this.#configs;
    };
    const topics = await describeTopics(metadata, readConfigs, forEachBroker);
    const [groups, registered] = await Promise.all([
      forEachBroker(async (broker) => readGroups(broker, topics)),
      connection.knows(describeCluster) ? connection.askNewer(describeCluster, undefined) : [],
    ]);
    return {
      reachable: true,
      clusterId: metadata.clusterId ?? undefined,
      controller: metadata.controllerId < 0 ? undefined : metadata.controllerId,
      brokers: known.map((broker) => ({...broker, answers: !silent.has(broker.id)})),
      fenced: registered.filter(({isFenced}) => isFenced).map(({id}) => id),
      topics,
      groups: groups.flat().sort((left, right) => left.name.localeCompare(right.name)),
    };
  }

  /** Undefined for a broker that dies while it is asked: a gap, not an error, the others still tell what they know. */
  async #tryBroker<Answer>(
    broker: Pick<Broker, 'id' | 'address'>,
    ask: (connection: BrokerConnection, id: number) => Promise<Answer>,
  ): Promise<{readonly answer: Answer} | undefined> {
    return this.#tryPort(portOf(broker), async (connection) => ask(connection, broker.id));
  }

  async #tryPort<Answer>(
    port: number,
    ask: (connection: BrokerConnection) => Promise<Answer>,
  ): Promise<{readonly answer: Answer} | undefined> {
    try {
      return {answer: await ask(await this.#connect(port))};
    } catch {
      await this.#drop(port);
      return undefined;
    }
  }

  async #connect(port: number): Promise<BrokerConnection> {
    const known = this.#connections.get(port);
    if (known) return known;

    const opening = (async () => BrokerConnection.open(this.#options.address(port)))();
    this.#connections.set(port, opening);
    opening.catch(() => {
      if (this.#connections.get(port) === opening) this.#connections.delete(port);
    });
    return opening;
  }

  async #drop(port: number): Promise<void> {
    const connection = this.#connections.get(port);
    this.#connections.delete(port);
    await (await connection?.catch(() => undefined))?.[Symbol.asyncDispose]();
  }
}

function portOf({address}: Pick<Broker, 'address'>): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
