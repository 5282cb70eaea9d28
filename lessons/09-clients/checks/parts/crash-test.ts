import type {CheckContext, Cluster, Message, Verdict} from 'kafka-lessons/check';
import {failed, waiting} from 'kafka-lessons/check';
import {untilCluster} from './until-cluster.ts';

export interface CrashTest {
  /** The orders that were sent for the test, and what came of them in `shipped`. */
  readonly orders: readonly string[];
  readonly shipped: readonly Message[];
}

/**
 * Sends new orders, kills the consumer with SIGKILL in the middle of its work, starts it again and waits until the
 * group has read everything. Gives what was shipped meanwhile, or a verdict where it does not come so far.
 */
export async function crashTest({cluster, host, terminals}: CheckContext): Promise<CrashTest | Verdict> {
  if (terminals.running({host: 'workspace'}).length > 0)
    return waiting('A program of yours runs: end it with Ctrl-C, then this check runs consumer.ts itself.');
  const before = await cluster.messages('shipped');
  const known = new Set((await cluster.messages('orders')).map(place));
  const sending = await host('workspace').run('node producer.ts');
  const {output, exitCode} = await sending.ended;
  const orders = (await cluster.messages('orders')).filter((message) => !known.has(place(message)));
  const ids = orders.flatMap(({value}) => value ?? []);
  if (ids.length < 2) {
    return failed('Your producer.ts, which is to send the orders for this test, sends none.', {
      expected: 'six new orders in `orders`',
      observed: `${ids.length} new messages, exit code ${exitCode ?? 'none'}: ${output.slice(-200)}`,
      why: 'Bring it back to what it was in the step “Sent twice, stored once”.',
    });
  }

  const news = async () => (await cluster.messages('shipped')).slice(before.length);
  const first = await host('workspace').run('node consumer.ts', {timeLimit: 40_000});
  let hasEnded = false;
  void first.ended.then(() => {
    hasEnded = true;
  });
  await untilCluster(
    cluster,
    async (now) =>
      hasEnded || unfinished.test(first.output) || (await news()).some(isOf(ids)) || hasReadAll(now),
    15_000,
  );
  if (unfinished.test(first.output)) {
    return failed('Your consumer begins a second transaction while the first one is still open.', {
      expected: 'a transaction for each order, committed when all of it is in',
      observed: unfinished.exec(first.output)?.[0] ?? '',
      why: 'Without await transaction.commit() nobody who reads committed messages gets to see what was shipped.',
    });
  }
  if (!(await news()).some(isOf(ids))) {
    return waiting(
      `consumer.ts has shipped none of the ${ids.length} new orders. It said: ${first.output.slice(-300)}`,
    );
  }
  await first.kill('SIGKILL');
  await first.ended;
  const second = await host('workspace').run('node consumer.ts', {timeLimit: 40_000});
  const isDone = await untilCluster(cluster, (now) => hasReadAll(now), 25_000);
  await second.kill('SIGTERM');
  // What it has in hand it may finish.
  await Promise.race([second.ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
  if (!isDone) {
    return failed('Your consumer did not get to the end of `orders` after it was started again.', {
      expected: 'a position behind the last order',
      observed: `not within 25 s. It said: ${second.output.slice(-300)}`,
      why: 'Either nothing writes the position down, or an error in eachMessage leads back to the same order again and again.',
    });
  }
  return {orders: ids, shipped: (await news()).filter(isOf(ids))};
}

/** What kafkajs says of a transaction that was never brought to an end. */
const unfinished = /[^"]*ongoing transaction[^"]*/;

export function isVerdict(result: CrashTest | Verdict): result is Verdict {
  return 'type' in result;
}

/** How often each order was shipped, in words that fit a verdict. */
export function count({orders, shipped}: CrashTest): {
  readonly lost: readonly string[];
  readonly twice: readonly string[];
} {
  const times = (order: string) => shipped.filter(({value}) => value === order).length;
  return {
    lost: orders.filter((order) => times(order) === 0),
    twice: orders.filter((order) => times(order) > 1),
  };
}

function hasReadAll(cluster: Cluster): boolean {
  const positions = cluster.group('shipping')?.positions.filter(({topic}) => topic === 'orders') ?? [];
  const ends = cluster.topic('orders')?.partitions.filter(({nextOffset}) => nextOffset > 0) ?? [];
  return ends.every(({partition, nextOffset}) =>
    positions.some((position) => position.partition === partition && position.offset >= nextOffset),
  );
}

function isOf(orders: readonly string[]): (message: Message) => boolean {
  return ({value}) => value !== null && orders.includes(value);
}

function place({partition, offset}: Message): string {
  return `${partition}/${offset}`;
}
