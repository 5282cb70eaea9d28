import type {HostName} from '../../course/lesson.ts';
import type {ServerPlace, ServerRole} from './server-role.ts';
import {zookeeperPort} from './zookeeper.ts';

/** Longest silence of a broker before ZooKeeper gives its place away. Kafka's default is 18 s; 6 s keeps a failover watchable. */
export const zookeeperSessionSeconds = 6;

/** A broker of a cluster that has a ZooKeeper. */
export const broker: ServerRole = {
  called: 'a Kafka broker',
  firstHost: 'broker-1',
  startScript: 'kafka-server-start',
  configFile: 'config/server.properties',
  mainClass: 'kafka.Kafka',
  started: 'started (kafka.server.KafkaServer)',
  heap: '-Xms32M -Xmx192M',
  memory: 150e6,
  identityFile: 'data/kafka/meta.properties',
  ports: (host) => [brokerPort(brokerIdOf(host) ?? 0)],
  renderConfig: serverProperties,
};

/** Broker id of a host, undefined for hosts that are no broker. */
export function brokerIdOf(host: HostName): number | undefined {
  const match = /^broker-(\d)$/.exec(host);
  return match ? Number(match[1]) : undefined;
}

/** Broker 1 listens on 9092, broker 2 on 9093, broker 3 on 9094. */
export function brokerPort(id: number): number {
  return 9091 + id;
}

function serverProperties({host, runtime, running}: ServerPlace): string {
  const id = brokerIdOf(host) ?? 0;
  const port = brokerPort(id);
  // In a container a listener on localhost cannot be reached through a published port.
  const bind = runtime === 'local' ? '127.0.0.1' : '';
  return `# The number that tells this broker from the others.
broker.id=${id}

# Where this broker listens, and the address it gives to its clients.
listeners=PLAINTEXT://${bind}:${port}
advertised.listeners=PLAINTEXT://localhost:${port}

# The folder the messages are stored in, seen from where you start the broker.
log.dirs=data/kafka

# Where ZooKeeper is, and after how long a silent broker counts as gone (18 s unless set).
zookeeper.connect=localhost:${zookeeperPort}
zookeeper.session.timeout.ms=${zookeeperSessionSeconds * 1000}

${sharedSettings(running)}`;
}

/** What brokers are given, with ZooKeeper and without; `running` are the hosts that the cluster begins with. */
export function sharedSettings(running: ServerPlace['running']): string {
  return `# Partitions of a topic that nobody asked a number for.
num.partitions=1

${ownTopics(brokersAmong(running))}

# Memory by which old messages of a key are found; 128 MB unless set.
log.cleaner.dedupe.buffer.size=2097152

# Groups of consumers start at once instead of waiting 3 s for more members.
group.initial.rebalance.delay.ms=0

# The least a consumer may ask for as the time after which it counts as dead (6 s unless set).
group.min.session.timeout.ms=2000
`;
}

/** How many brokers a cluster begins with; 1 where the learner starts the first one. */
export function brokersAmong(running: ServerPlace['running']): number {
  return Math.max(1, running.filter((host) => brokerIdOf(host) !== undefined).length);
}

/**
 * Settings of Kafka's own topics for a cluster that begins with so many brokers. They have 50 partitions unless set: the
 * first transaction then waits 1.5 to 3.2 s for them to be made, with 10 of them 0.5 to 1 s. A consumer that makes it
 * while it handles a message sends no heartbeat meanwhile, and may lose its seat.
 */
function ownTopics(copies: number): string {
  return `# Kafka's own topics: ${copies === 1 ? 'one copy is all a single broker can keep' : 'a copy on every broker'}.
offsets.topic.replication.factor=${copies}
offsets.topic.num.partitions=10
transaction.state.log.num.partitions=10
transaction.state.log.replication.factor=${copies}
transaction.state.log.min.isr=${Math.min(2, copies)}`;
}
