import {mkdir, readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {findFurtherJars} from '../../../src/lab/distribution/further-jars.ts';
import {streamsJars} from '../../../src/lab/kafka-lines/streams-jars.ts';
import {LabError} from '../../../src/lab/lab.ts';
import {standInMaven} from './stand-in-maven.ts';
import {type TemporaryFolder, temporaryFolder} from './temporary-folder.ts';

const wanted = streamsJars('4.3.1');
const streams = ['kafka-streams-4.3.1.jar', 'kafka-streams-examples-4.3.1.jar', 'rocksdbjni-9.7.3.jar'];

async function searchIn(folder: TemporaryFolder, jars: readonly string[], mvnSays: string | undefined) {
  const directory = path.join(folder.path, 'kafka');
  await mkdir(path.join(directory, 'libs'), {recursive: true});
  for (const jar of jars) await writeFile(path.join(directory, 'libs', jar), '');
  const said: string[] = [];
  const environment =
    mvnSays === undefined ? {PATH: '/nowhere'} : (await standInMaven(folder.path, mvnSays)).environment;
  const found = findFurtherJars({
    kafka: {version: '4.3.1', directory},
    wanted,
    environment,
    cacheDirectory: path.join(folder.path, 'cache'),
    report: ({message}) => said.push(message),
  });
  return {found, said};
}

const brings = streams.map((jar) => `touch "$libs/${jar}"`).join('\n');

test('nothing is fetched where Kafka itself has them, as Apache’s tarball does', async () => {
  await using folder = await temporaryFolder();
  const {found, said} = await searchIn(folder, streams, 'exit 1');
  expect([await found, said]).toEqual([undefined, []]);
});

test('they are fetched with Maven once, and said to be', async () => {
  await using folder = await temporaryFolder();
  const {found, said} = await searchIn(folder, ['kafka-clients-4.3.1.jar'], brings);
  const libs = (await found) ?? '';
  expect(await readdir(libs)).toEqual(expect.arrayContaining(streams));
  expect(said).toEqual(['Fetching Kafka Streams 4.3.1 with Maven']);
  const again = await searchIn(folder, [], undefined);
  expect([await again.found, again.said]).toEqual([libs, []]);
});

test('what half of them is left by is fetched anew', async () => {
  await using folder = await temporaryFolder();
  const libs = path.join(folder.path, 'cache', 'kafka-streams-4.3.1', 'libs');
  await mkdir(libs, {recursive: true});
  await writeFile(path.join(libs, streams[0] ?? ''), '');
  const {found} = await searchIn(folder, [], brings);
  expect(await readdir((await found) ?? '')).toEqual(expect.arrayContaining(streams));
});

test.each([
  ['no Maven', undefined, /no mvn on the PATH/],
  ['a Maven that fails', 'echo "[ERROR] no way out"; exit 1', /It said:\nno way out/],
])('where there is %s, that and the cure are said', async (_, mvnSays, words) => {
  await using folder = await temporaryFolder();
  const {found} = await searchIn(folder, [], mvnSays);
  const error = await found.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(LabError);
  expect((error as LabError).message).toMatch(words);
  expect((error as LabError).cure).toMatch(/KAFKA_HOME/);
});
