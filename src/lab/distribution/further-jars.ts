import {readdir} from 'node:fs/promises';
import path from 'node:path';
import type {FurtherJars} from '../kafka-lines/kafka-release.ts';
import {LabError, type LabProgress} from '../lab.ts';
import {fetchWithMaven, MavenFailure} from './fetch-with-maven.ts';
import {findOnPath} from './find-on-path.ts';
import {installFolder} from './install-folder.ts';
import type {KafkaDistribution} from './kafka-distribution.ts';

export interface FurtherJarsSearch {
  readonly kafka: Pick<KafkaDistribution, 'version' | 'directory'>;
  readonly wanted: FurtherJars;
  readonly environment: NodeJS.ProcessEnv;
  readonly cacheDirectory: string;
  readonly report: (progress: LabProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * The folder with jars that a host needs beside Kafka's own; undefined where those have them, as Apache's tarball does.
 * Fetched with Maven, which brought Kafka itself where it came without them, and kept in the cache. Throws `LabError`.
 */
export async function findFurtherJars(search: FurtherJarsSearch): Promise<string | undefined> {
  const {kafka, wanted, environment, cacheDirectory, report, signal} = search;
  const isWhole = async (libs: string) => {
    const jars = await readdir(libs).catch(() => []);
    return wanted.knownBy.every((pattern) => jars.some((jar) => pattern.test(jar)));
  };
  if (await isWhole(path.join(kafka.directory, 'libs'))) return undefined;
  const name = `${wanted.called.toLowerCase().replaceAll(' ', '-')}-${kafka.version}`;
  const libs = path.join(path.resolve(cacheDirectory), name, 'libs');
  if (await isWhole(libs)) return libs;

  const mvn = await findOnPath('mvn', environment);
  const cure = `Install Maven, or set KAFKA_HOME to the folder of an unpacked Kafka ${kafka.version}, which has them, or use containers: --runtime docker.`;
  if (mvn === undefined)
    throw new LabError(
      `The jars of ${wanted.called} are not here, and there is no mvn on the PATH to fetch them with.`,
      cure,
    );
  const fetched = {mvn, called: `${wanted.called} ${kafka.version}`, artifacts: wanted.artifacts};
  try {
    await installFolder({
      parent: path.resolve(cacheDirectory),
      name,
      fill: async (directory) =>
        fetchWithMaven({...fetched, directory, environment, onProgress: report, signal}),
      isWhole: async (directory) => isWhole(path.join(directory, 'libs')),
    });
  } catch (error) {
    if (!(error instanceof MavenFailure)) throw error;
    throw new LabError(`Maven could not fetch ${fetched.called}. It said:\n${error.message}`, cure, {
      cause: error,
    });
  }
  return libs;
}
