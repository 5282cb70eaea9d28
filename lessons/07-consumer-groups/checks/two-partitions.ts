import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const topic = cluster.topic('orders');
  const count = topic?.partitions.length ?? 0;
  if (count === 2) return passed('`orders` has the partitions 0 and 1.');

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (count === 1) {
    return failed('`orders` has one partition only, so there is nothing to share.', {
      expected: '2 partitions',
      observed: '1 partition',
      why: 'A topic that nobody names a number for gets one. Add a second: --alter --topic orders --partitions 2.',
    });
  }
  if (count > 2) {
    return failed(`\`orders\` has ${count} partitions; this lesson counts on two.`, {
      expected: '2 partitions',
      observed: `${count} partitions`,
      why: 'A topic cannot be given fewer. Delete it with --delete --topic orders, and create it again.',
    });
  }
  const misspelt = cluster.misspelt('orders');
  if (misspelt) {
    return failed('There is no topic `orders`, but one whose name is nearly that.', {
      expected: 'orders',
      observed: misspelt.name,
      why: 'Both are good names to Kafka. Create the right one; the other does no harm.',
    });
  }
  return waiting('There is no topic `orders` yet.');
});
