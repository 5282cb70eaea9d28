import {findKafka, type KafkaSearch} from '../distribution/find-kafka.ts';
import type {KafkaDistribution} from '../distribution/kafka-distribution.ts';
import {LabError, type LabProgress} from '../lab.ts';

export interface KafkaForLab extends Omit<KafkaSearch, 'line' | 'onProgress'> {
  readonly report: (progress: LabProgress) => void;
}

/** Java and a Kafka of the ZooKeeper line for the local runtime. Throws `LabError` with the cure. */
export async function findKafkaForLab({report, ...search}: KafkaForLab): Promise<KafkaDistribution> {
  const [finding] = await Promise.all([
    findKafka({...search, line: '3.9', onProgress: report}),
    refuseMissingJava(search.environment),
  ]);
  for (const {source, why} of finding.passedOver) report({message: `${source} is passed over: ${why}`});
  if (finding.type === 'found') {
    report({message: `Kafka ${finding.kafka.version} from ${finding.kafka.source}`});
    return finding.kafka;
  }

  const reasons = finding.passedOver.map(
    ({source, why}) => `${source}: ${why}${/[.?!]$/.test(why) ? '' : '.'}`,
  );
  throw new LabError(`No Kafka 3.9 is to be had on this machine. ${reasons.join(' ')}`, finding.cure);
}

async function refuseMissingJava(environment: NodeJS.ProcessEnv): Promise<void> {
  const {execa} = await import('execa');
  const java = environment['JAVA_HOME'] ? `${environment['JAVA_HOME']}/bin/java` : 'java';
  const {failed} = await execa(java, ['-version'], {
    reject: false,
    env: environment,
    extendEnv: false,
    timeout: 20_000,
  });
  if (failed) {
    throw new LabError(
      `No Java answers here (\`${java} -version\` fails), and Kafka runs on Java.`,
      'Install Java 11, 17 or 21 (for example `apt install default-jre` or `brew install openjdk@17`), or start a Docker engine and use --runtime docker.',
    );
  }
}
