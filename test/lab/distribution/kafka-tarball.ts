import {createHash, randomBytes} from 'node:crypto';
import {buffer} from 'node:stream/consumers';
import {createGzip} from 'node:zlib';
import {type Header, pack} from 'tar-stream';
import type {KafkaRelease} from '../../../src/lab/kafka-lines/kafka-release.ts';
import {kafkaReleases} from '../../../src/lab/kafka-lines/kafka-releases.ts';

export type TarballEntry = Partial<Header> & {readonly name: string; readonly content?: Buffer | string};

export interface Tarball {
  readonly content: Buffer;
  /** The release of line 3.9, with the hash of this tarball. */
  readonly release: KafkaRelease;
}

const top = 'kafka_2.13-3.9.1';

/** A tarball in the shape of Kafka's, with jars that only have names. It cannot be compressed. */
export async function kafkaTarball(more: readonly TarballEntry[] = [], size = 300_000): Promise<Tarball> {
  return tarballOf([
    {name: `${top}/`, type: 'directory'},
    {name: `${top}/LICENSE`, content: 'the licence'},
    {name: `${top}/NOTICE`, content: 'the notice'},
    {name: `${top}/bin/kafka-topics.sh`, content: 'its own script', mode: 0o755},
    {name: `${top}/config/server.properties`, content: 'its own configuration'},
    {name: `${top}/libs/`, type: 'directory'},
    {name: `${top}/libs/kafka-clients-3.9.1.jar`, content: randomBytes(size)},
    {name: `${top}/libs/kafka_2.13-3.9.1.jar`, content: randomBytes(size)},
    {name: `${top}/site-docs/${top}-site-docs.tgz`, content: randomBytes(1000)},
    ...more,
  ]);
}

export async function tarballOf(entries: readonly TarballEntry[]): Promise<Tarball> {
  const packing = pack();
  const reading = buffer(packing.pipe(createGzip({level: 1})));
  for (const {content = '', ...header} of entries) {
    await new Promise<void>((resolve, reject) => {
      packing.entry(header, content, (error) => (error ? reject(error) : resolve()));
    });
  }
  packing.finalize();
  const content = await reading;
  return {content, release: {...kafkaReleases['3.9'], sha512: sha512(content)}};
}

export function sha512(content: Buffer): string {
  return createHash('sha512').update(content).digest('hex');
}
