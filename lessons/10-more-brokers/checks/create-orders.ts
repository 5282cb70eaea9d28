import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const topic = cluster.topic('orders');
  const isRight =
    topic !== undefined &&
    topic.partitions.length >= 3 &&
    topic.partitions.every(({replicas}) => replicas.length >= 3);
  const slip = isRight ? undefined : commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (topic) {
    const {length} = topic.partitions;
    const replicas = Math.min(...topic.partitions.map((partition) => partition.replicas.length));
    if (length < 3 || replicas < 3) {
      return failed(`\`orders\` has partitions: ${length}, replicas: ${replicas}.`, {
        expected: '3 partitions with 3 replicas each',
        observed: `partitions ${length}, replication factor ${replicas}`,
        why: 'What is not asked for is 1 here. Remove it (--delete --topic orders) and create it with both numbers.',
      });
    }
    const lagging = topic.partitions.find(({isr}) => isr.length < 3);
    if (lagging)
      return waiting(`Partition ${lagging.partition} is in sync on ${lagging.isr.join(', ')} only.`);
    return passed(
      `\`orders\`: ${length} partitions, each on brokers ${[...(topic.partitions[0]?.replicas ?? [])].sort().join(', ')}, all in sync.`,
    );
  }
  const misspelt = cluster.misspelt('orders');
  if (misspelt) {
    return failed('There is no topic `orders`, but one whose name is nearly that.', {
      expected: 'a topic `orders`',
      observed: `a topic \`${misspelt.name}\``,
      why: 'A slip of the keyboard, most likely. Create the right one; the other does no harm.',
    });
  }
  return waiting('There is no topic `orders` yet.');
});
