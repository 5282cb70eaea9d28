import type {HostName, LabNeeds} from '../course/lesson.ts';
import type {LabFile, RuntimeName} from './lab.ts';
import {brokerIdOf, brokerPort, zookeeperPort} from './servers.ts';

/** Longest silence of a broker before ZooKeeper gives its place away. Kafka's default is 18 s; 6 s keeps a failover watchable. */
export const zookeeperSessionSeconds = 6;

/** The `config/` files of a host: short, commented, the same text in both runtimes but for the listener's address. */
export function renderServerConfig(
  host: HostName,
  runtime: RuntimeName,
  {running}: Pick<LabNeeds, 'running'>,
): readonly LabFile[] {
  // Kafka's scripts look for log settings beside their own folder; those of commands only warn.
  const logging = [
    file(host, 'config/log4j.properties', serverLogging),
    file(host, 'config/tools-log4j.properties', commandLogging),
  ];
  if (host === 'zookeeper')
    return [file(host, 'config/zookeeper.properties', zookeeperProperties(runtime)), ...logging];

  const id = brokerIdOf(host);
  return id === undefined
    ? logging
    : [file(host, 'config/server.properties', serverProperties(id, runtime, running)), ...logging];
}

function file(host: HostName, path: string, content: string): LabFile {
  return {host, path, content, executable: false};
}

const serverLogging = `# What the servers of this host print on the terminal.
log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
log4j.logger.kafka.controller=WARN
log4j.logger.kafka.log.LogCleaner=WARN
log4j.logger.kafka.network.RequestChannel$=WARN
log4j.logger.kafka.request.logger=WARN
log4j.logger.state.change.logger=WARN

# The course asks ZooKeeper how it is several times a second; that would be all there is to see.
log4j.logger.org.apache.zookeeper.server.NIOServerCnxn=WARN
log4j.logger.org.apache.zookeeper.server.command=WARN
`;

const commandLogging = `# What Kafka's commands on this host print beside their answer: warnings.
log4j.rootLogger=WARN, stderr
log4j.appender.stderr=org.apache.log4j.ConsoleAppender
log4j.appender.stderr.Target=System.err
log4j.appender.stderr.layout=org.apache.log4j.PatternLayout
log4j.appender.stderr.layout.ConversionPattern=[%d] %p %m (%c)%n
`;

function zookeeperProperties(runtime: RuntimeName): string {
  const address = runtime === 'local' ? 'clientPortAddress=127.0.0.1\n' : '';
  return `# The folder ZooKeeper keeps its data in, seen from where you start it.
dataDir=data/zookeeper

# The port brokers (and zookeeper-shell) connect to.
clientPort=${zookeeperPort}
${address}
# No limit on connections from one address: here everything comes from the same one.
maxClientCnxns=0

# ZooKeeper's own web page is not needed.
admin.enableServer=false

# Two of ZooKeeper's four-letter commands, by which the course watches it.
4lw.commands.whitelist=srvr,dump
`;
}

function serverProperties(id: number, runtime: RuntimeName, running: LabNeeds['running']): string {
  const port = brokerPort(id);
  // In a container a listener on localhost cannot be reached through a published port.
  const brokers = running.filter((host) => brokerIdOf(host) !== undefined).length;
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

# Partitions of a topic that nobody asked a number for.
num.partitions=1

${ownTopics(brokers)}

# Memory by which old messages of a key are found; 128 MB unless set.
log.cleaner.dedupe.buffer.size=2097152

# Groups of consumers start at once instead of waiting 3 s for more members.
group.initial.rebalance.delay.ms=0

# The least a consumer may ask for as the time after which it counts as dead (6 s unless set).
group.min.session.timeout.ms=2000
`;
}

/** Settings of Kafka's own topics for a cluster that begins with so many brokers. */
function ownTopics(brokers: number): string {
  const copies = Math.max(1, brokers);
  return `# Kafka's own topics: ${copies === 1 ? 'one copy is all a single broker can keep' : 'a copy on every broker'}.
offsets.topic.replication.factor=${copies}
offsets.topic.num.partitions=10
transaction.state.log.replication.factor=${copies}
transaction.state.log.min.isr=${Math.min(2, copies)}`;
}
