// Prints the folder of the Kafka that goes into a line's test image: the one the product itself would run from Maven.
import process from 'node:process';
import {kafkaLines} from '../../src/course/lesson.ts';
import {findKafka} from '../../src/lab/distribution/find-kafka.ts';

const [wanted, cacheDirectory] = process.argv.slice(2);
const line = kafkaLines.find((each) => each === wanted);
if (line === undefined || cacheDirectory === undefined)
  throw new Error(`usage: fill-kafka.ts ${kafkaLines.join('|')} CACHE_FOLDER`);
const finding = await findKafka({
  line,
  environment: process.env,
  cacheDirectory,
  sources: ['cache', 'Maven'],
});
if (finding.type === 'missing')
  throw new Error([...finding.passedOver.map(({why}) => why), finding.cure].join('\n'));
console.log(finding.kafka.directory);
