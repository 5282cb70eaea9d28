// Prints the folder of the Kafka that goes into a line's test image: the one the product itself would run from Maven,
// with all the jars of the public image that something in a lab needs.
import {cp} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {kafkaLines} from '../../src/course/lesson.ts';
import {findKafka} from '../../src/lab/distribution/find-kafka.ts';
import {findFurtherJars} from '../../src/lab/distribution/further-jars.ts';
import {kafkaReleases} from '../../src/lab/kafka-lines/kafka-releases.ts';

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
const {kafka} = finding;
const streams = kafkaReleases[line].streams;
const search = {kafka, environment: process.env, cacheDirectory, report: () => {}};
const further = streams && (await findFurtherJars({...search, wanted: streams}));
if (further !== undefined)
  await cp(further, path.join(kafka.directory, 'libs'), {recursive: true, force: false});
console.log(kafka.directory);
