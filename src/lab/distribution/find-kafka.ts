import {createHash} from 'node:crypto';
import {constants} from 'node:fs';
import {access, rm, stat, symlink} from 'node:fs/promises';
import path from 'node:path';
import {fetchWithMaven, MavenFailure} from './fetch-with-maven.ts';
import {installFolder} from './install-folder.ts';
import type {KafkaDistribution, KafkaLine, KafkaProgress, PassedOver} from './kafka-distribution.ts';
import {fitsLine, kafkaVersion, releaseOfLine} from './kafka-version.ts';
import {writeLaunchScripts} from './write-launch-scripts.ts';

export interface KafkaSearch {
  readonly line: KafkaLine;
  /** Asked for `KAFKA_HOME` and `PATH`, and given to Maven. */
  readonly environment: NodeJS.ProcessEnv;
  /** Where Kafka is kept from one run to the next; made when it is needed. */
  readonly cacheDirectory: string;
  readonly onProgress?: (progress: KafkaProgress) => void;
  readonly signal?: AbortSignal;
}

/** `passedOver` tells, in order, which sources were looked at and do not serve. `cure` is what the learner can do. */
export type KafkaFinding =
  | {readonly type: 'found'; readonly kafka: KafkaDistribution; readonly passedOver: readonly PassedOver[]}
  | {readonly type: 'missing'; readonly passedOver: readonly PassedOver[]; readonly cure: string};

/**
 * Looks for a Kafka of the line: in `KAFKA_HOME`, in the cache, then with Maven, whose Kafka goes into the cache.
 * Several runs at once do not disturb each other, and one that is interrupted leaves nothing in the way.
 * Throws the signal's reason when it aborts; Maven has ended and its folder is gone by then.
 */
export async function findKafka(search: KafkaSearch): Promise<KafkaFinding> {
  const passedOver: PassedOver[] = [];
  for (const lookAt of [lookAtKafkaHome, lookInCache, askMaven]) {
    search.signal?.throwIfAborted();
    const result = await lookAt(search);
    if (result === undefined) {
      continue;
    }
    if ('why' in result) {
      passedOver.push(result);
    } else {
      return {type: 'found', kafka: result, passedOver};
    }
  }
  return {type: 'missing', passedOver, cure: cureFor(search.line)};
}

/** Undefined where there is nothing to look at, which is not worth a word. */
type Look = KafkaDistribution | PassedOver | undefined;

/**
 * A Kafka of the learner's own is run through launch scripts of ours, in a folder of the cache that links to its
 * jars: Kafka's own break at a space in a path, and its stop scripts end every Kafka of the machine.
 */
async function lookAtKafkaHome({line, environment, cacheDirectory}: KafkaSearch): Promise<Look> {
  const {KAFKA_HOME: named} = environment;
  if (!named) {
    return undefined;
  }
  const source = 'KAFKA_HOME';
  const home = path.resolve(named);
  if (!(await isDirectory(home))) {
    return {source, why: `KAFKA_HOME is ${home}, and there is no such folder`};
  }
  const version = await kafkaVersion(home);
  if (version === undefined) {
    return {
      source,
      why: `KAFKA_HOME is ${home}, which has no Kafka in it: libs/kafka-clients-….jar is missing`,
    };
  }
  if (!fitsLine(version, line)) {
    return {source, why: `KAFKA_HOME is Kafka ${version}, this lesson needs ${line}`};
  }
  const name = `kafka-home-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  const directory = path.resolve(cacheDirectory, name);
  const isWhole = async () => (await kafkaVersion(directory)) === version;
  if (!(await isWhole())) {
    const fill = (workplace: string) => symlink(path.join(home, 'libs'), path.join(workplace, 'libs'));
    await installFolder({parent: cacheDirectory, name, fill, isWhole});
  }
  await writeLaunchScripts(directory);
  return {version, directory, source};
}

async function lookInCache({line, cacheDirectory}: KafkaSearch): Promise<Look> {
  const directory = cachedKafka(line, cacheDirectory);
  if (!(await isDirectory(directory))) {
    return undefined;
  }
  const source = 'cache';
  const version = await kafkaVersion(directory);
  if (version === undefined) {
    return {source, why: `${directory} is damaged: Kafka's jars are missing`};
  }
  if (!fitsLine(version, line)) {
    return {source, why: `${directory} is Kafka ${version}, this lesson needs ${line}`};
  }
  await writeLaunchScripts(directory);
  return {version, directory, source};
}

async function askMaven(search: KafkaSearch): Promise<Look> {
  const {line, environment, cacheDirectory, onProgress = () => {}, signal} = search;
  const source = 'Maven';
  const mvn = await findOnPath('mvn', environment);
  if (mvn === undefined) {
    return {source, why: 'Maven is not installed: there is no mvn on the PATH'};
  }
  const version = releaseOfLine[line];
  const isWhole = async (directory: string) => (await kafkaVersion(directory)) === version;
  const fill = async (directory: string) => {
    await fetchWithMaven({mvn, version, directory, environment, onProgress, signal});
    if (!(await isWhole(directory))) {
      throw new MavenFailure('no error; but no jar of Kafka is among what it brought');
    }
    await rm(path.join(directory, 'pom.xml'));
    await writeLaunchScripts(directory);
  };
  const directory = cachedKafka(line, cacheDirectory);
  try {
    await installFolder({parent: cacheDirectory, name: path.basename(directory), fill, isWhole});
  } catch (error) {
    if (error instanceof MavenFailure) {
      return {source, why: `Maven could not fetch Kafka ${version}. It said:\n${error.message}`};
    }
    throw error;
  }
  return {version, directory, source};
}

function cachedKafka(line: KafkaLine, cacheDirectory: string): string {
  return path.resolve(cacheDirectory, `kafka-${releaseOfLine[line]}`);
}

function cureFor(line: KafkaLine): string {
  return `Set KAFKA_HOME to the folder of an unpacked Kafka ${line}.x, or install Maven and make sure that it reaches the network, or start a Docker engine. Then try again.`;
}

async function findOnPath(program: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const {PATH: searched = ''} = environment;
  for (const folder of searched.split(path.delimiter)) {
    const file = path.resolve(folder, program);
    if (folder !== '' && (await isExecutable(file))) {
      return file;
    }
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

async function isDirectory(directory: string): Promise<boolean> {
  return (await stat(directory).catch(() => undefined))?.isDirectory() ?? false;
}
