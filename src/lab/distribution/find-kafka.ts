import {stat} from 'node:fs/promises';
import path from 'node:path';
import type {KafkaLine} from '../../course/lesson.ts';
import type {KafkaRelease} from '../kafka-lines/kafka-release.ts';
import {fitsLine, kafkaReleases} from '../kafka-lines/kafka-releases.ts';
import {type ApacheTerms, apacheSites, fetchFromApache} from './fetch-from-apache.ts';
import {artifactsOf, fetchWithMaven, MavenFailure} from './fetch-with-maven.ts';
import {findOnPath} from './find-on-path.ts';
import {homebrewKafkas} from './homebrew-kafkas.ts';
import {installFolder} from './install-folder.ts';
import {
  type KafkaDistribution,
  type KafkaProgress,
  type KafkaSource,
  kafkaSources,
  type PassedOver,
} from './kafka-distribution.ts';
import {kafkaVersion} from './kafka-version.ts';
import {linkKafka} from './linked-kafka.ts';
import {writeLaunchScripts} from './write-launch-scripts.ts';

export interface KafkaSearch {
  readonly line: KafkaLine;
  /** Asked for `KAFKA_HOME`, `HOMEBREW_PREFIX`, `KAFKA_LESSONS_MIRROR`, proxies and `PATH`, and given to Maven. */
  readonly environment: NodeJS.ProcessEnv;
  /** Where Kafka is kept from one run to the next; made when it is needed. */
  readonly cacheDirectory: string;
  /** The sources that may be asked; all of them where it is absent. */
  readonly sources?: readonly KafkaSource[];
  /** What is fetched; the release of the line where it is absent. */
  readonly release?: KafkaRelease;
  /** Where and how patiently Apache is asked. */
  readonly apache?: Partial<ApacheTerms>;
  readonly onProgress?: (progress: KafkaProgress) => void;
  readonly signal?: AbortSignal;
}

/** `passedOver` tells, in order, which sources were looked at and do not serve. `cure` is what the learner can do. */
export type KafkaFinding =
  | {readonly type: 'found'; readonly kafka: KafkaDistribution; readonly passedOver: readonly PassedOver[]}
  | {readonly type: 'missing'; readonly passedOver: readonly PassedOver[]; readonly cure: string};

/**
 * Looks for a Kafka of the line: in `KAFKA_HOME`, among what Homebrew has installed, in the cache, then at Apache's
 * and with Maven, whose Kafka goes into the cache.
 * Several runs at once do not disturb each other, and one that is interrupted leaves nothing in the way: of Apache's
 * tarball what has come is kept for the next run.
 * Throws the signal's reason when it aborts; Maven has ended and its folder is gone by then.
 */
export async function findKafka(search: KafkaSearch): Promise<KafkaFinding> {
  const passedOver: PassedOver[] = [];
  for (const source of sourcesOf(search)) {
    search.signal?.throwIfAborted();
    const {candidate, whys} = await lookAt[source](search);
    passedOver.push(...whys.map((why) => ({source, why})));
    if (!candidate) continue;
    const {directory, whys: whysNot} = await candidate.take();
    passedOver.push(...whysNot.map((why) => ({source, why})));
    if (directory !== undefined) {
      const {version} = candidate;
      return {type: 'found', kafka: {version, directory, source}, passedOver};
    }
  }
  return {type: 'missing', passedOver, cure: cureFor(search.line)};
}

/** A Kafka that `findKafka` would take or try to fetch. */
export interface KafkaInSight {
  readonly source: KafkaSource;
  readonly version: string;
  /** A folder of this machine, or where it would be fetched from: a host's name, the path of `mvn`. */
  readonly place: string;
  /** False for one that would have to be fetched. */
  readonly isHere: boolean;
}

/** What `findKafka` would find, in its order, without fetching or writing anything. */
export async function lookForKafka(search: KafkaSearch): Promise<{
  readonly inSight: readonly KafkaInSight[];
  readonly passedOver: readonly PassedOver[];
  /** For where nothing is in sight. */
  readonly cure: string;
}> {
  const inSight: KafkaInSight[] = [];
  const passedOver: PassedOver[] = [];
  for (const source of sourcesOf(search)) {
    const {candidate, whys} = await lookAt[source](search);
    passedOver.push(...whys.map((why) => ({source, why})));
    if (candidate) {
      const {version, place, isHere} = candidate;
      inSight.push({source, version, place, isHere});
    }
  }
  return {inSight, passedOver, cure: cureFor(search.line)};
}

function sourcesOf({sources = kafkaSources}: KafkaSearch): readonly KafkaSource[] {
  return kafkaSources.filter((source) => sources.includes(source));
}

/** Without a word where there is nothing to look at. */
interface Look {
  readonly candidate?: Candidate;
  /** What does not serve, a sentence each. */
  readonly whys: readonly string[];
}

interface Candidate extends Omit<KafkaInSight, 'source'> {
  /** Makes it ready to run from `directory`, which is absent where that failed; `whys` as in a look. */
  readonly take: () => Promise<{readonly directory?: string; readonly whys: readonly string[]}>;
}

const nothingThere: Look = {whys: []};

const lookAt: Readonly<Record<KafkaSource, (search: KafkaSearch) => Promise<Look>>> = {
  KAFKA_HOME: lookAtKafkaHome,
  Homebrew: lookAtHomebrew,
  cache: lookInCache,
  Apache: lookAtApache,
  Maven: lookAtMaven,
};

async function lookAtKafkaHome(search: KafkaSearch): Promise<Look> {
  const {KAFKA_HOME: named} = search.environment;
  if (!named) return nothingThere;
  const home = path.resolve(named);
  if (!(await isDirectory(home))) return {whys: [`KAFKA_HOME is ${home}, and there is no such folder`]};
  return lookAtInstalled(home, search, {
    empty: `KAFKA_HOME is ${home}, which has no Kafka in it`,
    other: 'KAFKA_HOME',
  });
}

async function lookAtHomebrew(search: KafkaSearch): Promise<Look> {
  const whys: string[] = [];
  for (const home of await homebrewKafkas(search.environment)) {
    const words = {empty: `${home} has no Kafka in it`, other: path.dirname(home)};
    const look = await lookAtInstalled(home, search, words);
    whys.push(...look.whys);
    if (look.candidate) return {...look, whys};
  }
  return {whys};
}

/** `empty` says that there is no Kafka, `other` names one of another line. */
async function lookAtInstalled(
  home: string,
  search: KafkaSearch,
  {empty, other}: {readonly empty: string; readonly other: string},
): Promise<Look> {
  const {line, cacheDirectory} = search;
  const version = await kafkaVersion(home);
  if (version === undefined) return {whys: [`${empty}: libs/kafka-clients-….jar is missing`]};
  if (!fitsLine(version, line)) return {whys: [`${other} is Kafka ${version}, this lesson needs ${line}`]};
  const release = releaseOf(search);
  const take = async () => ({
    directory: await linkKafka(home, {version, release, cacheDirectory}),
    whys: [],
  });
  return {candidate: {version, place: home, isHere: true, take}, whys: []};
}

async function lookInCache(search: KafkaSearch): Promise<Look> {
  const {line} = search;
  const directory = cachedKafka(search);
  if (!(await isDirectory(directory))) return nothingThere;
  const version = await kafkaVersion(directory);
  if (version === undefined) return {whys: [`${directory} is damaged: Kafka's jars are missing`]};
  if (!fitsLine(version, line))
    return {whys: [`${directory} is Kafka ${version}, this lesson needs ${line}`]};
  const take = async () => {
    await writeLaunchScripts(directory, releaseOf(search));
    return {directory, whys: []};
  };
  return {candidate: {version, place: directory, isHere: true, take}, whys: []};
}

async function lookAtApache(search: KafkaSearch): Promise<Look> {
  const {version} = releaseOf(search);
  const [site = ''] = apacheSites(search);
  const place = URL.canParse(site) ? new URL(site).host : site;
  return {candidate: {version, place, isHere: false, take: async () => askApache(search)}, whys: []};
}

async function askApache(search: KafkaSearch): ReturnType<Candidate['take']> {
  const {cacheDirectory, onProgress = () => {}} = search;
  const release = releaseOf(search);
  const {version} = release;
  const directory = cachedKafka(search);
  const {isFetched, whys} = await fetchFromApache({
    release,
    cacheDirectory,
    environment: search.environment,
    name: path.basename(directory),
    isWhole: async (folder) => (await kafkaVersion(folder)) === version,
    onProgress,
    signal: search.signal,
    terms: search.apache,
  });
  return isFetched ? {directory, whys} : {whys};
}

async function lookAtMaven(search: KafkaSearch): Promise<Look> {
  const mvn = await findOnPath('mvn', search.environment);
  if (mvn === undefined) return {whys: ['Maven is not installed: there is no mvn on the PATH']};
  const {version} = releaseOf(search);
  return {candidate: {version, place: mvn, isHere: false, take: async () => askMaven(mvn, search)}, whys: []};
}

async function askMaven(mvn: string, search: KafkaSearch): ReturnType<Candidate['take']> {
  const {environment, cacheDirectory, onProgress = () => {}, signal} = search;
  const release = releaseOf(search);
  const {version} = release;
  const isWhole = async (directory: string) => (await kafkaVersion(directory)) === version;
  const fill = async (directory: string) => {
    const {jars} = release;
    const fetched = {called: `Kafka ${version}`, artifacts: artifactsOf(release), jars};
    await fetchWithMaven({mvn, ...fetched, directory, environment, onProgress, signal});
    if (!(await isWhole(directory)))
      throw new MavenFailure('no error; but no jar of Kafka is among what it brought');
    await writeLaunchScripts(directory, release);
  };
  const directory = cachedKafka(search);
  try {
    await installFolder({parent: cacheDirectory, name: path.basename(directory), fill, isWhole});
  } catch (error) {
    if (error instanceof MavenFailure)
      return {whys: [`Maven could not fetch Kafka ${version}. It said:\n${error.message}`]};
    throw error;
  }
  return {directory, whys: []};
}

function releaseOf({line, release = kafkaReleases[line]}: KafkaSearch): KafkaRelease {
  return release;
}

function cachedKafka(search: KafkaSearch): string {
  return path.resolve(search.cacheDirectory, `kafka-${releaseOf(search).version}`);
}

function cureFor(line: KafkaLine): string {
  return `Set KAFKA_HOME to the folder of an unpacked Kafka ${line}.x, or let this machine reach archive.apache.org (HTTPS_PROXY names a proxy, KAFKA_LESSONS_MIRROR a mirror), or install Maven, or start a Docker engine. Then try again.`;
}

async function isDirectory(directory: string): Promise<boolean> {
  return (await stat(directory).catch(() => undefined))?.isDirectory() ?? false;
}
