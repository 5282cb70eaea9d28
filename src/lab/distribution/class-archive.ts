import {once} from 'node:events';
import net from 'node:net';
import path from 'node:path';
import type {KafkaDistribution} from './kafka-distribution.ts';

export interface ClassArchiveWish {
  readonly kafka: KafkaDistribution;
  /** Asked for `JAVA_HOME` and `PATH`. */
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** True where nothing else goes on until it is made: then it takes its full share of the processor. */
  readonly isWaitedFor?: boolean;
}

export type ClassArchive =
  | {readonly type: 'made' | 'present'}
  | {readonly type: 'impossible'; readonly why: string};

/**
 * Makes what lets Kafka's servers and commands start in half the time: an archive of the classes that they load,
 * 65 MB in the distribution's folder, once for each build of Java. It takes a processor about 20 s, for it runs a
 * ZooKeeper and a broker of its own on free ports. Everything works without it, so it is made at leisure, at a low
 * priority, unless somebody waits for it (beside four busy programs on two processors that was 890 s); commands take
 * it from the moment it is whole. Throws the signal's reason when it aborts.
 */
export async function makeClassArchive({
  kafka,
  environment,
  signal,
  isWaitedFor = false,
}: ClassArchiveWish): Promise<ClassArchive> {
  const {execa} = await import('execa');
  const ports = await freePorts(2);
  const script = path.join(kafka.directory, 'class-archive', 'make.sh');
  const niceness = isWaitedFor ? '0' : '10';
  const result = await execa('nice', ['-n', niceness, 'bash', script, ...ports.map(String)], {
    env: environment,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    ...(signal && {cancelSignal: signal}),
  });
  signal?.throwIfAborted();
  if (result.failed) {
    return {
      type: 'impossible',
      why: result.stderr || `make.sh ended with ${result.exitCode ?? result.signal}`,
    };
  }
  return {type: result.stdout === 'present' ? 'present' : 'made'};
}

/** Free at this moment: the system does not give the same one again soon. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({length: count}, () => net.createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
