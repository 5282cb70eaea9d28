import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {makeClassArchive} from '../src/lab/distribution/class-archive.ts';
import {findKafka} from '../src/lab/distribution/find-kafka.ts';
import {withFolder} from './with-folder.ts';

/** Milliseconds by how Java was started. */
export interface CommandTimes {
  readonly list: Readonly<Record<JavaFlags, readonly number[]>>;
  readonly broker: Readonly<Record<JavaFlags, readonly number[]>>;
}

/** Kafka's own options, those of our launch scripts, and ours with the archive of classes. */
export const javaFlags = ['stock', 'ours', 'archive'] as const;
export type JavaFlags = (typeof javaFlags)[number];

const environments: Readonly<Record<JavaFlags, Readonly<Record<string, string>>>> = {
  stock: {
    // As Kafka's kafka-run-class.sh has them.
    KAFKA_JVM_PERFORMANCE_OPTS:
      '-server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true',
    // Any class path of one's own makes our scripts do without the archive.
    CLASSPATH: '/nowhere',
  },
  ours: {CLASSPATH: '/nowhere'},
  archive: {},
};

/** Times `kafka-topics.sh --list` and a broker's start on servers of its own, on free ports. */
export async function measureCommands(rounds: number): Promise<CommandTimes> {
  const cacheDirectory = path.join(
    process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'),
    'kafka-lessons',
  );
  const finding = await findKafka({line: '3.9', environment: process.env, cacheDirectory});
  if (finding.type === 'missing') throw new Error(finding.cure);
  const archive = await makeClassArchive({kafka: finding.kafka, environment: process.env, isWaitedFor: true});
  if (archive.type === 'impossible') throw new Error(`no archive of classes: ${archive.why}`);
  const bin = path.join(finding.kafka.directory, 'bin');
  const list: Record<JavaFlags, number[]> = {stock: [], ours: [], archive: []};
  const broker: Record<JavaFlags, number[]> = {stock: [], ours: [], archive: []};
  await withFolder(async (folder) => {
    const [zookeeperPort, port] = [await freePort(), await freePort()];
    await writeConfigs(folder, zookeeperPort, port);
    const zookeeper = await startServer(
      path.join(bin, 'zookeeper-server-start.sh'),
      path.join(folder, 'zookeeper.properties'),
      'binding to port',
      environments.archive,
    );
    try {
      for (let round = 0; round < rounds; round += 1) {
        for (const flags of javaFlags) {
          const began = performance.now();
          const server = await startServer(
            path.join(bin, 'kafka-server-start.sh'),
            path.join(folder, 'server.properties'),
            'started (kafka.server.KafkaServer)',
            environments[flags],
          );
          broker[flags].push(performance.now() - began);
          try {
            list[flags].push(await timeList(path.join(bin, 'kafka-topics.sh'), port, environments[flags]));
          } finally {
            await stop(server);
          }
        }
      }
    } finally {
      await stop(zookeeper);
    }
  });
  return {list, broker};
}

async function writeConfigs(folder: string, zookeeperPort: number, port: number): Promise<void> {
  await writeFile(
    path.join(folder, 'zookeeper.properties'),
    `dataDir=${folder}/zookeeper\nclientPort=${zookeeperPort}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n`,
  );
  await writeFile(
    path.join(folder, 'server.properties'),
    `broker.id=1\nlog.dirs=${folder}/kafka\nlisteners=PLAINTEXT://127.0.0.1:${port}\nzookeeper.connect=127.0.0.1:${zookeeperPort}\n`,
  );
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startServer(
  script: string,
  config: string,
  line: string,
  environment: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const server = spawn(script, [config], {
    env: {...process.env, LOG_DIR: path.dirname(config), ...environment},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  server.stdout.setEncoding('utf8');
  server.stdout.on('data', (text: string) => {
    printed = (printed + text).slice(-10_000);
  });
  const until = performance.now() + 60_000;
  while (!printed.includes(line)) {
    if (server.exitCode !== null || performance.now() > until) {
      server.kill('SIGKILL');
      throw new Error(`${path.basename(script)} did not say \`${line}\`; the end of its output:\n${printed}`);
    }
    await delay(5);
  }

  return server;
}

async function timeList(
  script: string,
  port: number,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const began = performance.now();
  const command = spawn(script, ['--list', '--bootstrap-server', `127.0.0.1:${port}`], {
    env: {...process.env, ...environment},
    stdio: 'ignore',
  });
  const [code] = await once(command, 'exit');
  if (code !== 0) throw new Error(`kafka-topics.sh --list ended with exit code ${code}`);
  return performance.now() - began;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const timer = setTimeout(() => server.kill('SIGKILL'), 15_000);
  server.kill('SIGTERM');
  await once(server, 'exit');
  clearTimeout(timer);
}
