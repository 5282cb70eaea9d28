import {once} from 'node:events';
import {cp, mkdir, readdir, readFile, symlink, utimes, writeFile} from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {makeClassArchive} from '../../src/lab/distribution/class-archive.ts';
import {findKafka} from '../../src/lab/distribution/find-kafka.ts';
import type {KafkaProgress} from '../../src/lab/distribution/kafka-distribution.ts';
import {kafka39} from '../../src/lab/kafka-lines/kafka-3.9.ts';
import {tarballOf} from '../lab/distribution/kafka-tarball.ts';
import {tarballServer} from '../lab/distribution/tarball-server.ts';
import {type TemporaryFolder, temporaryFolder} from '../lab/distribution/temporary-folder.ts';

let folder: TemporaryFolder;
let kafka: string;
const progress: KafkaProgress[] = [];

const search = () => {
  const cacheDirectory = path.join(folder.path, 'the cache');
  return {line: '3.9', environment: process.env, cacheDirectory, sources: ['cache', 'Maven']} as const;
};

beforeAll(async () => {
  folder = await temporaryFolder();
  const finding = await findKafka({...search(), onProgress: (step) => progress.push(step)});
  expect(finding).toMatchObject({type: 'found', kafka: {version: '3.9.1', source: 'Maven'}});
  kafka = (finding as Extract<typeof finding, {type: 'found'}>).kafka.directory;
});

afterAll(() => folder[Symbol.asyncDispose]());

test('Maven brings every jar, and progress grows to the end', async () => {
  expect(await readdir(path.join(kafka, 'libs'))).toHaveLength(106);
  expect((await readdir(kafka)).sort()).toEqual(['bin', 'class-archive', 'config', 'libs']);
  const fractions = progress.map(({fraction}) => fraction).filter((fraction) => fraction !== undefined);
  expect(fractions.at(-1)).toBe(1);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
});

test('the next run finds it in the cache', async () => {
  expect(await findKafka(search())).toMatchObject({
    type: 'found',
    kafka: {directory: kafka, source: 'cache'},
  });
});

test.concurrent.for(
  kafka39.launchScripts.filter((script) => script.kind === 'tool' && script.usage === undefined),
)('$name has a class to run', {timeout: 60_000}, async ({name}) => {
  const {all} = await execa(path.join(kafka, 'bin', name), ['--help'], {all: true, reject: false});
  expect(all).toMatch(/usage|option/i);
  expect(all).not.toMatch(/ClassNotFound|NoClassDefFound|Could not find or load main class/);
});

test.concurrent.for(kafka39.launchScripts.filter(({kind}) => kind === 'start'))(
  '$name reads the properties that it is given',
  {timeout: 60_000},
  async ({name}) => {
    const given = path.join(folder.path, 'absent.properties');
    const {all, exitCode} = await execa(path.join(kafka, 'bin', name), [given], {all: true, reject: false});
    expect(all).toContain(given);
    expect(exitCode).not.toBe(0);
  },
);

test.for(kafka39.launchScripts)(
  '$name says how it is used, or that there is nothing to stop',
  async (script) => {
    const usage = script.kind === 'stop' ? script.nothingToStop : script.usage;
    if (usage === undefined) return;
    const result = await execa(`bin/${script.name}`, {
      cwd: kafka,
      reject: false,
      env: {LOG_DIR: folder.path},
    });
    expect(result.stdout).toBe(script.kind === 'stop' ? usage : `USAGE: bin/${script.name} ${usage}`);
    expect(result.exitCode).toBe(1);
  },
);

test('a missing Java is told, with what to do', async () => {
  const env = {JAVA_HOME: '/no/java'};
  const result = await execa('bin/kafka-topics.sh', ['--version'], {cwd: kafka, env, reject: false});
  expect(result.exitCode).toBe(127);
  expect(result.stderr).toContain("there is no '/no/java/bin/java'");
  expect(result.stderr).toContain('Install Java');
});

test("Kafka's environment variables reach the virtual machine", async () => {
  const env = {
    CLASSPATH: '/first.jar',
    KAFKA_HEAP_OPTS: '-Xmx64m -Xms32m',
    KAFKA_JVM_PERFORMANCE_OPTS: '-XX:+UseSerialGC',
    KAFKA_OPTS: '-Done=1 -Dtwo=2',
    KAFKA_LOG4J_OPTS: '-Dlog4j.configuration=file:/other',
    LOG_DIR: '/log dir',
    JAVA_HOME: await recordingJava(),
  };
  const {stdout} = await execa('bin/kafka-topics.sh', ['--list'], {cwd: kafka, env});
  const words = stdout.split('\n');
  const classPath = words.find((word) => word.startsWith('/first.jar:'));
  expect(classPath?.split(':')).toHaveLength(107);
  expect(words.filter((word) => word !== classPath)).toEqual([
    '-Xmx64m',
    '-Xms32m',
    '-XX:+UseSerialGC',
    '-Dlog4j.configuration=file:/other',
    '-Dkafka.logs.dir=/log dir',
    '-cp',
    '-Done=1',
    '-Dtwo=2',
    'org.apache.kafka.tools.TopicCommand',
    '--list',
  ]);
});

/** A Java home whose `java` prints its arguments, one a line. */
async function recordingJava(): Promise<string> {
  const home = path.join(folder.path, 'recording java');
  await mkdir(path.join(home, 'bin'), {recursive: true});
  await writeFile(path.join(home, 'bin', 'java'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', {mode: 0o755});
  return home;
}

test('scripts work through a link to bin, to one script, from another folder and by the PATH', async () => {
  const host = await hostFolder('links');
  await symlink('bin/kafka-topics.sh', path.join(host, 'topics'));
  const {PATH: before} = process.env;
  const inBin = {cwd: path.join(host, 'bin')};
  const byPath = {env: {PATH: `${path.join(host, 'bin')}:${before}`}};
  const answers = await Promise.all([
    execa('bin/kafka-topics.sh', ['--version'], {cwd: host}),
    execa('./topics', ['--version'], {cwd: host}),
    execa('bash', ['kafka-topics.sh', '--version'], inBin),
    execa('kafka-topics.sh', ['--version'], byPath),
  ]);
  expect(answers.map(({stdout}) => stdout)).toEqual(['3.9.1', '3.9.1', '3.9.1', '3.9.1']);
});

test('an archive of classes is made once, is taken from then on, and is not missed', {
  timeout: 600_000,
}, async () => {
  await using spaceless = await temporaryFolder('kafka-lessons-');
  const directory = path.join(spaceless.path, 'kafka');
  await cp(kafka, directory, {recursive: true, preserveTimestamps: true});
  const wish = {
    kafka: {version: '3.9.1', directory, source: 'cache'},
    environment: process.env,
    isWaitedFor: true,
  } as const;
  expect(await makeClassArchive(wish)).toEqual({type: 'made'});
  expect(await makeClassArchive(wish)).toEqual({type: 'present'});
  expect(
    (await readdir(path.join(directory, 'class-archive'))).filter((name) => name !== 'make.sh'),
  ).toHaveLength(1);

  const version = async (env: Record<string, string>) =>
    (await execa('bin/kafka-topics.sh', ['--version'], {cwd: directory, env, all: true})).all;
  const source = /TopicCommand source: (.*)/;
  const KAFKA_OPTS = '-Xlog:class+load';
  expect(source.exec(await version({KAFKA_OPTS}))?.[1]).toBe('shared objects file');
  expect(source.exec(await version({KAFKA_OPTS, CLASSPATH: '/other.jar'}))?.[1]).toMatch(/kafka-tools/);
  expect(await version({CLASSPATH: '/other.jar'})).toBe('3.9.1');
  expect(await version({KAFKA_HEAP_OPTS: '-Xmx33g'})).toBe('3.9.1');
  const now = new Date();
  await utimes(path.join(directory, 'libs', 'kafka-tools-3.9.1.jar'), now, now);
  expect(await version({})).toBe('3.9.1');
});

test('an archive that is no use says why, and aborting one leaves no process and no file', async () => {
  const wish = {
    kafka: {version: '3.9.1', directory: kafka, source: 'cache'},
    environment: process.env,
  } as const;
  expect(await makeClassArchive(wish)).toEqual({
    type: 'impossible',
    why: expect.stringContaining('a space in it'),
  });

  await using spaceless = await temporaryFolder('kafka-lessons-');
  const directory = path.join(spaceless.path, 'kafka');
  await cp(kafka, directory, {recursive: true});
  const pids = path.join(spaceless.path, 'pids');
  const hanging = `#!/bin/sh\necho $$ >'${pids}'\nexec tail -f /dev/null\n`;
  await mkdir(path.join(spaceless.path, 'bin'));
  await writeFile(path.join(spaceless.path, 'bin', 'java'), hanging, {mode: 0o755});
  await writeFile(path.join(spaceless.path, 'release'), 'JAVA_VERSION="17"\n');
  const controller = new AbortController();
  const environment = {...process.env, JAVA_HOME: spaceless.path};
  const making = makeClassArchive({
    kafka: {...wish.kafka, directory},
    environment,
    signal: controller.signal,
  });
  await vi.waitUntil(async () => (await readFile(pids, 'utf8').catch(() => '')).endsWith('\n'), {
    timeout: 60_000,
  });
  controller.abort(new Error('the learner left'));
  await expect(making).rejects.toThrow('the learner left');
  expect(await readdir(path.join(directory, 'class-archive'))).toEqual(['make.sh']);
  const pid = Number(await readFile(pids, 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test("a Kafka that is fetched as Apache's tarball runs", {timeout: 120_000}, async () => {
  const libs = path.join(kafka, 'libs');
  const jars = await Promise.all(
    (await readdir(libs)).map(async (name) => ({
      name: `kafka_2.13-3.9.1/libs/${name}`,
      content: await readFile(path.join(libs, name)),
    })),
  );
  const {content, release} = await tarballOf(jars);
  await using site = await tarballServer(content);
  const finding = await findKafka({
    ...search(),
    environment: {},
    cacheDirectory: path.join(folder.path, 'another cache'),
    sources: ['cache', 'Apache'],
    release,
    apache: {sites: [site.url]},
  });
  expect(finding).toMatchObject({type: 'found', kafka: {version: '3.9.1', source: 'Apache'}, passedOver: []});
  const {directory} = (finding as Extract<typeof finding, {type: 'found'}>).kafka;
  expect(await readdir(path.join(directory, 'libs'))).toEqual(await readdir(libs));

  const [port] = await freePorts(1);
  const properties = path.join(folder.path, 'zookeeper of the tarball.properties');
  await writeFile(
    properties,
    `dataDir=${folder.path}/data\nclientPort=${port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n`,
  );
  await using zookeeper = start(directory, 'zookeeper-server-start.sh', properties);
  await zookeeper.says('binding to port');
  const root = await execa('bin/zookeeper-shell.sh', [`127.0.0.1:${port}`, 'ls', '/'], {cwd: directory});
  expect(root.stdout).toContain('[zookeeper]');
});

/** A host's working folder as the lab makes it: `bin` and `libs` are links. */
async function hostFolder(name: string): Promise<string> {
  const host = path.join(folder.path, `host ${name}`);
  await mkdir(path.join(host, 'config'), {recursive: true});
  await Promise.all(['bin', 'libs'].map((entry) => symlink(path.join(kafka, entry), path.join(host, entry))));
  return host;
}

test('two hosts run their servers, whose lines learners wait for, and each stops only its own', {
  timeout: 90_000,
}, async () => {
  const [zookeeperPort, brokerPort] = await freePorts(2);
  const zookeeperHost = await hostFolder('zookeeper');
  const brokerHost = await hostFolder('broker');
  await writeFile(
    path.join(zookeeperHost, 'config', 'zookeeper.properties'),
    `dataDir=data\nclientPort=${zookeeperPort}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n`,
  );
  await writeFile(
    path.join(brokerHost, 'config', 'server.properties'),
    `broker.id=1\nlog.dirs=data\nzookeeper.connect=127.0.0.1:${zookeeperPort}\nlisteners=PLAINTEXT://127.0.0.1:${brokerPort}\n`,
  );
  await using zookeeper = start(zookeeperHost, 'zookeeper-server-start.sh', 'config/zookeeper.properties');
  await zookeeper.says('binding to port');
  await using broker = start(brokerHost, 'kafka-server-start.sh', 'config/server.properties');
  await broker.says('[KafkaServer id=1] started');

  const bootstrap = ['--bootstrap-server', `127.0.0.1:${brokerPort}`];
  const create = [...bootstrap, '--create', '--topic', 'greetings'];
  const created = await execa('bin/kafka-topics.sh', create, {cwd: brokerHost, all: true});
  expect(created.all).toBe('Created topic greetings.');
  const ids = await execa('bin/zookeeper-shell.sh', [`127.0.0.1:${zookeeperPort}`, 'ls', '/brokers/ids'], {
    cwd: brokerHost,
  });
  expect(ids.stdout).toContain('[1]');

  const elsewhere = await execa('bin/kafka-server-stop.sh', {...inHost(zookeeperHost), reject: false});
  expect(elsewhere.stdout).toBe('No kafka server to stop');
  await execa('bin/kafka-server-stop.sh', inHost(brokerHost));
  await broker.says('shut down completed');
  await execa('bin/zookeeper-server-stop.sh', inHost(zookeeperHost));
  await zookeeper.ended();
});

function inHost(host: string) {
  return {cwd: host, env: {LOG_DIR: path.join(host, 'logs')}};
}

interface RunningServer extends AsyncDisposable {
  says(text: string): Promise<void>;
  ended(): Promise<void>;
}

function start(host: string, script: string, properties: string): RunningServer {
  const options = {all: true, reject: false, buffer: false} as const;
  const server = execa(`bin/${script}`, [properties], {...inHost(host), ...options});
  let said = '';
  let heard = Promise.withResolvers<void>();
  server.all.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    heard.resolve();
    heard = Promise.withResolvers();
  });
  server.all.on('end', () => heard.resolve());
  return {
    async says(text) {
      while (!said.includes(text)) {
        if (server.all.readableEnded) throw new Error(`${script} ended without saying "${text}":\n${said}`);
        await heard.promise;
      }
    },
    async ended() {
      await server;
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await server;
    },
  };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({length: count}, async () => {
      const server = net.createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
