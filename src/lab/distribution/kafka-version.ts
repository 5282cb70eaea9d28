import {readdir} from 'node:fs/promises';
import path from 'node:path';
import type {KafkaLine} from './kafka-distribution.ts';

/** What is fetched for a line. */
export interface KafkaRelease {
  readonly version: string;
  /** Matches the versions that serve lessons of the line. */
  readonly fits: RegExp;
  readonly tarball: string;
  /** Of the tarball, in lower case. docs/kafka-sources.md says how it was come by, and what rests on it. */
  readonly sha512: string;
  /** Kafka leaves the choice of a logger to its distribution, so Maven has to be asked for one. */
  readonly logger: readonly [groupId: string, artifactId: string, version: string];
  /** How many jars Maven brings. */
  readonly jars: number;
}

/** A further line is one row more. */
export const kafkaReleases: Readonly<Record<KafkaLine, KafkaRelease>> = {
  '3.9': {
    version: '3.9.1',
    fits: /^3\.9(\.|$)/,
    tarball: 'kafka_2.13-3.9.1.tgz',
    sha512:
      '1ea204ba73411737a275429ca976d440f007ff0957b90b19be41dc5a4bae5261' +
      '7267769be9f0b5791714d0b3c4c760605bd426faea39edd90763585523fa2cfe',
    logger: ['org.slf4j', 'slf4j-reload4j', '1.7.36'],
    jars: 106,
  },
};

const versionedJars = [/^kafka_\d+\.\d+-(\d[\w.-]*)\.jar$/, /^kafka-clients-(\d[\w.-]*)\.jar$/];

/** The version of the Kafka whose jars lie in `<directory>/libs`, read from their names, like `3.9.1`. */
export async function kafkaVersion(directory: string): Promise<string | undefined> {
  const jars = await readdir(path.join(directory, 'libs')).catch(() => []);
  for (const pattern of versionedJars) {
    for (const jar of jars) {
      const version = pattern.exec(jar)?.[1];
      if (version !== undefined && !/-(sources|javadoc|test|tests)$/.test(version)) return version;
    }
  }
  return undefined;
}

export function fitsLine(version: string, line: KafkaLine): boolean {
  return kafkaReleases[line].fits.test(version);
}
