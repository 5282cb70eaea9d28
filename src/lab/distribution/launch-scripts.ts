import type {LogSettings} from '../kafka-lines/kafka-release.ts';
import type {LaunchScript, StartScript, StopScript, ToolScript} from '../kafka-lines/launch-script.ts';
import {classPathText, locateArchiveText} from './class-archive-script.ts';

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
export function runClassText({option, commands}: LogSettings): string {
  return `${opening}
distribution="\${bin%/*}"
logging=${commands.name}
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
  options+=("${option}$logging")
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

${classPathText}if [ -n "$CLASSPATH" ]; then
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
}
