import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {kafkaVersion} from '../../../src/lab/distribution/kafka-version.ts';
import {fitsLine} from '../../../src/lab/kafka-lines/kafka-releases.ts';
import {temporaryFolder} from './temporary-folder.ts';

async function versionWithJars(...jars: string[]): Promise<string | undefined> {
  await using folder = await temporaryFolder();
  await mkdir(path.join(folder.path, 'libs'));
  await Promise.all(jars.map((jar) => writeFile(path.join(folder.path, 'libs', jar), '')));
  return await kafkaVersion(folder.path);
}

test('the version is read from the name of the server jar', async () => {
  expect(await versionWithJars('kafka-clients-4.0.0.jar', 'kafka_2.13-3.9.1.jar')).toBe('3.9.1');
});

test('without the server jar the version is read from the name of the client jar', async () => {
  expect(await versionWithJars('kafka-clients-4.1.0-rc2.jar', 'zookeeper-3.8.4.jar')).toBe('4.1.0-rc2');
});

test('jars of sources and tests, and those of other parts, say nothing about the version', async () => {
  expect(
    await versionWithJars('kafka_2.13-3.8.0-sources.jar', 'kafka-clients-3.8.0-test.jar'),
  ).toBeUndefined();
  expect(await versionWithJars('kafka-tools-api-3.8.0.jar', 'kafka-clients.jar')).toBeUndefined();
});

test('a folder that is missing has no version', async () => {
  await using folder = await temporaryFolder();
  expect(await kafkaVersion(folder.path)).toBeUndefined();
});

test('a version fits the line that its first two numbers name', () => {
  expect(fitsLine('3.9.2', '3.9')).toBe(true);
  expect(fitsLine('3.90.1', '3.9')).toBe(false);
  expect(fitsLine('4.1.0', '3.9')).toBe(false);
  expect(fitsLine('4.3.1', '4.3')).toBe(true);
  expect(fitsLine('4.30.0', '4.3')).toBe(false);
});
