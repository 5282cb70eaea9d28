import type {KafkaLine} from '../../course/lesson.ts';
import {findOnPath} from '../distribution/find-on-path.ts';
import {kafkaReleases} from '../kafka-lines/kafka-releases.ts';

/** The Java that Kafka's scripts would run. */
export interface Java {
  /** As it would be called: a path below `JAVA_HOME`, or `java`. */
  readonly command: string;
  /** `17.0.15`, `1.8.0_292`; undefined where none answers. */
  readonly version: string | undefined;
}

const or = new Intl.ListFormat('en-GB', {type: 'disjunction'});

/** `Java 17, 21 or 25`: what lessons of all these lines are tried on. */
export function triedJavas(lines: readonly KafkaLine[]): string {
  const [first = [], ...others] = lines.map((line) => kafkaReleases[line].triedJavas);
  const common = first.filter((major) => others.every((tried) => tried.includes(major)));
  return `Java ${or.format(common.map(String))}`;
}

export function cureForJava(lines: readonly KafkaLine[]): string {
  return `Install ${triedJavas(lines)} (for example \`apt install default-jre\` or \`brew install openjdk@21\`), or start a Docker engine and use --runtime docker.`;
}

/** Asks `java -version`, at most `limit` milliseconds. */
export async function findJava(environment: NodeJS.ProcessEnv, limit: number): Promise<Java> {
  const home = environment['JAVA_HOME'];
  const command = home ? `${home}/bin/java` : 'java';
  const file = home ? command : await findOnPath('java', environment);
  if (file === undefined) return {command, version: undefined};
  const {execa} = await import('execa');
  const {failed, all} = await execa(file, ['-version'], {
    reject: false,
    env: environment,
    extendEnv: false,
    timeout: limit,
    all: true,
    stdin: 'ignore',
  });
  return {command, version: failed ? undefined : readJavaVersion(all)};
}

/** `openjdk version "17.0.15" 2025-04-15`, whatever lines of `JAVA_TOOL_OPTIONS` and the like stand before it. */
export function readJavaVersion(output: string): string {
  return /version "([^"]+)"/.exec(output)?.[1] ?? 'unknown';
}

/** 8 for `1.8.0_292`, 17 for `17.0.15`; undefined for a version that cannot be read. */
export function majorOf(version: string): number | undefined {
  const major = Number(/^(?:1\.)?(\d+)/.exec(version)?.[1]);
  return Number.isNaN(major) ? undefined : major;
}
