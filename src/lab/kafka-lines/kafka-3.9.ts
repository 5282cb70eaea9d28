import {broker} from '../servers/broker.ts';
import {zookeeper} from '../servers/zookeeper.ts';
import {connectFiles} from './connect-files.ts';
import type {ArchiveServers, KafkaRelease} from './kafka-release.ts';
import {commonTools, connectScripts, type LaunchScript, tool} from './launch-script.ts';
import {log4j1} from './log4j-1.ts';

/** Left out are commands whose jars we do not fetch: connect-mirror-maker, kafka-metadata-shell, trogdor. */
const launchScripts: readonly LaunchScript[] = [
  {
    kind: 'start',
    name: `${zookeeper.startScript}.sh`,
    mainClass: zookeeper.mainClass,
    usage: '[-daemon] zookeeper.properties',
    serviceName: 'zookeeper',
    heap: '-Xmx256M',
    logging: log4j1.servers.name,
  },
  {
    kind: 'start',
    name: `${broker.startScript}.sh`,
    mainClass: broker.mainClass,
    usage: '[-daemon] server.properties [--override property=value]*',
    serviceName: 'kafkaServer',
    heap: '-Xmx512M',
    logging: log4j1.servers.name,
  },
  ...connectScripts(log4j1.connect.name),
  {
    kind: 'stop',
    name: 'zookeeper-server-stop.sh',
    mainClass: zookeeper.mainClass,
    nothingToStop: 'No zookeeper server to stop',
  },
  {
    kind: 'stop',
    name: 'kafka-server-stop.sh',
    mainClass: broker.mainClass,
    nothingToStop: 'No kafka server to stop',
  },
  {
    kind: 'tool',
    name: 'zookeeper-shell.sh',
    mainClass: 'org.apache.zookeeper.ZooKeeperMainWithTlsSupportForKafka',
    firstArgument: '-server',
    usage: 'zookeeper_host:port[/path] [-zk-tls-config-file file] [args...]',
  },
  ...commonTools,
  tool('kafka-acls.sh', 'kafka.admin.AclCommand'),
  tool('kafka-broker-api-versions.sh', 'kafka.admin.BrokerApiVersionsCommand'),
  tool('kafka-console-producer.sh', 'kafka.tools.ConsoleProducer', '-Xmx512M'),
  tool('kafka-dump-log.sh', 'kafka.tools.DumpLogSegments'),
  tool('kafka-mirror-maker.sh', 'kafka.tools.MirrorMaker'),
  tool('zookeeper-security-migration.sh', 'kafka.admin.ZkSecurityMigrator'),
];

const archiveServers: ArchiveServers = {
  start: `zookeeper="127.0.0.1:$1"
cat >"$workplace/zookeeper.properties" <<EOF
dataDir=$workplace/zookeeper
clientPort=$1
clientPortAddress=127.0.0.1
admin.enableServer=false
EOF
cat >"$workplace/server.properties" <<EOF
broker.id=1
log.dirs=$workplace/broker
listeners=PLAINTEXT://$broker
zookeeper.connect=$zookeeper
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
group.initial.rebalance.delay.ms=0
EOF
note_classes zookeeper zookeeper-server-start.sh "$workplace/zookeeper.properties"
zookeeper_pid=$!
wait_for_line zookeeper '${zookeeper.started}'
note_classes broker kafka-server-start.sh "$workplace/server.properties"
broker_pid=$!
wait_for_line broker '${broker.started}'
`,
  commands: `note_command znodes zookeeper-shell.sh "$zookeeper" ls /brokers/ids
`,
  stop: `kill "$broker_pid"
wait "$broker_pid" || true
kill "$zookeeper_pid"
wait "$zookeeper_pid" || true
`,
};

/** The last line that has ZooKeeper. */
export const kafka39: KafkaRelease = {
  version: '3.9.1',
  fits: /^3\.9(\.|$)/,
  tarball: 'kafka_2.13-3.9.1.tgz',
  sha512:
    '1ea204ba73411737a275429ca976d440f007ff0957b90b19be41dc5a4bae5261' +
    '7267769be9f0b5791714d0b3c4c760605bd426faea39edd90763585523fa2cfe',
  logger: ['org.slf4j', 'slf4j-reload4j', '1.7.36'],
  jars: 106,
  streams: undefined,
  image: 'apache/kafka:3.9.1',
  imageSetting: 'image',
  imageVariable: 'KAFKA_LESSONS_IMAGE',
  oldestJava: 11,
  triedJavas: [11, 17, 21],
  logging: log4j1,
  launchScripts,
  configFiles: {
    ...connectFiles,
    'zookeeper.properties': `dataDir=/tmp/zookeeper
clientPort=2181
maxClientCnxns=0
admin.enableServer=false
`,
    'server.properties': `broker.id=0
log.dirs=/tmp/kafka-logs
num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
zookeeper.connect=localhost:2181
`,
  },
  archiveServers,
};
