# The web page: each line you type is a click, who:where, and becomes a message in the topic clicks.
# What stands before the colon is the message's key.
bin/kafka-console-producer.sh --topic clicks --bootstrap-server localhost:9092 \
  --property parse.key=true --property key.separator=: --property ignore.error=true 2>/dev/null
