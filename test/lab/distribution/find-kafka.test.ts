import {once} from 'node:events';
import {mkdir, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {
  findKafka as findKafkaAnywhere,
  type KafkaSearch,
  lookForKafka,
} from '../../../src/lab/distribution/find-kafka.ts';
import type {KafkaProgress} from '../../../src/lab/distribution/kafka-distribution.ts';
import {standInMaven} from './stand-in-maven.ts';
import {temporaryFolder} from './temporary-folder.ts';

/** Asks neither Apache's site nor a Homebrew that this machine may have. */
const sources = ['KAFKA_HOME', 'cache', 'Maven'] as const;

function findKafka(search: KafkaSearch) {
  return findKafkaAnywhere({sources, ...search});
}

async function unpackedKafka(directory: string, version: string): Promise<string> {
  await mkdir(path.join(directory, 'libs'), {recursive: true});
  await writeFile(path.join(directory, 'libs', `kafka_2.13-${version}.jar`), '');
  return directory;
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

test('KAFKA_HOME comes first, and its jars are run through our launch scripts', async () => {
  await using folder = await temporaryFolder();
  const home = await unpackedKafka(path.join(folder.path, 'my kafka'), '3.9.2');
  const cacheDirectory = path.join(folder.path, 'cache');
  await unpackedKafka(path.join(cacheDirectory, 'kafka-3.9.1'), '3.9.1');
  const finding = await findKafka({line: '3.9', environment: {KAFKA_HOME: home}, cacheDirectory});
  expect(finding).toMatchObject({
    type: 'found',
    kafka: {version: '3.9.2', source: 'KAFKA_HOME'},
    passedOver: [],
  });
  const {directory} = (finding as Extract<typeof finding, {type: 'found'}>).kafka;
  expect(await isThere(path.join(directory, 'libs', 'kafka_2.13-3.9.2.jar'))).toBe(true);
  expect(await isThere(path.join(directory, 'bin', 'kafka-topics.sh'))).toBe(true);
  expect(await readdir(home)).toEqual(['libs']);
});

test('looking alone names every Kafka in sight, in order, and writes nothing', async () => {
  await using folder = await temporaryFolder();
  const home = await unpackedKafka(path.join(folder.path, 'home'), '3.9.2');
  const cacheDirectory = path.join(folder.path, 'cache');
  const maven = await standInMaven(folder.path, 'exit 1');
  const mvn = path.join(folder.path, 'tools', 'mvn');
  const environment = {
    ...maven.environment,
    KAFKA_HOME: home,
    KAFKA_LESSONS_MIRROR: 'http://127.0.0.1:9',
  };
  const look = async () =>
    lookForKafka({
      line: '3.9',
      environment,
      cacheDirectory,
      sources: ['KAFKA_HOME', 'cache', 'Apache', 'Maven'],
    });
  const sight = (source: string, version: string, place: string, isHere: boolean) => ({
    source,
    version,
    place,
    isHere,
  });
  expect(await look()).toMatchObject({
    inSight: [
      sight('KAFKA_HOME', '3.9.2', home, true),
      sight('Apache', '3.9.1', '127.0.0.1:9', false),
      sight('Maven', '3.9.1', mvn, false),
    ],
    passedOver: [],
  });
  expect(await isThere(cacheDirectory)).toBe(false);

  const cached = await unpackedKafka(path.join(cacheDirectory, 'kafka-3.9.1'), '3.9.1');
  expect((await look()).inSight[1]).toEqual(sight('cache', '3.9.1', cached, true));
  expect(await readdir(cached)).toEqual(['libs']);
});

test('a KAFKA_HOME that was upgraded in place is asked for its version again', async () => {
  await using folder = await temporaryFolder();
  const search = {
    line: '3.9',
    environment: {KAFKA_HOME: await unpackedKafka(path.join(folder.path, 'home'), '3.9.0')},
    cacheDirectory: path.join(folder.path, 'cache'),
  } as const;
  await findKafka(search);
  await rm(path.join(folder.path, 'home', 'libs'), {recursive: true});
  await unpackedKafka(path.join(folder.path, 'home'), '3.9.2');
  expect(await findKafka(search)).toMatchObject({type: 'found', kafka: {version: '3.9.2'}});
});

test('a KAFKA_HOME of another line is named and passed over for the cache', async () => {
  await using folder = await temporaryFolder();
  const cacheDirectory = path.join(folder.path, 'cache');
  const cached = await unpackedKafka(path.join(cacheDirectory, 'kafka-3.9.1'), '3.9.1');
  const home = await unpackedKafka(path.join(folder.path, 'home'), '4.1.0');
  expect(await findKafka({line: '3.9', environment: {KAFKA_HOME: home}, cacheDirectory})).toEqual({
    type: 'found',
    kafka: {version: '3.9.1', directory: cached, source: 'cache'},
    passedOver: [{source: 'KAFKA_HOME', why: 'KAFKA_HOME is Kafka 4.1.0, this lesson needs 3.9'}],
  });
});

test('where no source serves, each says why and there is a cure', async () => {
  await using folder = await temporaryFolder();
  const nowhere = path.join(folder.path, 'nowhere');
  const cacheDirectory = path.join(folder.path, 'cache');
  await mkdir(path.join(cacheDirectory, 'kafka-3.9.1'), {recursive: true});
  expect(
    await findKafka({line: '3.9', environment: {KAFKA_HOME: nowhere, PATH: nowhere}, cacheDirectory}),
  ).toEqual({
    type: 'missing',
    passedOver: [
      {source: 'KAFKA_HOME', why: `KAFKA_HOME is ${nowhere}, and there is no such folder`},
      {source: 'cache', why: `${cacheDirectory}/kafka-3.9.1 is damaged: Kafka's jars are missing`},
      {source: 'Maven', why: 'Maven is not installed: there is no mvn on the PATH'},
    ],
    cure: expect.stringContaining('KAFKA_HOME'),
  });
});

test('a folder without Kafka in KAFKA_HOME is passed over with the jar that was looked for', async () => {
  await using folder = await temporaryFolder();
  const finding = await findKafka({
    line: '3.9',
    environment: {KAFKA_HOME: folder.path},
    cacheDirectory: folder.path,
  });
  expect(finding.passedOver[0]?.why).toContain('libs/kafka-clients-….jar is missing');
});

test('when Maven fails, its own words are passed on and the cache is left empty', async () => {
  await using folder = await temporaryFolder();
  const {environment} = await standInMaven(
    folder.path,
    'echo "[ERROR] Could not transfer artifact: Unknown host"; echo "[ERROR] [Help 1] a long page"; exit 1',
  );
  const cacheDirectory = path.join(folder.path, 'cache');
  const finding = await findKafka({line: '3.9', environment, cacheDirectory});
  expect(finding).toEqual({
    type: 'missing',
    passedOver: [
      {
        source: 'Maven',
        why: 'Maven could not fetch Kafka 3.9.1. It said:\nCould not transfer artifact: Unknown host',
      },
    ],
    cure: expect.stringContaining('Set KAFKA_HOME to the folder of an unpacked Kafka 3.9.x'),
  });
  expect(await readdir(cacheDirectory)).toEqual([]);
});

test('a Maven that brings no Kafka is not taken at its word', async () => {
  await using folder = await temporaryFolder();
  const {environment} = await standInMaven(folder.path, 'rm "$libs"/*');
  const cacheDirectory = path.join(folder.path, 'cache');
  const finding = await findKafka({line: '3.9', environment, cacheDirectory});
  expect(finding.type).toBe('missing');
  expect(finding.passedOver[0]?.why).toContain('no jar of Kafka');
  expect(await readdir(cacheDirectory)).toEqual([]);
});

test('a damaged cache is replaced with what Maven brings', async () => {
  await using folder = await temporaryFolder();
  const {environment} = await standInMaven(folder.path, '');
  const cacheDirectory = path.join(folder.path, 'cache');
  await mkdir(path.join(cacheDirectory, 'kafka-3.9.1', 'libs'), {recursive: true});
  const finding = await findKafka({line: '3.9', environment, cacheDirectory});
  expect(finding).toMatchObject({type: 'found', kafka: {version: '3.9.1', source: 'Maven'}});
  expect(finding.passedOver).toHaveLength(1);
  expect(await readdir(cacheDirectory)).toEqual(['kafka-3.9.1']);
});

test('aborting ends Maven, leaves nothing behind and throws the reason', async () => {
  await using folder = await temporaryFolder();
  const maven = await standInMaven(folder.path, 'exec tail -f /dev/null');
  const cacheDirectory = path.join(folder.path, 'cache');
  const controller = new AbortController();
  const reason = new Error('the learner left');
  const onProgress = ({fraction}: KafkaProgress) => {
    if (fraction !== undefined) controller.abort(reason);
  };
  const search = {line: '3.9', environment: maven.environment, cacheDirectory, onProgress} as const;
  await expect(findKafka({...search, signal: controller.signal})).rejects.toBe(reason);
  expect(await readdir(cacheDirectory)).toEqual([]);
  const [pid] = await maven.pids();
  expect(() => process.kill(pid as number, 0)).toThrow('ESRCH');
});

function findKafkaInAnotherProcess(environment: NodeJS.ProcessEnv, cacheDirectory: string) {
  const module = new URL('../../../src/lab/distribution/find-kafka.ts', import.meta.url).href;
  const program = `
    import {findKafka} from ${JSON.stringify(module)};
    const onProgress = ({fraction}) => fraction && process.stdout.write('fetching\\n');
    const finding = await findKafka({line: '3.9', environment: process.env, cacheDirectory: process.argv[1], sources: ${JSON.stringify(sources)}, onProgress});
    process.stdout.write(finding.type + '\\n');
  `;
  return execa(process.execPath, ['--input-type=module', '--eval', program, cacheDirectory], {
    env: environment,
    reject: false,
  });
}

test('a run that is killed in the middle of fetching does not disturb the next one', async () => {
  await using folder = await temporaryFolder();
  const cacheDirectory = path.join(folder.path, 'cache');
  const hanging = await standInMaven(path.join(folder.path, 'hanging'), 'exec tail -f /dev/null');
  const killed = findKafkaInAnotherProcess(hanging.environment, cacheDirectory);
  await once(killed.stdout, 'data');
  killed.kill('SIGKILL');
  await killed;
  for (const pid of await hanging.pids()) {
    process.kill(pid, 'SIGKILL');
  }
  expect(await readdir(cacheDirectory)).toHaveLength(1);
  const {environment} = await standInMaven(path.join(folder.path, 'working'), '');
  expect(await findKafka({line: '3.9', environment, cacheDirectory})).toMatchObject({
    type: 'found',
    kafka: {source: 'Maven'},
  });
  expect(await readdir(cacheDirectory)).toEqual(['kafka-3.9.1']);
});

test('two processes that fetch at once both find Kafka, and one copy is kept', async () => {
  await using folder = await temporaryFolder();
  const cacheDirectory = path.join(folder.path, 'cache');
  const started = path.join(folder.path, 'started');
  const {environment, pids} = await standInMaven(
    folder.path,
    `until [ "$(wc -l <"${started}")" -ge 2 ]; do sleep 0.02; done`,
  );
  const runs = await Promise.all([
    findKafkaInAnotherProcess(environment, cacheDirectory),
    findKafkaInAnotherProcess(environment, cacheDirectory),
  ]);
  expect(runs.map(({stdout, stderr}) => [stdout.split('\n').at(-1), stderr])).toEqual([
    ['found', ''],
    ['found', ''],
  ]);
  expect(await pids()).toHaveLength(2);
  expect(await readdir(cacheDirectory)).toEqual(['kafka-3.9.1']);
});

test('launch scripts that an older version of ours wrote are brought up to date', async () => {
  await using folder = await temporaryFolder();
  const cacheDirectory = folder.path;
  const bin = path.join(await unpackedKafka(path.join(cacheDirectory, 'kafka-3.9.1'), '3.9.1'), 'bin');
  await mkdir(bin);
  await writeFile(path.join(bin, 'kafka-topics.sh'), 'old');
  await findKafka({line: '3.9', environment: {}, cacheDirectory});
  expect(await readFile(path.join(bin, 'kafka-topics.sh'), 'utf8')).toContain('TopicCommand');
  expect((await readdir(bin)).filter((name) => !name.endsWith('.sh'))).toEqual([]);
});
