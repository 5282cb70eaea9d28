import {createHash, randomBytes} from 'node:crypto';
import type {HostName} from '../../course/lesson.ts';
import {brokerIdOf, brokerPort, brokersAmong, sharedSettings} from './broker.ts';
import type {ServerPlace, ServerRole} from './server-role.ts';

/** Longest silence of a node before the controller takes it for dead. Kafka's default is 9 s. */
const sessionSeconds = 6;

const configFile = 'config/server.properties';
const identityFile = 'data/kafka/meta.properties';

/** A node of a cluster without ZooKeeper that is broker and controller at once. */
export const combinedNode: ServerRole = {
  called: 'a Kafka broker',
  firstHost: 'broker-1',
  startScript: 'kafka-server-start',
  configFile,
  mainClass: 'kafka.Kafka',
  started: 'Kafka Server started',
  heap: '-Xms32M -Xmx224M',
  memory: 220e6,
  identityFile,
  ports: (host) => {
    const id = brokerIdOf(host) ?? 0;
    return [brokerPort(id), controllerPort(id)];
  },
  controllerPort: (host) => controllerPort(brokerIdOf(host) ?? 0),
  prepare: formatStorage,
  renderConfig: serverProperties,
};

/** Where the controllers speak among themselves: node 1 on 9191, node 2 on 9192, node 3 on 9193. */
function controllerPort(id: number): number {
  return 9190 + id;
}

function serverProperties({host, runtime, hosts, running}: ServerPlace): string {
  const id = brokerIdOf(host) ?? 0;
  const [port, inner] = [brokerPort(id), controllerPort(id)];
  const ids = hosts.flatMap((each) => brokerIdOf(each) ?? []);
  const copies = brokersAmong(running);
  // In a container a listener on localhost cannot be reached through a published port.
  const bind = runtime === 'local' ? '127.0.0.1' : '';
  return `# The number that tells this node from the others, and what it is: both at once.
node.id=${id}
process.roles=broker,controller

# Where it listens, for clients and for the other controllers, and the addresses it gives to them.
listeners=PLAINTEXT://${bind}:${port},CONTROLLER://${bind}:${inner}
advertised.listeners=PLAINTEXT://localhost:${port},CONTROLLER://localhost:${inner}
controller.listener.names=CONTROLLER

# Where to ask who leads the controllers.
controller.quorum.bootstrap.servers=${ids.map((each) => `localhost:${controllerPort(each)}`).join(',')}

# The folder the messages are stored in, and what the controllers know, seen from where you start the node.
log.dirs=data/kafka

# After how long a silent broker counts as gone (9 s unless set).
broker.session.timeout.ms=${sessionSeconds * 1000}

${sharedSettings(running)}
# Groups whose members share a partition keep their state in a topic, too.
share.coordinator.state.topic.num.partitions=10
share.coordinator.state.topic.replication.factor=${copies}
share.coordinator.state.topic.min.isr=${Math.min(2, copies)}
`;
}

/** All that begin together are given the same list of them, and so vote from the start. */
function formatStorage(first: readonly HostName[], clusterId: string): string {
  const voters = first.flatMap((each) => {
    const id = brokerIdOf(each);
    return id === undefined ? [] : [`${id}@localhost:${controllerPort(id)}:${directoryId(id, clusterId)}`];
  });
  const format = `bin/kafka-storage.sh format -t ${clusterId} -c ${configFile}`;
  return `[ -e ${identityFile} ] || ${format} --initial-controllers ${voters.join(',')}`;
}

/** The same for a node whenever it is asked for: a folder that was removed comes back as the one that votes. */
function directoryId(id: number, clusterId: string): string {
  const bytes = createHash('sha256').update(`${clusterId} ${id}`).digest().subarray(0, 16);
  return withoutDash(bytes);
}

/** An id of a new cluster, as Kafka writes them: 16 bytes in URL-safe base64. */
export function newClusterId(): string {
  return withoutDash(randomBytes(16));
}

/** Kafka's commands would take a first `-` for an option. */
function withoutDash(bytes: Uint8Array): string {
  const copy = Buffer.from(bytes);
  copy[0] = (copy[0] ?? 0) & 0x7f;
  return copy.toString('base64url');
}
