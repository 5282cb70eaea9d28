// Prints the folder of the Kafka that goes into the test image: the one the product itself would run from Maven.
import process from 'node:process';
import {findKafka} from '../../src/lab/distribution/find-kafka.ts';

const [cacheDirectory] = process.argv.slice(2);
if (cacheDirectory === undefined) throw new Error('usage: fill-kafka.ts CACHE_FOLDER');
const finding = await findKafka({
  line: '3.9',
  environment: process.env,
  cacheDirectory,
  sources: ['cache', 'Maven'],
});
if (finding.type === 'missing')
  throw new Error([...finding.passedOver.map(({why}) => why), finding.cure].join('\n'));
console.log(finding.kafka.directory);
