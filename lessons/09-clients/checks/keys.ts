import {commonMistake, defineCheck, failed, type Message, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const sent = (await cluster.messages('orders')).filter(({timestamp}) => timestamp >= since);
  const keyed = sent.filter(({key}) => key !== null && key !== '');
  const json = keyed.filter(({value}) => orderOf(value) !== undefined);
  const orders = json.filter(({key, value}) => {
    const {customer} = orderOf(value) ?? {};
    return customer === undefined || customer === key;
  });
  const places = new Map<string, Set<number>>();
  for (const {key, partition} of orders)
    places.set(key ?? '', (places.get(key ?? '') ?? new Set<number>()).add(partition));
  const used = new Set(orders.map(({partition}) => partition));
  if (places.size >= 3 && used.size >= 2) {
    const words = [...places].map(
      ([key, partitions]) => `${key} in ${new Intl.ListFormat('en-GB').format([...partitions].map(String))}`,
    );
    return passed(`${orders.length} orders by key, by partition: ${words.join(', ')}.`);
  }

  const noJson = newest(keyed.filter((message) => !json.includes(message)));
  const notJson =
    noJson &&
    failed('The value of your orders is no JSON.', {
      at: noJson.timestamp,
      expected: '{"id":…,"customer":…,"item":…}',
      observed: noJson.value ?? 'no value',
      why: 'String(order), or an order within a text, gives [object Object]: nothing of it is left. JSON.stringify(order) writes it out. Send them again.',
    });
  const other = newest(json.filter((message) => !orders.includes(message)));
  const otherKey =
    other &&
    failed('The key of your orders is not the customer.', {
      at: other.timestamp,
      expected: `the key ${orderOf(other.value)?.customer}`,
      observed: `the key ${other.key}, of the order ${other.value}`,
      why: 'Whatever has the same key stays in order. With another key for each order, those of one customer go to several partitions: key: order.customer.',
    });
  const slip = commonMistake(terminals, since, notJson, otherKey);
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

function newest(messages: readonly Message[]): Message | undefined {
  return messages.toSorted((left, right) => left.timestamp - right.timestamp).at(-1);
}

/** The order a message holds as JSON; undefined where it holds something else. */
function orderOf(value: string | null): {readonly customer?: unknown} | undefined {
  try {
    const order: unknown = JSON.parse(value ?? '');
    return typeof order === 'object' && order !== null ? order : undefined;
  } catch {
    return undefined;
  }
}
