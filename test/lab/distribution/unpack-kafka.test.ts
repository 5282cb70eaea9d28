import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {unpackKafka} from '../../../src/lab/distribution/unpack-kafka.ts';
import {kafkaTarball, type TarballEntry} from './kafka-tarball.ts';
import {type TemporaryFolder, temporaryFolder} from './temporary-folder.ts';

const top = 'kafka_2.13-3.9.1';

async function unpack(folder: TemporaryFolder, entries: readonly TarballEntry[], cut = 0): Promise<string> {
  const {content} = await kafkaTarball(entries, 10_000);
  const file = path.join(folder.path, `${top}.tgz.part`);
  await writeFile(file, content.subarray(0, content.length - cut));
  const directory = path.join(folder.path, 'into');
  await mkdir(directory);
  await unpackKafka(file, directory);
  return directory;
}

test.for([
  '../canary',
  `${top}/../canary`,
  `${top}/libs/../../canary.jar`,
  `${top}/libs/../../../canary.jar`,
  '/tmp/canary',
  `./../${top}/canary`,
  'another-folder/libs/canary.jar',
])('a tarball that holds %s is refused', async (name) => {
  await using folder = await temporaryFolder();
  await expect(unpack(folder, [{name, content: 'canary'}])).rejects.toMatchObject({
    name: 'DownloadFailure',
    kind: 'final',
    message: `${top}.tgz holds ${JSON.stringify(name)}, which lies outside of its folder`,
  });
  expect((await readdir(folder.path, {recursive: true})).filter((file) => file.includes('canary'))).toEqual(
    [],
  );
});

test('links and devices are not made, and nothing is written through a link', async () => {
  await using folder = await temporaryFolder();
  await mkdir(path.join(folder.path, 'outside'));
  const outside = path.join(folder.path, 'outside');
  const directory = await unpack(folder, [
    {name: `${top}/libs/out`, type: 'symlink', linkname: outside},
    {name: `${top}/libs/out/canary.jar`, content: 'canary'},
    {name: `${top}/libs/out.jar`, type: 'symlink', linkname: path.join(outside, 'canary.jar')},
    {name: `${top}/libs/hard.jar`, type: 'link', linkname: '/etc/passwd'},
    {name: `${top}/libs/pipe.jar`, type: 'fifo'},
    {name: `${top}/libs`, type: 'symlink', linkname: outside},
    {name: `${top}/libs/after.jar`, content: 'after', mode: 0o4777},
  ]);
  expect(await readdir(outside)).toEqual([]);
  const files = (await readdir(directory, {recursive: true, withFileTypes: true})).filter(
    (entry) => !entry.isDirectory(),
  );
  expect(files.every((entry) => entry.isFile())).toBe(true);
  expect(files.map(({name}) => name).sort()).toEqual([
    'LICENSE',
    'NOTICE',
    'after.jar',
    'kafka-clients-3.9.1.jar',
    'kafka_2.13-3.9.1.jar',
  ]);
  expect(await readFile(path.join(directory, 'libs', 'after.jar'), 'utf8')).toBe('after');
});

test('a tarball that holds a file twice, or ends too early, is refused', async () => {
  await using twice = await temporaryFolder();
  const jar = {name: `${top}/libs/kafka_2.13-3.9.1.jar`, content: 'another'};
  await expect(unpack(twice, [jar])).rejects.toMatchObject({name: 'DownloadFailure'});
  await using short = await temporaryFolder();
  await expect(unpack(short, [], 5000)).rejects.toThrow(`${top}.tgz cannot be unpacked`);
});
