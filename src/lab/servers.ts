import type {HostName, LabNeeds} from '../course/lesson.ts';

/** The port every ZooKeeper of a lab listens on. */
export const zookeeperPort = 2181;

/** Broker id of a host, undefined for hosts that are no broker. */
export function brokerIdOf(host: HostName): number | undefined {
  const match = /^broker-(\d)$/.exec(host);
  return match ? Number(match[1]) : undefined;
}

/** Broker 1 listens on 9092, broker 2 on 9093, broker 3 on 9094. */
export function brokerPort(id: number): number {
  return 9091 + id;
}

/** Every port something of the lab may listen on: the servers' own and those the lesson declares. */
export function portsOf(needs: LabNeeds): readonly number[] {
  const servers = needs.hosts.flatMap((host) => {
    const id = brokerIdOf(host);
    return id === undefined ? (host === 'zookeeper' ? [zookeeperPort] : []) : [brokerPort(id)];
  });
  return [...new Set([...servers, ...needs.ports])];
}

/** What a learner types to start a host's server; undefined for hosts without one. */
export function startCommand(host: HostName): string | undefined {
  if (host === 'zookeeper') return 'bin/zookeeper-server-start.sh config/zookeeper.properties';
  return brokerIdOf(host) === undefined ? undefined : 'bin/kafka-server-start.sh config/server.properties';
}

/** Main class by which a server's process is known, and the order servers stop in: brokers before ZooKeeper. */
export const serverClasses = ['kafka.Kafka', 'org.apache.zookeeper.server.quorum.QuorumPeerMain'] as const;

/** Programs that may have something to say to a server when they end: a consumer leaves its group. */
export const clientPrograms = ['java', 'node'] as const;

/** Milliseconds a lab waits for its clients, before it stops its servers. */
export const clientPatience = 2000;

/** Settings of the shells of a host: heaps an 8 GB laptop can hold and a JVM that starts fast. `directory` is the host's working directory. */
export function kafkaEnvironment(host: HostName, directory: string): Readonly<Record<string, string>> {
  const isServer = startCommand(host) !== undefined;
  return {
    KAFKA_HEAP_OPTS: isServer ? '-Xms32M -Xmx192M' : '-Xmx192M',
    KAFKA_JVM_PERFORMANCE_OPTS: '-XX:+UseSerialGC -XX:TieredStopAtLevel=1',
    LOG_DIR: `${directory}/logs`,
  };
}
