import {chmod, mkdir, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {findKafka} from '../../../src/lab/distribution/find-kafka.ts';
import {homebrewKafkas} from '../../../src/lab/distribution/homebrew-kafkas.ts';
import {temporaryFolder} from './temporary-folder.ts';

/** A Cellar as Homebrew has it: versions side by side, and a link to the one that is in use. */
async function installFormula(prefix: string, version: string, formula = 'kafka'): Promise<string> {
  const keg = path.join(prefix, 'Cellar', formula, version);
  await mkdir(path.join(keg, 'libexec', 'libs'), {recursive: true});
  await writeFile(path.join(keg, 'libexec', 'libs', `kafka_2.13-${version}.jar`), '');
  return keg;
}

async function link(prefix: string, keg: string, formula = 'kafka'): Promise<void> {
  await mkdir(path.join(prefix, 'opt'), {recursive: true});
  await symlink(path.relative(path.join(prefix, 'opt'), keg), path.join(prefix, 'opt', formula));
}

async function installBrew(prefix: string): Promise<string> {
  const brew = path.join(prefix, 'bin', 'brew');
  await mkdir(path.dirname(brew), {recursive: true});
  await writeFile(brew, '#!/bin/sh\necho started >"$0.started"\n');
  await chmod(brew, 0o755);
  return brew;
}

test('the formula that is linked comes first, then the others of the Cellar, each once', async () => {
  await using folder = await temporaryFolder();
  const prefix = folder.path;
  await installFormula(prefix, '3.8.0');
  await link(prefix, await installFormula(prefix, '4.1.0'));
  await installFormula(prefix, '3.9.0', 'kafka@3.9');
  await installFormula(prefix, '1.0.0', 'kafkacat');
  expect(await homebrewKafkas({HOMEBREW_PREFIX: prefix}, [])).toEqual([
    `${prefix}/opt/kafka/libexec`,
    `${prefix}/Cellar/kafka/3.8.0/libexec`,
    `${prefix}/Cellar/kafka@3.9/3.9.0/libexec`,
  ]);
});

test('the prefix is known by the variable, by where brew lies, by a link to it, or is a usual one', async () => {
  await using folder = await temporaryFolder();
  const prefix = path.join(folder.path, 'home brew');
  await link(prefix, await installFormula(prefix, '4.1.0'));
  const brew = await installBrew(prefix);
  const mine = path.join(folder.path, 'my', 'bin');
  await mkdir(mine, {recursive: true});
  await symlink(brew, path.join(mine, 'brew'));
  const found = [`${prefix}/opt/kafka/libexec`];
  expect(await homebrewKafkas({HOMEBREW_PREFIX: prefix}, [])).toEqual(found);
  expect(await homebrewKafkas({PATH: path.dirname(brew)}, [])).toEqual(found);
  expect(await homebrewKafkas({PATH: mine}, [])).toEqual(found);
  expect(await homebrewKafkas({}, [folder.path, prefix])).toEqual(found);
});

test('nothing is said where there is no Homebrew, and where it has no Kafka', async () => {
  await using folder = await temporaryFolder();
  const brew = await installBrew(folder.path);
  const search = {
    line: '3.9',
    cacheDirectory: path.join(folder.path, 'cache'),
    sources: ['Homebrew'],
  } as const;
  expect(await homebrewKafkas({PATH: path.dirname(brew)}, [])).toEqual([]);
  expect(await homebrewKafkas({HOMEBREW_PREFIX: path.join(folder.path, 'nowhere')}, [])).toEqual([]);
  expect(await findKafka({...search, environment: {}})).toMatchObject({type: 'missing'});
});

test("a Kafka of Homebrew's that fits is run through our launch scripts, and one that does not is named", async () => {
  await using folder = await temporaryFolder();
  const prefix = folder.path;
  const cacheDirectory = path.join(folder.path, 'cache');
  const search = {
    line: '3.9',
    environment: {HOMEBREW_PREFIX: prefix},
    cacheDirectory,
    sources: ['Homebrew', 'cache'],
  } as const;
  await link(prefix, await installFormula(prefix, '4.1.0'));
  const why = `${prefix}/opt/kafka is Kafka 4.1.0, this lesson needs 3.9`;
  const passedOver = expect.arrayContaining([{source: 'Homebrew', why}]);
  expect(await findKafka(search)).toMatchObject({type: 'missing', passedOver});
  await installFormula(prefix, '3.9.0');
  expect(await findKafka(search)).toMatchObject({
    type: 'found',
    kafka: {
      version: '3.9.0',
      source: 'Homebrew',
      directory: expect.stringMatching(/\/cache\/kafka-home-[\da-f]{12}$/),
    },
    passedOver,
  });
});
