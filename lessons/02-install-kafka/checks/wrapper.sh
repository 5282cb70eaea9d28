#!/bin/bash
# host: client
# Passes when a finished command showed the line in which kafka-topics.sh hands over to its Java program.
shown=$(cat "$CHECK_TERMINALS"/* | grep -v '^\$ ')
program=$(sed -n 's/.*kafka-run-class\.sh"\{0,1\} \([A-Za-z.]*\) .*/\1/p' bin/kafka-topics.sh)

if grep -q "kafka-run-class\.sh\"\{0,1\} ${program:-nothing} " <<<"$shown"; then
  passed "kafka-topics.sh hands over to the program $program."
  exit 0
fi

other=$(sed -n 's/^exec .*kafka-run-class\.sh.* \([A-Za-z][A-Za-z.]*\) .*"\$@".*/\1/p' <<<"$shown" | tail -n 1)
if [ -n "$other" ]; then
  fail-message "You read the text of another command."
  expected "the text of bin/kafka-topics.sh"
  observed "a command that hands over to $other"
  why "It ends in the same way, with another program. This step is about kafka-topics.sh."
  exit 1
fi
case $shown in
  *"Create, delete, describe, or change a topic."*)
    fail-message "You ran the command; this step wants its text."
    expected "cat bin/kafka-topics.sh"
    observed "the list of its options"
    why "A file in bin/ is started when its name comes first on the line. Behind cat it is only printed."
    exit 1
    ;;
  *"kafka-topics"*"No such file"*)
    fail-message "There is no such file where you looked."
    expected "bin/kafka-topics.sh"
    observed "$(grep 'No such file' <<<"$shown" | tail -n 1)"
    why "A slip of the keyboard, or you are in another folder: cd alone leads away from where the tab opens."
    exit 1
    ;;
esac

waiting "The text of kafka-topics.sh was not seen in a terminal yet."
exit 2
