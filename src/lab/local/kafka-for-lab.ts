import type {HostName} from '../../course/lesson.ts';
import {findKafka, type KafkaSearch} from '../distribution/find-kafka.ts';
import type {KafkaDistribution, KafkaForHosts} from '../distribution/kafka-distribution.ts';
import {kafkaReleases} from '../kafka-lines/kafka-releases.ts';
import {LabError, type LabProgress} from '../lab.ts';
import {cureForJava, findJava, majorOf} from './find-java.ts';

export interface KafkaForLab extends Omit<KafkaSearch, 'onProgress'> {
  readonly hosts: readonly HostName[];
  readonly report: (progress: LabProgress) => void;
}

/** Java, a Kafka of the line and what the lab's hosts need beside it, for the local runtime. Throws `LabError` with the cure. */
export async function findKafkaForLab({hosts, ...search}: KafkaForLab): Promise<KafkaForHosts> {
  const kafka = await findKafkaOfLine(search);
  const wanted = kafkaReleases[search.line].streams;
  if (!wanted || !hosts.includes('streams')) return {...kafka, furtherJars: new Map()};
  const {findFurtherJars} = await import('../distribution/further-jars.ts');
  const libs = await findFurtherJars({...search, kafka, wanted});
  return {...kafka, furtherJars: new Map(libs === undefined ? [] : [['streams', libs]])};
}

async function findKafkaOfLine({report, ...search}: Omit<KafkaForLab, 'hosts'>): Promise<KafkaDistribution> {
  const [finding] = await Promise.all([
    findKafka({...search, onProgress: report}),
    refuseMissingJava(search),
  ]);
  for (const {source, why} of finding.passedOver) report({message: `${source} is passed over: ${why}`});
  if (finding.type === 'found') {
    report({message: `Kafka ${finding.kafka.version} from ${finding.kafka.source}`});
    return finding.kafka;
  }

  const reasons = finding.passedOver.map(
    ({source, why}) => `${source}: ${why}${/[.?!]$/.test(why) ? '' : '.'}`,
  );
  throw new LabError(
    `There is no Kafka ${search.line} on this machine, and none could be fetched. ${reasons.join(' ')}`,
    finding.cure,
  );
}

async function refuseMissingJava({
  line,
  environment,
}: Pick<KafkaSearch, 'line' | 'environment'>): Promise<void> {
  const {command, version} = await findJava(environment, 20_000);
  if (version === undefined) {
    throw new LabError(
      `No Java answers here (\`${command} -version\` fails), and Kafka runs on Java.`,
      cureForJava([line]),
    );
  }
  const major = majorOf(version);
  const {oldestJava} = kafkaReleases[line];
  if (major !== undefined && major < oldestJava) {
    throw new LabError(
      `\`${command}\` is Java ${version}, which is too old: Kafka ${line} needs ${oldestJava} or newer.`,
      cureForJava([line]),
    );
  }
}
