import {broker} from '../servers/broker.ts';
import {zookeeper} from '../servers/zookeeper.ts';
import {locateArchiveText} from './class-archive-script.ts';

/** One of the commands that Kafka's distribution has under `bin`, and Maven's artifacts have not. */
export type LaunchScript = StartScript | ToolScript | StopScript;

/** Runs a server on a file of properties: wants at least one argument, and knows `-daemon`. */
interface StartScript {
  readonly kind: 'start';
  readonly name: string;
  readonly mainClass: string;
  readonly usage: string;
  /** Names the server in Kafka's words: with `-daemon` its output goes to `<serviceName>.out`. */
  readonly serviceName: string;
  readonly heap: string;
  readonly logging: string;
}

interface ToolScript {
  readonly kind: 'tool';
  readonly name: string;
  readonly mainClass: string;
  readonly heap?: string;
  /** Put before what was typed. */
  readonly firstArgument?: string;
  /** Given where the command cannot run without an argument and would not say so itself. */
  readonly usage?: string;
}

interface StopScript {
  readonly kind: 'stop';
  readonly name: string;
  readonly mainClass: string;
  readonly nothingToStop: string;
}

/**
 * The commands of Kafka 3.9 by name, with the classes they run.
 * Left out are those whose jars we do not fetch: connect-mirror-maker, kafka-metadata-shell, trogdor.
 */
export const launchScripts: readonly LaunchScript[] = [
  {
    kind: 'start',
    name: `${zookeeper.startScript}.sh`,
    mainClass: zookeeper.mainClass,
    usage: '[-daemon] zookeeper.properties',
    serviceName: 'zookeeper',
    heap: '-Xmx256M',
    logging: 'log4j.properties',
  },
  {
    kind: 'start',
    name: `${broker.startScript}.sh`,
    mainClass: broker.mainClass,
    usage: '[-daemon] server.properties [--override property=value]*',
    serviceName: 'kafkaServer',
    heap: '-Xmx512M',
    logging: 'log4j.properties',
  },
  {
    kind: 'start',
    name: 'connect-standalone.sh',
    mainClass: 'org.apache.kafka.connect.cli.ConnectStandalone',
    usage: '[-daemon] connect-standalone.properties [connector1.properties connector2.json ...]',
    serviceName: 'connectStandalone',
    heap: '-Xmx512M',
    logging: 'connect-log4j.properties',
  },
  {
    kind: 'start',
    name: 'connect-distributed.sh',
    mainClass: 'org.apache.kafka.connect.cli.ConnectDistributed',
    usage: '[-daemon] connect-distributed.properties',
    serviceName: 'connectDistributed',
    heap: '-Xmx512M',
    logging: 'connect-log4j.properties',
  },
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
  tool('connect-plugin-path.sh', 'org.apache.kafka.tools.ConnectPluginPath'),
  tool('kafka-acls.sh', 'kafka.admin.AclCommand'),
  tool('kafka-broker-api-versions.sh', 'kafka.admin.BrokerApiVersionsCommand'),
  tool('kafka-client-metrics.sh', 'org.apache.kafka.tools.ClientMetricsCommand'),
  tool('kafka-cluster.sh', 'org.apache.kafka.tools.ClusterTool'),
  tool('kafka-configs.sh', 'kafka.admin.ConfigCommand'),
  tool('kafka-console-consumer.sh', 'org.apache.kafka.tools.consumer.ConsoleConsumer', '-Xmx512M'),
  tool('kafka-console-producer.sh', 'kafka.tools.ConsoleProducer', '-Xmx512M'),
  tool('kafka-consumer-groups.sh', 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand'),
  tool('kafka-consumer-perf-test.sh', 'org.apache.kafka.tools.ConsumerPerformance', '-Xmx512M'),
  tool('kafka-delegation-tokens.sh', 'org.apache.kafka.tools.DelegationTokenCommand'),
  tool('kafka-delete-records.sh', 'org.apache.kafka.tools.DeleteRecordsCommand'),
  tool('kafka-dump-log.sh', 'kafka.tools.DumpLogSegments'),
  tool('kafka-e2e-latency.sh', 'org.apache.kafka.tools.EndToEndLatency'),
  tool('kafka-features.sh', 'org.apache.kafka.tools.FeatureCommand'),
  tool('kafka-get-offsets.sh', 'org.apache.kafka.tools.GetOffsetShell'),
  tool('kafka-jmx.sh', 'org.apache.kafka.tools.JmxTool'),
  tool('kafka-leader-election.sh', 'org.apache.kafka.tools.LeaderElectionCommand'),
  tool('kafka-log-dirs.sh', 'org.apache.kafka.tools.LogDirsCommand'),
  tool('kafka-metadata-quorum.sh', 'org.apache.kafka.tools.MetadataQuorumCommand'),
  tool('kafka-mirror-maker.sh', 'kafka.tools.MirrorMaker'),
  tool('kafka-producer-perf-test.sh', 'org.apache.kafka.tools.ProducerPerformance', '-Xmx512M'),
  tool('kafka-reassign-partitions.sh', 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand'),
  tool('kafka-replica-verification.sh', 'org.apache.kafka.tools.ReplicaVerificationTool'),
  tool('kafka-storage.sh', 'kafka.tools.StorageTool'),
  tool('kafka-streams-application-reset.sh', 'org.apache.kafka.tools.StreamsResetter', '-Xmx512M'),
  tool('kafka-topics.sh', 'org.apache.kafka.tools.TopicCommand'),
  tool('kafka-transactions.sh', 'org.apache.kafka.tools.TransactionsCommand'),
  tool('kafka-verifiable-consumer.sh', 'org.apache.kafka.tools.VerifiableConsumer', '-Xmx512M'),
  tool('kafka-verifiable-producer.sh', 'org.apache.kafka.tools.VerifiableProducer', '-Xmx512M'),
  tool('zookeeper-security-migration.sh', 'kafka.admin.ZkSecurityMigrator'),
];

function tool(name: string, mainClass: string, heap?: string): ToolScript {
  return heap === undefined ? {kind: 'tool', name, mainClass} : {kind: 'tool', name, mainClass, heap};
}

/** The text of a command of the table. It works from any folder, through links, and with spaces in paths. */
export function launchScriptText(script: LaunchScript): string {
  switch (script.kind) {
    case 'start':
      return startScriptText(script);
    case 'tool':
      return toolScriptText(script);
    case 'stop':
      return stopScriptText(script);
  }
}

function startScriptText(script: StartScript): string {
  return `${opening}
${refuseWithoutArguments(script.usage)}
${setHeap(script.heap)}
extra_args=\${EXTRA_ARGS-'-name ${script.serviceName}'}
if [ "$1" = -daemon ]; then
  extra_args="-daemon $extra_args"
  shift
fi
# As with Kafka's own scripts, log settings beside this \`bin\` count, also where it holds links to these scripts.
logging=${script.logging}
beside="$(dirname "$0")/../config/$logging"
if [ -r "$beside" ]; then
  logging="$beside"
fi
# EXTRA_ARGS holds several words.
# shellcheck disable=SC2086
exec "$bin/kafka-run-class.sh" -logging "$logging" $extra_args ${script.mainClass} "$@"
`;
}

function toolScriptText(script: ToolScript): string {
  const before = [
    script.usage === undefined ? '' : `${refuseWithoutArguments(script.usage)}\n`,
    script.heap === undefined ? '' : `${setHeap(script.heap)}\n`,
  ].join('');
  const first = script.firstArgument === undefined ? '' : `${script.firstArgument} `;
  return `${opening}
${before}exec "$bin/kafka-run-class.sh" ${script.mainClass} ${first}"$@"
`;
}

/**
 * Kafka's own stop scripts end every Kafka of the machine. A server started by our scripts carries its log
 * folder on its command line, and each host of a lab has a log folder of its own: only that one is ended.
 */
function stopScriptText(script: StopScript): string {
  return `${opening}
distribution="\${bin%/*}"
logs="\${LOG_DIR:-$distribution/logs}"
pids=
while read -r pid command; do
  case "$command" in
    *"-Dkafka.logs.dir=$logs -"*" ${script.mainClass} "*) pids="$pids $pid" ;;
  esac
done <<EOF
$(ps axww -o pid= -o command=)
EOF
if [ -z "$pids" ]; then
  echo '${script.nothingToStop}'
  exit 1
fi
# One word for each process.
# shellcheck disable=SC2086
kill -s "\${SIGNAL:-TERM}" $pids
`;
}

/** `bin` is often a link from another folder, and a Mac's readlink has no -f. */
const opening = `#!/usr/bin/env bash
script="$0"
while [ -h "$script" ]; do
  link="$(readlink "$script")"
  case "$link" in
    /*) script="$link" ;;
    *) script="\${script%/*}/$link" ;;
  esac
done
case "$script" in
  */*) bin="$(cd "\${script%/*}/" && pwd -P)" ;;
  *) bin="$(pwd -P)" ;;
esac
`;

function refuseWithoutArguments(usage: string): string {
  return `if [ $# -lt 1 ]; then
  echo "USAGE: $0 ${usage}"
  exit 1
fi`;
}

function setHeap(heap: string): string {
  return `export KAFKA_HEAP_OPTS="\${KAFKA_HEAP_OPTS:-${heap}}"`;
}

/**
 * `kafka-run-class.sh`, which the other scripts end in, and which the learner may call with any class.
 * It honours what Kafka's own honours: CLASSPATH, JAVA_HOME, JMX_PORT, KAFKA_HEAP_OPTS, KAFKA_OPTS,
 * KAFKA_JVM_PERFORMANCE_OPTS, KAFKA_LOG4J_OPTS, KAFKA_GC_LOG_OPTS, KAFKA_JMX_OPTS, LOG_DIR, and the options
 * -daemon, -name and -loggc. `-logging FILE` is ours: an environment variable of several words could not
 * carry a path with a space.
 */
export const runClassText = `${opening}
distribution="\${bin%/*}"
logging=tools-log4j.properties
service=
daemon=
loggc=
while [ $# -gt 0 ]; do
  case "$1" in
    -logging) logging="$2"; shift 2 ;;
    -name) service="$2"; shift 2 ;;
    -daemon) daemon=yes; shift ;;
    -loggc) loggc=yes; shift ;;
    *) break ;;
  esac
done
if [ $# -lt 1 ]; then
  echo "USAGE: $0 [-daemon] [-name servicename] [-loggc] classname [opts]"
  exit 1
fi

if [ -n "$JAVA_HOME" ]; then
  java="$JAVA_HOME/bin/java"
else
  java=java
fi
if ! command -v "$java" >/dev/null; then
  {
    echo "Kafka runs on Java, and there is no '$java' to run."
    echo 'Install Java 17 or later, or set JAVA_HOME to the folder of one that is installed.'
  } >&2
  exit 127
fi

logs="\${LOG_DIR:-$distribution/logs}"
if [ -n "$daemon$loggc" ]; then
  mkdir -p "$logs"
fi

# Words that may hold spaces go into this list; Kafka's variables of several words are split further down.
options=()
if [ -z "$KAFKA_LOG4J_OPTS" ]; then
  case "$logging" in
    */*) ;;
    *) logging="$distribution/config/$logging" ;;
  esac
  options+=("-Dlog4j.configuration=file:$logging")
fi
if [ -n "$loggc" ] && [ -z "$KAFKA_GC_LOG_OPTS" ]; then
  options+=("-Xlog:gc*:file=\\"$logs/\${service:-kafka}-gc.log\\":time,tags:filecount=10,filesize=100M")
fi
if [ -n "$JMX_PORT" ]; then
  options+=("-Dcom.sun.management.jmxremote.port=$JMX_PORT")
  if [ -z "$KAFKA_JMX_OPTS" ]; then
    options+=(-Dcom.sun.management.jmxremote=true -Dcom.sun.management.jmxremote.authenticate=false)
    options+=(-Dcom.sun.management.jmxremote.ssl=false)
  fi
fi
options+=("-Dkafka.logs.dir=$logs")

# The order of a pattern's matches depends on the language that is set; Java finds its class-data archive
# fitting only when the class path is the same, character for character.
jars="$(LC_ALL=C; printf ':%s' "$distribution"/libs/*.jar)"
if [ -n "$CLASSPATH" ]; then
  classpath="$CLASSPATH$jars"
else
  classpath="\${jars#:}"
fi

# With an archive of classes a command starts in half the time. It fits this class path and no other.
share=()
if [ -d "$distribution/class-archive" ] && [ -z "$CLASSPATH" ]; then
  ${locateArchiveText.trimEnd().replaceAll('\n', '\n  ')}
  if [ -n "$archive" ] && [ -r "$archive" ]; then
    share=("-XX:SharedArchiveFile=$archive" '-Xlog:cds*=off')
  fi
fi

# shellcheck disable=SC2206
options=(
  "\${share[@]}"
  \${KAFKA_HEAP_OPTS:--Xmx256M}
  \${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true}
  $KAFKA_GC_LOG_OPTS $KAFKA_JMX_OPTS $KAFKA_LOG4J_OPTS
  "\${options[@]}"
  -cp "$classpath"
  $KAFKA_OPTS
)
if [ -n "$daemon" ]; then
  nohup "$java" "\${options[@]}" "$@" >"$logs/\${service:-kafka}.out" 2>&1 </dev/null &
else
  exec "$java" "\${options[@]}" "$@"
fi
`;
