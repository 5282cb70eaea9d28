import {createHash} from 'node:crypto';
import {symlink} from 'node:fs/promises';
import path from 'node:path';
import type {KafkaRelease} from '../kafka-lines/kafka-release.ts';
import {installFolder} from './install-folder.ts';
import {kafkaVersion} from './kafka-version.ts';
import {writeLaunchScripts} from './write-launch-scripts.ts';

export interface LinkedKafka {
  /** Of the Kafka that lies there. */
  readonly version: string;
  /** Of its line. */
  readonly release: KafkaRelease;
  readonly cacheDirectory: string;
}

/**
 * A Kafka that lies elsewhere on this machine is run through launch scripts of ours, in a folder of the cache that
 * links to its jars: Kafka's own break at a space in a path, and its stop scripts end every Kafka of the machine.
 * `home` is the absolute path of the folder that has its `libs`. Answers with the folder in the cache.
 */
export async function linkKafka(
  home: string,
  {version, release, cacheDirectory}: LinkedKafka,
): Promise<string> {
  const name = `kafka-home-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  const directory = path.resolve(cacheDirectory, name);
  const isWhole = async () => (await kafkaVersion(directory)) === version;
  if (!(await isWhole())) {
    const fill = (workplace: string) => symlink(path.join(home, 'libs'), path.join(workplace, 'libs'));
    await installFolder({parent: cacheDirectory, name, fill, isWhole});
  }
  await writeLaunchScripts(directory, release);
  return directory;
}
