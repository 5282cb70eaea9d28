#!/bin/bash
# host: client
# Passes when a finished command showed the id that the cluster gave to the topic test: nobody can guess it.
address=localhost:9092
shown=$(cat "$CHECK_TERMINALS"/* |
  sed -n 's/^Topic: test[[:space:]]*TopicId: \([A-Za-z0-9_-]\{22\}\)[[:space:]].*/\1/p' | tail -n 1)
if [ -n "$shown" ]; then
  real=$(bin/kafka-topics.sh --describe --topic test --bootstrap-server "$address" 2>/dev/null)
  case $real in
    *"TopicId: $shown"*)
      leader=$(sed -n 's/.*Partition: 0[[:space:]]*Leader: \([0-9]*\).*/\1/p' <<<"$real")
      passed "\`test\` was described: its id is $shown, and broker $leader leads partition 0."
      exit 0
      ;;
    *"TopicId: "*)
      fail-message "\`test\` was deleted and made again since you described it."
      expected "the id it has now"
      observed "$shown, the id of the topic before"
      why "A topic that is deleted and created again is another one, with another id. Describe it once more."
      exit 1
      ;;
  esac
  waiting "The broker does not answer at the moment."
  exit 2
fi

# The last finished command of the tab with its output.
last=$(awk '/^\$ / {block = ""} {block = block $0 "\n"} END {printf "%s", block}' "$CHECK_TERMINALS/client")
observed "$(sed -n 2p <<<"$last")"

case $last in
  *"does not exist as expected"*)
    fail-message "You asked about a topic that does not exist."
    expected "test"
    why "Either a slip of the keyboard (--list shows the names there are), or the step that creates it was skipped: the key g leads there."
    exit 1
    ;;
  *"TopicId: "*)
    fail-message "You described other topics than test."
    expected "a line that begins with: Topic: test"
    why "Behind --topic stands the name: --topic test. Without it every topic is described."
    exit 1
    ;;
  *"is not a recognized option"*)
    fail-message "The command knows no such option."
    expected "--describe --topic test --bootstrap-server localhost:9092"
    why "A slip of the keyboard, or an old option such as --zookeeper."
    exit 1
    ;;
  *"must be specified"* | *"Command must include"* | *"could not be established"*)
    fail-message "The command could not ask the broker."
    expected "--describe --topic test --bootstrap-server localhost:9092"
    why "It wants three things: what to do, about which topic, and whom to ask."
    exit 1
    ;;
  *"[exit code 127]"*)
    fail-message "The shell found no such command."
    expected "bin/kafka-topics.sh"
    why "Commands lie in bin/, seen from the folder the terminal opens in; the key ↑ brings the last one back."
    exit 1
    ;;
esac

waiting "No finished command has described the topic test yet."
exit 2
