#!/bin/bash
# host: client
# Passes when a finished command showed what is written under /controller: only ZooKeeper knows the timestamp.
written='"brokerid":[0-9]*,"timestamp":"[0-9]\{13\}"'
shown=$(cat "$CHECK_TERMINALS"/* | grep -o "$written" | tail -n 1 | tr -dc '0-9,')
if [ -n "$shown" ]; then
  passed "ZooKeeper showed the controller: broker ${shown%,*}, in office since its timestamp ${shown#*,}."
  exit 0
fi

# The last finished command of the tab with its output.
last=$(awk '/^\$ / {block = ""} {block = block $0 "\n"} END {printf "%s", block}' "$CHECK_TERMINALS/client")
observed "$(grep -v '^\[exit code\|^$\|ERROR Exiting' <<<"$last" | tail -n 1)"

if grep -q '^Connecting to [^ ]*:909[0-9]$' <<<"$last"; then
  fail-message "You asked a broker's port for ZooKeeper."
  expected "localhost:2181"
  why "zookeeper-shell speaks ZooKeeper's language, brokers speak Kafka's."
  exit 1
fi
if grep -q '^\$ .*ls /controller *$' <<<"$last" && grep -q '^\[\]$' <<<"$last"; then
  fail-message "You listed what lies below /controller, and nothing does."
  expected "what is written in it: a line with brokerid and timestamp"
  why "ls lists entries below a path; get shows what is written in the entry itself."
  exit 1
fi
if grep -q 'Command not found' <<<"$last"; then
  fail-message "zookeeper-shell knows no such word."
  expected "get /controller"
  why "It knows ls, get, stat and a few more; a slip of the keyboard, most likely."
  exit 1
fi

case $last in
  *"Node does not exist: /controller"$'\n'*)
    fail-message "There is no controller at the moment."
    expected "a line with brokerid and timestamp"
    why "No broker runs, so nobody took the job. Start the broker in its tab and ask again."
    exit 1
    ;;
  *"Node does not exist: "*)
    fail-message "ZooKeeper has nothing at that path."
    expected "/controller"
    why "Usually a slip of the keyboard: the name lies at the top of the tree and has a double l."
    exit 1
    ;;
  *WATCHER::*)
    fail-message "You reached ZooKeeper, and it showed something else."
    expected "a line with brokerid and timestamp"
    why "The controller's name is written in one place only: get /controller."
    exit 1
    ;;
  *"[exit code 127]"*)
    fail-message "The shell found no such command."
    expected "bin/zookeeper-shell.sh"
    why "Commands lie in bin/, seen from the folder the terminal opens in; the key ↑ brings the last one back."
    exit 1
    ;;
esac

waiting "No finished command has shown the controller yet."
exit 2
