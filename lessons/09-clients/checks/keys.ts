import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const sent = (await cluster.messages('orders')).filter(({timestamp}) => timestamp >= since);
  const keyed = sent.filter(({key}) => key !== null && key !== '');
  const places = new Map<string, Set<number>>();
  for (const {key, partition} of keyed)
    places.set(key ?? '', (places.get(key ?? '') ?? new Set<number>()).add(partition));
  const used = new Set(keyed.map(({partition}) => partition));
  if (places.size >= 3 && used.size >= 2) {
    const words = [...places].map(([key, partitions]) => `${key} in ${[...partitions].join(' and ')}`);
    return passed(`${keyed.length} orders by key, by partition: ${words.join(', ')}.`);
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (sent.length > 0 && keyed.length === 0) {
    return failed('Your orders have no key.', {
      expected: 'the customer as the key of each message',
      observed: `${sent.length} messages without a key`,
      why: 'Without a key a message goes to any partition, and the orders of one customer may overtake each other.',
    });
  }
  if (places.size > 0 && places.size < 3) {
    return failed('All of your orders have the same few keys.', {
      expected: 'a key for each of the three customers',
      observed: `keys: ${[...places.keys()].join(', ')}`,
      why: 'The key belongs to the order: key: order.customer, without quotes.',
    });
  }
  return waiting('No orders with keys have come since you are at this step.');
});
