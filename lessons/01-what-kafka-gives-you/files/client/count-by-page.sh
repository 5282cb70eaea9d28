# Reads every click, from the beginning on, and writes the new count of its page into the topic clicks-by-page.
: >pages-seen.txt
bin/kafka-console-consumer.sh --topic clicks --from-beginning --bootstrap-server localhost:9092 2>/dev/null |
  while read -r page; do
    echo "$page" >>pages-seen.txt
    echo "$page $(grep -cxF -e "$page" pages-seen.txt)"
  done |
  bin/kafka-console-producer.sh --topic clicks-by-page --bootstrap-server localhost:9092 >/dev/null 2>&1
