import {createReadStream} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';
import {DownloadFailure} from './download-failure.ts';

/**
 * Takes out of Kafka's tarball what is needed: the jars, the licence and the notice. Nothing else is ever written, no
 * link is made, and one file that lies outside of the tarball's folder is reason enough to take nothing. Throws a
 * DownloadFailure, the signal's reason, or an error of the file system; what was written until then stays.
 */
export async function unpackKafka(tarball: string, directory: string, signal?: AbortSignal): Promise<void> {
  const {extract} = await import('tar-stream');
  const entries = extract();
  const top = path.basename(tarball).replace(/\.tgz.*$/, '');
  await mkdir(path.join(directory, 'libs'));
  const reading = pipeline(createReadStream(tarball), createGunzip(), entries, {...(signal && {signal})});
  // Told by the loop below, which may be late to listen.
  reading.catch(() => {});
  try {
    for await (const entry of entries) {
      const file = placeOf(entry.header.name, top);
      if (file !== undefined && entry.header.type === 'file') {
        await writeFile(path.join(directory, file), entry as AsyncIterable<Uint8Array>, {flag: 'wx'});
      } else {
        entry.resume();
      }
    }
    await reading;
  } catch (error) {
    signal?.throwIfAborted();
    if (isOfFileSystem(error) || error instanceof DownloadFailure) throw error;
    throw new DownloadFailure(`${top}.tgz cannot be unpacked: ${(error as Error).message}`, 'final');
  }
}

/** Relative to the folder Kafka is to lie in; undefined for what nobody needs. */
function placeOf(name: string, top: string): string | undefined {
  const [first, ...rest] = name
    .replace(/^(\.\/)+/, '')
    .replace(/\/$/, '')
    .split('/');
  if (first !== top || rest.includes('..')) {
    throw new DownloadFailure(
      `${top}.tgz holds ${JSON.stringify(name)}, which lies outside of its folder`,
      'final',
    );
  }
  const file = rest.join('/');
  return /^(libs\/[^/]+\.jar|LICENSE|NOTICE)$/.test(file) ? file : undefined;
}

/** A file that is there already was in the tarball twice, for which the disk is not to blame. */
function isOfFileSystem(error: unknown): boolean {
  const {syscall, code} = error as NodeJS.ErrnoException;
  return syscall !== undefined && code !== 'EEXIST';
}
