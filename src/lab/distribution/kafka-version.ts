import {readdir} from 'node:fs/promises';
import path from 'node:path';

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
