# An accident of one second, which no hand could type. Run it with: . ./accident.sh
#
# Three producers send a message every 50 ms, each to a topic of its own with three replicas:
# one wants an answer of all replicas in sync, one of the leader, one of nobody.
# Then the followers are paused for a second, and at the end of it the leader's machine dies.

at="--bootstrap-server localhost:9092,localhost:9093,localhost:9094"

# Messages of an earlier accident do not count.
stored() { bin/kafka-get-offsets.sh --topic acks-$1 $at 2>/dev/null | cut -d: -f3; }
before_all=$(stored all) before_1=$(stored 1) before_0=$(stored 0)

# Who leads the topic acks-1, and so the other two, which are laid out alike? Who follows?
in_sync() { bin/kafka-topics.sh --describe --topic acks-1 $at 2>/dev/null | grep 'Isr: .,.,.'; }
for look in 1 2 3 4 5; do
  line=$(in_sync) && break
  sleep 1
done
if [ -z "$line" ]; then
  echo "The topic acks-1 has no three replicas in sync. Do all three brokers run? Then try again in a moment."
  return 1 2>/dev/null || exit 1
fi
leader=$(echo "$line" | sed 's/.*Leader: \([0-9]*\).*/\1/')
followers=$(echo 1 2 3 | sed "s/$leader//")
echo "Broker $leader leads, brokers $followers follow. Sending for 12 seconds."

for acks in all 1 0; do
  number=$(echo $acks | sed 's/all/-1/')
  (bin/kafka-verifiable-producer.sh --topic acks-$acks --acks $number --throughput 20 \
    --max-messages 240 --producer.config config/producer.properties $at >acks-$acks.log 2>&1 &)
done
for acks in all 1 0; do
  until [ "$(grep -c producer_send_success acks-$acks.log)" -ge 20 ]; do sleep 0.2; done
done

for follower in $followers; do lab pause broker-$follower; done
sleep 1
lab kill broker-$leader
for follower in $followers; do lab resume broker-$follower; done

for acks in all 1 0; do
  until grep -q tool_data acks-$acks.log; do sleep 0.2; done
done
for acks in all 1 0; do
  sent=$(grep -c producer_send_success acks-$acks.log)
  eval "before=\$before_$acks"
  echo "acks=$acks: $sent acknowledged, $(($(stored $acks) - before)) stored"
done
