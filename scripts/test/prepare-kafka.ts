// Each line of Kafka and its archive of classes, in the cache that every lab of the tests takes them from: made once before, since
// labs that run beside each other would each begin with it, and a network of one's own leads to no registry.
import process from 'node:process';
import {type KafkaLine, kafkaLines} from '../../src/course/lesson.ts';
import {findHome} from '../../src/home/home-paths.ts';
import {makeClassArchive} from '../../src/lab/distribution/class-archive.ts';
import {findKafka} from '../../src/lab/distribution/find-kafka.ts';
import {findFurtherJars} from '../../src/lab/distribution/further-jars.ts';
import {kafkaReleases} from '../../src/lab/kafka-lines/kafka-releases.ts';

const {KAFKA_HOME: _, ...environment} = process.env;
for (const line of kafkaLines) console.log(await prepare(line));

async function prepare(line: KafkaLine): Promise<string> {
  const began = performance.now();
  const finding = await findKafka({
    line,
    environment,
    cacheDirectory: findHome(undefined, process.env).cache,
    sources: ['cache', 'Maven'],
  });
  if (finding.type === 'missing') {
    const reasons = finding.passedOver.map(({source, why}) => `${source}: ${why}`);
    return [`Kafka ${line} is not in the cache and cannot be fetched.`, ...reasons].join('\n');
  }
  const wanted = kafkaReleases[line].streams;
  const cacheDirectory = findHome(undefined, process.env).cache;
  const search = {kafka: finding.kafka, environment, cacheDirectory, report: () => {}};
  const why = wanted && (await findFurtherJars({...search, wanted}).catch((error: Error) => error));
  if (why instanceof Error) return why.message;
  const archive = await makeClassArchive({kafka: finding.kafka, environment, isWaitedFor: true});
  const words =
    archive.type === 'impossible' ? `without an archive of classes: ${archive.why}` : archive.type;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return `Kafka ${finding.kafka.version} from ${finding.kafka.source}, archive of classes: ${words} (${seconds} s).`;
}
