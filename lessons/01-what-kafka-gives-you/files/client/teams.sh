# Three programs that read the topic clicks: two are in the group count, one is in the group fraud.
reader() {
  bin/kafka-console-consumer.sh --topic clicks --group "$2" --from-beginning \
    --consumer-property client.id="$1" --property print.key=true --property key.separator=' ' \
    --bootstrap-server localhost:9092 2>/dev/null |
    while read -r click; do echo "$1 got $click"; done
}

# Ctrl-C ends all three.
trap 'trap "" TERM; kill 0; wait; exit' INT TERM HUP
reader count-1 count &
reader count-2 count &
reader fraud fraud &
wait
