import type {ArchiveServers} from '../kafka-lines/kafka-release.ts';

/**
 * Bash: sets `jars` to the class path of Kafka's own, each with a colon before it. As with Kafka's own scripts the
 * connectors for files are not on it: they are a plugin, and Connect has to be told where it lies. The order of a
 * pattern's matches depends on the language that is set.
 */
export const classPathText = `jars="$(
  LC_ALL=C
  for jar in "$distribution"/libs/*.jar; do
    case "$jar" in */connect-file-*) ;; *) printf ':%s' "$jar" ;; esac
  done
)"
`;

/**
 * Bash: sets `archive` to where the class-data archive for the Java at hand and for `jars` belongs, or to nothing where
 * Java's build cannot be told. An archive serves only the build of Java that made it, which `release` names, and only
 * where the class path is the same, character for character.
 */
export const locateArchiveText = `archive=
java_home="$JAVA_HOME"
if [ -z "$java_home" ]; then
  program="$(command -v java)"
  while [ -h "$program" ]; do
    link="$(readlink "$program")"
    case "$link" in
      /*) program="$link" ;;
      *) program="\${program%/*}/$link" ;;
    esac
  done
  java_home="\${program%/bin/java}"
fi
if [ -r "$java_home/release" ]; then
  build="$(cksum <<<"$jars$(<"$java_home/release")")"
  archive="$distribution/class-archive/\${build// /-}.jsa"
fi
`;

/**
 * `class-archive/make.sh PORT BROKER_PORT`, free ones, the first for ZooKeeper or for the controller: runs the servers and the commands
 * that learners run most, for Java to note which classes they load, and has Java put those into an archive that
 * later starts map into memory. Prints `made` or `present`. It ends by itself, and TERM ends it at any time.
 */
export function makeArchiveText({start, commands, stop}: ArchiveServers): string {
  return `#!/usr/bin/env bash
set -euo pipefail
broker="127.0.0.1:$2"
distribution="$(cd "$(dirname "\${BASH_SOURCE[0]}")/.." && pwd -P)"
bin="$distribution/bin"
JAVA_HOME="\${JAVA_HOME:-}"
java="\${JAVA_HOME:+$JAVA_HOME/bin/}java"

fail() {
  echo "$*" >&2
  exit 1
}

${classPathText}${locateArchiveText}
if [ -z "$archive" ]; then
  fail 'this Java does not say which build it is: its folder has no file "release"'
fi
if [ -e "$archive" ]; then
  echo present
  exit
fi
case "$distribution" in
  *[[:space:]]*) fail 'Java takes no classes from an archive when the path of their jars has a space in it' ;;
esac

# KAFKA_OPTS is split at spaces, which the folder in TMPDIR may have.
workplace="$(mktemp -d /tmp/kafka-lessons.XXXXXX)"
unfinished="$archive.$$"
clean_up() {
  local running
  running="$(jobs -pr)"
  if [ -n "$running" ]; then
    # shellcheck disable=SC2086
    kill -KILL $running || true
    wait
  fi 2>/dev/null
  rm -rf "$workplace" "$unfinished"
}
trap clean_up EXIT
trap 'exit 143' TERM INT HUP

for leftover in "$distribution"/class-archive/*.jsa.*; do
  if ! kill -0 "\${leftover##*.}" 2>/dev/null; then
    rm -f "$leftover"
  fi
done

unset CLASSPATH EXTRA_ARGS JMX_PORT KAFKA_HEAP_OPTS KAFKA_JVM_PERFORMANCE_OPTS KAFKA_LOG4J_OPTS KAFKA_GC_LOG_OPTS KAFKA_JMX_OPTS
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS
export LOG_DIR="$workplace/logs"

# note_classes NAME SCRIPT ARGUMENTS...: in the background, since bash heeds no signal while it runs a command.
note_classes() {
  local name="$1" script="$2"
  shift 2
  KAFKA_OPTS="-XX:DumpLoadedClassList=$workplace/$name.classes" "$bin/$script" "$@" >"$workplace/$name.out" 2>&1 <<<"$name" &
}

# note_command NAME SCRIPT ARGUMENTS...: and waits for its end.
note_command() {
  note_classes "$@"
  wait $! || fail "$2 failed: $(tail -n 3 "$workplace/$1.out")"
}

wait_for_line() {
  local deadline=$((SECONDS + 180))
  until grep -q "$2" "$workplace/$1.out" 2>/dev/null; do
    if ! kill -0 $! 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      fail "$1 did not say '$2': $(tail -n 3 "$workplace/$1.out")"
    fi
    sleep 0.1
  done
}

${start.trimEnd()}

server=(--bootstrap-server "$broker")
note_command create kafka-topics.sh "\${server[@]}" --create --topic greetings
note_command describe kafka-topics.sh "\${server[@]}" --describe
note_command produce kafka-console-producer.sh "\${server[@]}" --topic greetings
note_command consume kafka-console-consumer.sh "\${server[@]}" --topic greetings --group readers --from-beginning \\
  --max-messages 1 --timeout-ms 20000
note_command groups kafka-consumer-groups.sh "\${server[@]}" --describe --all-groups
note_command configs kafka-configs.sh "\${server[@]}" --describe --entity-type topics --entity-name greetings
${commands}${stop.trimEnd()}

# Numbers, and classes of loaders that a number refers to, mean something in their own list only.
sed -e '/^#/d' -e '/ source: /d' -e 's/ id: .*//' "$workplace"/*.classes | awk '!seen[$0]++' >"$workplace/all"
"$java" -Xshare:dump -XX:+UseSerialGC -XX:SharedClassListFile="$workplace/all" -XX:SharedArchiveFile="$unfinished" \\
  -cp "\${jars#:}" >"$workplace/dump.out" 2>&1 </dev/null &
wait $! || fail "java made no archive: $(tail -n 3 "$workplace/dump.out")"
mv "$unfinished" "$archive"
echo made
`;
}
