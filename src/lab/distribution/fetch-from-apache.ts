import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {statfs} from 'node:fs/promises';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import type {KafkaRelease} from '../kafka-lines/kafka-release.ts';
import {isWeb} from './ask-server.ts';
import {download, megabytes} from './download.ts';
import {DownloadFailure} from './download-failure.ts';
import {DownloadPart} from './download-part.ts';
import {installFolder} from './install-folder.ts';
import type {KafkaProgress} from './kafka-distribution.ts';
import {unpackKafka} from './unpack-kafka.ts';
import {writeLaunchScripts} from './write-launch-scripts.ts';

export interface ApacheFetch {
  readonly release: KafkaRelease;
  /** Asked for `KAFKA_LESSONS_MIRROR` and proxies. */
  readonly environment: NodeJS.ProcessEnv;
  readonly cacheDirectory: string;
  /** Of the folder in the cache that Kafka goes into. */
  readonly name: string;
  readonly isWhole: (directory: string) => Promise<boolean>;
  readonly onProgress: (progress: KafkaProgress) => void;
  readonly signal?: AbortSignal | undefined;
  readonly terms?: Partial<ApacheTerms> | undefined;
}

/** Where is asked, and with what patience. */
export interface ApacheTerms {
  /** Addresses below which `kafka/3.9.1/kafka_2.13-3.9.1.tgz` lies. */
  readonly sites: readonly string[];
  /** Milliseconds. */
  readonly connectLimit: number;
  /** The same for sites that are asked after one that did not answer: there may be no way out of this network. */
  readonly nextConnectLimit: number;
  /** Milliseconds without a byte. */
  readonly stallLimit: number;
  readonly attempts: number;
  /** Milliseconds before the second attempt. */
  readonly pause: number;
  /** Bytes that may still be written where the folder lies. */
  readonly freeBytes: (directory: string) => Promise<number>;
}

const usualTerms: ApacheTerms = {
  // The first has current releases only, the second every one.
  sites: ['https://dlcdn.apache.org', 'https://archive.apache.org/dist'],
  connectLimit: 5000,
  nextConnectLimit: 1000,
  stallLimit: 30_000,
  attempts: 5,
  pause: 500,
  freeBytes: async (directory) => {
    const {bavail, bsize} = await statfs(directory);
    return bavail * bsize;
  },
};

const mostBytes = 1e9;

/** `whys` has a sentence for each site that did not serve though it should have. */
export interface ApacheFetched {
  readonly isFetched: boolean;
  readonly whys: readonly string[];
}

/**
 * Brings Kafka's tarball from Apache's download site, else from its archive, compares its SHA-512 with the one of the
 * release and installs what is needed of it in the cache. `KAFKA_LESSONS_MIRROR`, where it is set, is asked instead
 * of both; the hash is the same one. What has come of the tarball is kept when it fails or aborts, unless the hash is
 * wrong or the disk full. Throws the signal's reason.
 */
export async function fetchFromApache(fetch: ApacheFetch): Promise<ApacheFetched> {
  const terms = {...usualTerms, ...fetch.terms};
  const sites = apacheSites({environment: fetch.environment, apache: terms});
  const part = await DownloadPart.claim(fetch.cacheDirectory, fetch.release.tarball);
  const failures: DownloadFailure[] = [];
  let isFetched = false;
  try {
    for (const site of sites) {
      const failure = await fetchFrom(site, part, fetch, {
        ...terms,
        connectLimit: failures.some(({kind}) => kind === 'silent')
          ? terms.nextConnectLimit
          : terms.connectLimit,
      });
      if (failure === undefined) {
        isFetched = true;
        break;
      }
      failures.push(failure);
      if (failure.kind === 'final') break;
    }
  } finally {
    // Another run may have been faster.
    const isThere = isFetched || (await fetch.isWhole(path.join(fetch.cacheDirectory, fetch.name)));
    await (isThere ? part.remove() : part.leave());
  }
  const told = isFetched ? failures.filter(({kind}) => kind !== 'absent') : failures;
  return {isFetched, whys: told.map(({message}) => message)};
}

/** Where is asked, in order: the mirror of the learner's alone where there is one. */
export function apacheSites({
  environment,
  apache,
}: {
  readonly environment: NodeJS.ProcessEnv;
  readonly apache?: Partial<ApacheTerms> | undefined;
}): readonly string[] {
  const {KAFKA_LESSONS_MIRROR: mirror} = environment;
  return mirror ? [mirror] : (apache?.sites ?? usualTerms.sites);
}

/** Undefined when Kafka lies in the cache, else why it does not. */
async function fetchFrom(
  site: string,
  part: DownloadPart,
  fetch: ApacheFetch,
  terms: ApacheTerms,
): Promise<DownloadFailure | undefined> {
  const {release, cacheDirectory, name, isWhole, signal, onProgress} = fetch;
  try {
    const url = tarballUrl(site, release);
    onProgress({message: `Asking ${url.host} for Kafka ${release.version}`});
    await download({
      ...terms,
      url,
      part,
      environment: fetch.environment,
      signal,
      mostBytes,
      makeSure: (missing, size) => refuseFullDisk(cacheDirectory, missing + size, terms),
      onProgress: tellInSteps(`Downloading Kafka ${release.version} from ${url.host}`, onProgress),
    });
    await refuseOther(part, url, release, signal);
    onProgress({message: `Unpacking Kafka ${release.version}`});
    await installFolder({
      parent: cacheDirectory,
      name,
      isWhole,
      fill: (directory) => fill(directory, part, fetch),
    });
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DownloadFailure) return error;
    if (['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      await part.empty();
      return new DownloadFailure(`the disk of ${cacheDirectory} is full: make room and try again`, 'final');
    }
    throw error;
  }
}

async function fill(
  directory: string,
  part: DownloadPart,
  {release, isWhole, signal}: ApacheFetch,
): Promise<void> {
  try {
    await unpackKafka(part.path, directory, signal);
    if (!(await isWhole(directory)))
      throw new DownloadFailure(`no jar of Kafka ${release.version} is in ${release.tarball}`, 'final');
  } catch (error) {
    if (error instanceof DownloadFailure) await part.empty();
    throw error;
  }
  await writeLaunchScripts(directory, release);
}

function tarballUrl(site: string, {version, tarball}: KafkaRelease): URL {
  const url = URL.parse(`${site.replace(/\/+$/, '')}/kafka/${version}/${tarball}`);
  if (url === null || !isWeb(url))
    throw new DownloadFailure('KAFKA_LESSONS_MIRROR is no address that begins with http:// or https://');
  return url;
}

/** Unpacked, what is needed of the tarball takes about as much room as the tarball. */
async function refuseFullDisk(directory: string, needed: number, {freeBytes}: ApacheTerms): Promise<void> {
  const free = await freeBytes(directory);
  if (free < needed) {
    throw new DownloadFailure(
      `${directory} has no room for Kafka: ${megabytes(needed)} are needed and ${megabytes(needed - free)} of them are missing`,
      'final',
    );
  }
}

async function refuseOther(
  part: DownloadPart,
  url: URL,
  {version, sha512}: KafkaRelease,
  signal: AbortSignal | undefined,
): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(part.path), hash, {...(signal && {signal})});
  const observed = hash.digest('hex');
  if (observed !== sha512) {
    await part.empty();
    throw new DownloadFailure(
      `what ${url.host} sent is not Kafka ${version} and was thrown away: its SHA-512 is ${observed.slice(0, 12)}… instead of ${sha512.slice(0, 12)}…; try again, or use another mirror`,
    );
  }
}

/** The words stay the same, a message is another stage; a step is a hundredth. */
function tellInSteps(
  words: string,
  onProgress: ApacheFetch['onProgress'],
): (received: number, size: number | undefined) => void {
  let told = -1;
  return (received, size) => {
    if (size === undefined) {
      if (told === -1) onProgress({message: words});
      told = 0;
      return;
    }
    const hundredths = Math.floor((received / size) * 100);
    if (hundredths !== told) {
      told = hundredths;
      onProgress({message: `${words}, ${megabytes(size)}`, fraction: received / size});
    }
  };
}
