import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const sent = (await cluster.messages('orders')).filter(({timestamp}) => timestamp >= since);
  const keyed = sent.filter(({key}) => key !== null && key !== '');
  const orders = keyed.filter(({value}) => isJson(value));
  const places = new Map<string, Set<number>>();
  for (const {key, partition} of orders)
    places.set(key ?? '', (places.get(key ?? '') ?? new Set<number>()).add(partition));
  const used = new Set(orders.map(({partition}) => partition));
  if (places.size >= 3 && used.size >= 2) {
    const words = [...places].map(([key, partitions]) => `${key} in ${[...partitions].join(' and ')}`);
    return passed(`${orders.length} orders by key, by partition: ${words.join(', ')}.`);
  }

  const noJson = keyed
    .filter((message) => !orders.includes(message))
    .toSorted((left, right) => left.timestamp - right.timestamp)
    .at(-1);
  const notJson =
    noJson &&
    failed('The value of your orders is no JSON.', {
      at: noJson.timestamp,
      expected: '{"id":…,"customer":…,"item":…}',
      observed: noJson.value ?? 'no value',
      why: 'String(order), or an order within a text, gives [object Object]: nothing of it is left. JSON.stringify(order) writes it out. Send them again.',
    });
  const slip = commonMistake(terminals, since, notJson);
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

function isJson(value: string | null): boolean {
  try {
    return typeof JSON.parse(value ?? '') === 'object';
  } catch {
    return false;
  }
}
