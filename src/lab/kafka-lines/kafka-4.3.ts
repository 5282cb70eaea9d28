import {combinedNode} from '../servers/combined-node.ts';
import {connectFiles} from './connect-files.ts';
import type {ArchiveServers, KafkaRelease} from './kafka-release.ts';
import {commonTools, connectScripts, type LaunchScript, tool} from './launch-script.ts';
import {log4j2} from './log4j-2.ts';
import {streamsJars} from './streams-jars.ts';

/** Left out are commands whose jars we do not fetch: connect-mirror-maker, kafka-metadata-shell, trogdor. */
const launchScripts: readonly LaunchScript[] = [
  {
    kind: 'start',
    name: `${combinedNode.startScript}.sh`,
    mainClass: combinedNode.mainClass,
    usage: '[-daemon] server.properties [--override property=value]*',
    serviceName: 'kafkaServer',
    heap: '-Xmx512M',
    logging: log4j2.servers.name,
  },
  ...connectScripts(log4j2.connect.name),
  {
    kind: 'stop',
    name: 'kafka-server-stop.sh',
    mainClass: combinedNode.mainClass,
    nothingToStop: 'No kafka server to stop',
  },
  ...commonTools,
  tool('kafka-acls.sh', 'org.apache.kafka.tools.AclCommand'),
  tool('kafka-broker-api-versions.sh', 'org.apache.kafka.tools.BrokerApiVersionsCommand'),
  tool('kafka-console-producer.sh', 'org.apache.kafka.tools.ConsoleProducer', '-Xmx512M'),
  tool('kafka-console-share-consumer.sh', 'org.apache.kafka.tools.consumer.ConsoleShareConsumer', '-Xmx512M'),
  tool('kafka-dump-log.sh', 'org.apache.kafka.tools.DumpLogSegments'),
  tool('kafka-groups.sh', 'org.apache.kafka.tools.GroupsCommand'),
  tool('kafka-share-consumer-perf-test.sh', 'org.apache.kafka.tools.ShareConsumerPerformance', '-Xmx512M'),
  tool('kafka-share-groups.sh', 'org.apache.kafka.tools.consumer.group.ShareGroupCommand'),
  tool('kafka-streams-groups.sh', 'org.apache.kafka.tools.streams.StreamsGroupCommand'),
  tool('kafka-verifiable-share-consumer.sh', 'org.apache.kafka.tools.VerifiableShareConsumer', '-Xmx512M'),
];

const archiveServers: ArchiveServers = {
  start: `cat >"$workplace/server.properties" <<EOF
node.id=1
process.roles=broker,controller
log.dirs=$workplace/broker
listeners=PLAINTEXT://$broker,CONTROLLER://127.0.0.1:$1
advertised.listeners=PLAINTEXT://$broker,CONTROLLER://127.0.0.1:$1
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:$1
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
group.initial.rebalance.delay.ms=0
EOF
note_command format kafka-storage.sh format --standalone -t AAAAAAAAAAAAAAAAAAAAAQ -c "$workplace/server.properties"
note_classes broker kafka-server-start.sh "$workplace/server.properties"
broker_pid=$!
wait_for_line broker '${combinedNode.started}'
`,
  commands: `note_command quorum kafka-metadata-quorum.sh "\${server[@]}" describe --status
`,
  stop: `kill "$broker_pid"
wait "$broker_pid" || true
`,
};

const version = '4.3.1';

/** Without ZooKeeper. */
export const kafka43: KafkaRelease = {
  version,
  fits: /^4\.3(\.|$)/,
  tarball: 'kafka_2.13-4.3.1.tgz',
  sha512:
    'c7d7b2318cb51aa0c61d3246a51c349210073c5c9b754947ef965a439f2f939e' +
    '8600f204e134a75ac31faf3829c9370960ef7c6a9886c8a1dbf0339a21f4c54c',
  // log4j-core and its YAML come with the servers; what is missing is the way to it from SLF4J 1.7.
  logger: ['org.apache.logging.log4j', 'log4j-slf4j-impl', '2.25.4'],
  jars: 93,
  streams: streamsJars(version),
  image: 'apache/kafka:4.3.1',
  imageSetting: 'image-4',
  imageVariable: 'KAFKA_LESSONS_IMAGE_4',
  oldestJava: 17,
  triedJavas: [17, 21, 25],
  logging: log4j2,
  launchScripts,
  configFiles: {
    ...connectFiles,
    'server.properties': `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=localhost:9093
listeners=PLAINTEXT://:9092,CONTROLLER://:9093
advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
controller.listener.names=CONTROLLER
log.dirs=/tmp/kraft-combined-logs
num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
`,
  },
  archiveServers,
};
