import {rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Artifact, KafkaRelease} from '../kafka-lines/kafka-release.ts';
import type {KafkaProgress} from './kafka-distribution.ts';

export interface MavenFetch {
  /** Absolute path of the `mvn` to run. */
  readonly mvn: string;
  /** As a sentence calls it: `Kafka 3.9.1`. */
  readonly called: string;
  readonly artifacts: readonly Artifact[];
  /** How many jars that brings; absent where nobody has counted. */
  readonly jars?: number;
  /** Where `libs` is made. */
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onProgress: (progress: KafkaProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What Maven itself had to say when it could not do it. */
export class MavenFailure extends Error {
  override name = 'MavenFailure';
}

/** Fills `<directory>/libs` with jars and all they need; throws a MavenFailure, or the signal's reason. */
export async function fetchWithMaven(fetch: MavenFetch): Promise<void> {
  const pom = path.join(fetch.directory, 'pom.xml');
  await writeFile(pom, pomText(fetch.artifacts));
  const {execa} = await import('execa');
  const maven = execa(
    fetch.mvn,
    [
      '--batch-mode',
      '-Dstyle.color=never',
      `--file=${pom}`,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${path.join(fetch.directory, 'libs')}`,
    ],
    {
      cwd: fetch.directory,
      env: fetch.environment,
      extendEnv: false,
      stdin: 'ignore',
      all: true,
      reject: false,
      ...(fetch.signal && {cancelSignal: fetch.signal}),
    },
  );
  const step = `Fetching ${fetch.called} with Maven`;
  fetch.onProgress({message: step});
  const countJars = jarCounter(fetch.jars ?? 0);
  for await (const line of maven.iterable({from: 'all'})) {
    const fraction = countJars(line);
    if (fraction !== undefined) fetch.onProgress({message: step, fraction});
  }
  const result = await maven;
  fetch.signal?.throwIfAborted();
  if (result.failed) throw new MavenFailure(whatMavenSaid(result.all) || result.shortMessage);
  await rm(pom);
}

/** Kafka's servers, commands and Connect. */
export function artifactsOf({version, logger}: KafkaRelease): readonly Artifact[] {
  return [
    ['org.apache.kafka', 'kafka_2.13', version],
    ['org.apache.kafka', 'kafka-tools', version],
    ['org.apache.kafka', 'connect-runtime', version],
    ['org.apache.kafka', 'connect-file', version],
    // Without one no server says that it has started.
    logger,
  ];
}

/**
 * Reads Maven's output and answers with the part of Kafka's jars that has come, 0 to 1, when that grew. Jars that
 * Maven has from an earlier time are only copied. The jars of Maven's own plug-ins are downloaded first, over the
 * same road: downloads count from the first of Kafka's on.
 */
function jarCounter(jarsOfKafka: number): (line: string) => number | undefined {
  const jars = new Set<string>();
  return (line) => {
    const downloaded = /Downloaded from .*\/([^/ ]+\.jar)/.exec(line)?.[1];
    const jar = downloaded ?? /Copying ([^/ ]+\.jar) to /.exec(line)?.[1];
    const isMavensOwn =
      downloaded !== undefined && jars.size === 0 && !/^(kafka|connect)[-_]/.test(downloaded);
    if (jar === undefined || jars.has(jar) || isMavensOwn) return undefined;
    jars.add(jar);
    return jars.size <= jarsOfKafka ? jars.size / jarsOfKafka : undefined;
  };
}

/** Maven writes its errors on stdout between much else, and ends with a page of general advice. */
function whatMavenSaid(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines
    .filter((line) => line.startsWith('[ERROR]'))
    .map((line) => line.slice('[ERROR]'.length).trim())
    .filter(
      (line) => line !== '' && !/^(-> \[Help|To see the full|Re-run Maven|For more info|\[Help)/.test(line),
    );
  return (errors.length > 0 ? errors : lines).slice(-6).join('\n');
}

function pomText(artifacts: readonly Artifact[]): string {
  return `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>kafka-lessons</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
${artifacts.map(dependencyText).join('\n')}
  </dependencies>
</project>
`;
}

function dependencyText([groupId, artifactId, version]: Artifact): string {
  return `    <dependency>
      <groupId>${groupId}</groupId>
      <artifactId>${artifactId}</artifactId>
      <version>${version}</version>
    </dependency>`;
}
