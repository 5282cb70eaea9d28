import type {CheckContext, Cluster, Message, RunningProgram, Verdict} from 'kafka-lessons/check';
import {errorLine, failed, waiting} from 'kafka-lessons/check';
import {eachMessageError} from './each-message-error.ts';
import {allowShipping} from './shipping.ts';

export interface CrashTest {
  /** Whether there was work left when the consumer was killed. */
  readonly inTheMiddle: boolean;
  /** The orders that were sent for the test, and what came of them in `shipped`. */
  readonly orders: readonly string[];
  readonly shipped: readonly Message[];
}

/**
 * Sends new orders, kills the consumer with SIGKILL in the middle of its work, where an order is shipped and its
 * position not yet written down, or the other way round, starts it again and waits until the group has read
 * everything. Gives what was shipped meanwhile, or a verdict where it does not come so far.
 */
export async function crashTest(context: CheckContext): Promise<CrashTest | Verdict> {
  const result = await crashOnce(context);
  if (isVerdict(result) || result.inTheMiddle || count(result).lost.length > 0) return result;
  // On a busy machine all work may be done before anybody has looked: that kill tells nothing.
  return crashOnce(context);
}

async function crashOnce(context: CheckContext): Promise<CrashTest | Verdict> {
  const {cluster, host} = context;
  if (context.terminals.running({host: 'workspace'}).length > 0)
    return waiting('A program of yours runs: end it with Ctrl-C, then this check runs consumer.ts itself.');
  await allowShipping(context);
  const before = await cluster.messages('shipped');
  const sent = await sendOrders(context);
  if ('type' in sent) return sent;
  const {ids} = sent;
  const news = async () => (await cluster.messages('shipped')).slice(before.length).filter(isOf(ids));

  const first = await host('workspace').run('node consumer.ts', {timeLimit: 40_000});
  let hasEnded = false;
  void first.ended.then(() => {
    hasEnded = true;
  });
  await cluster.until(async () => {
    const shipped = await news();
    const now = await cluster.again();
    return (
      hasEnded ||
      unfinished.test(first.output) ||
      eachMessageError(first.output) !== undefined ||
      hasReadAll(now) ||
      shipped.some(({value}) =>
        sent.orders.some((order) => order.value === value && !isWrittenDown(order, now)),
      ) ||
      // In a transaction message and position are there at once: then after the first of them.
      shipped.some(({inTransaction}) => inTransaction) ||
      writtenTooEarly(sent.orders, now, await news()).length > 0
    );
  }, 15_000);
  const slip = await whyNothing(first, hasEnded, sent, await news(), await cluster.again());
  if (slip) return slip;
  await first.kill('SIGKILL');
  await first.ended;
  const inTheMiddle = !hasReadAll(await cluster.again());
  const second = await host('workspace').run('node consumer.ts', {timeLimit: 40_000});
  const isDone = await cluster.until((now) => hasReadAll(now), 25_000);
  await second.kill('SIGTERM');
  // What it has in hand it may finish.
  await Promise.race([second.ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
  if (!isDone) {
    return failed('Your consumer did not get to the end of `orders` after it was started again.', {
      expected: 'a position behind the last order',
      observed: `not within 25 s. It said: ${ownWords(second.output)}`,
      why: 'Either nothing writes the position down, or an error in eachMessage leads back to the same order again and again.',
    });
  }
  return {orders: ids, shipped: await news(), inTheMiddle};
}

export interface SentOrders {
  readonly orders: readonly Message[];
  readonly ids: readonly string[];
}

/** New orders, sent by the learner's own producer. */
export async function sendOrders({cluster, host}: CheckContext): Promise<SentOrders | Verdict> {
  const known = new Set((await cluster.messages('orders')).map(place));
  const sending = await host('workspace').run('node producer.ts');
  const {output, exitCode} = await sending.ended;
  const orders = (await cluster.messages('orders')).filter((message) => !known.has(place(message)));
  const ids = orders.flatMap(({value}) => value ?? []);
  if (ids.length >= 2) return {orders, ids};
  return failed('Your producer.ts, which is to send the orders for this test, sends none.', {
    expected: 'six new orders in `orders`',
    observed: errorLine(output) ?? `${ids.length} new messages, exit code ${exitCode ?? 'none'}`,
    why: 'Bring it back to what it was in the step “Sent twice, stored once”.',
  });
}

/** Why a consumer that was given 15 seconds has not shipped an order; undefined where it has. */
async function whyNothing(
  {output}: RunningProgram,
  hasEnded: boolean,
  {ids, orders}: SentOrders,
  shipped: readonly Message[],
  now: Cluster,
): Promise<Verdict | undefined> {
  if (unfinished.test(output)) {
    return failed('Your consumer begins a second transaction while the first one is still open.', {
      expected: 'a transaction for each order, committed when all of it is in',
      observed: unfinished.exec(output)?.[0] ?? '',
      why: 'Without await transaction.commit() nobody who reads committed messages gets to see what was shipped.',
    });
  }
  if (shipped.length > 0 || (!hasReadAll(now) && writtenTooEarly(orders, now, shipped).length > 0))
    return undefined;
  if (hasEnded) return endedByItself(output);
  const thrown = eachMessageError(output);
  if (thrown !== undefined) {
    return failed('Your eachMessage fails, so its message is read again and again.', {
      expected: 'an eachMessage that ends without an error',
      observed: thrown,
      why: 'An error in eachMessage takes the consumer back to the position that was written down last. Correct it, save, and the check runs again.',
    });
  }
  if (hasReadAll(now)) {
    return failed(`All ${ids.length} orders were read, and none was shipped: they are lost.`, {
      expected: 'a message in `shipped` for each order, and its position only after that',
      observed: 'a position behind the last order, and nothing new in `shipped`',
      why: 'Either nothing is sent to `shipped`, or it is sent without await: then eachMessage is over, and the position written down, before the work is done.',
    });
  }
  if ((now.group('shipping')?.members.length ?? 0) === 0) {
    return failed('Your consumer runs and takes no seat in `shipping`.', {
      expected: 'a member of `shipping` within 15 s',
      observed: `a program that runs. It said: ${ownWords(output)}`,
      why: 'Does it wait for something before `consumer.run`, or go round in a loop? Run it yourself in the tab consumer and look.',
    });
  }
  return failed('Your consumer has its seat, and ships nothing.', {
    expected: `the ${ids.length} new orders in \`shipped\``,
    observed: `none within 15 s. It said: ${ownWords(output)}`,
    why: 'Is the topic of `producer.send` called shipped, and is the work done within a second or so?',
  });
}

/** A consumer that was to run on and has ended. */
export function endedByItself(output: string): Verdict {
  const line = errorLine(output);
  const [, file, number] = /([\w.-]+\.[cm]?[jt]s):(\d+)/.exec(output) ?? [];
  return failed(
    line === undefined
      ? 'Your consumer.ts ends by itself.'
      : `Your consumer.ts ended with an error${file === undefined ? '' : `, in ${file} at line ${number}`}.`,
    {
      expected: 'a consumer that runs until it is told to end',
      observed: line ?? `it said: ${ownWords(output)}`,
      why:
        line === undefined
          ? 'Nothing keeps it alive: `consumer.run` is missing, or it is told to disconnect at once.'
          : 'Those are its own words. Correct it, save, and the check runs again.',
    },
  );
}

export function ownWords(output: string): string {
  return output.trim() === '' ? 'nothing' : output.trim().slice(-300);
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

export function hasReadAll(cluster: Cluster): boolean {
  const positions = cluster.group('shipping')?.positions.filter(({topic}) => topic === 'orders') ?? [];
  const ends = cluster.topic('orders')?.partitions.filter(({nextOffset}) => nextOffset > 0) ?? [];
  return ends.every(({partition, nextOffset}) =>
    positions.some((position) => position.partition === partition && position.offset >= nextOffset),
  );
}

function isWrittenDown({partition, offset}: Message, now: Cluster): boolean {
  const positions = now.group('shipping')?.positions ?? [];
  return positions.some(
    (position) => position.topic === 'orders' && position.partition === partition && position.offset > offset,
  );
}

/** Orders whose position was written down although they are not among what was shipped, which was read after that. */
export function writtenTooEarly(
  orders: readonly Message[],
  now: Cluster,
  shipped: readonly Message[],
): readonly Message[] {
  return orders.filter(
    (order) => isWrittenDown(order, now) && !shipped.some(({value}) => value === order.value),
  );
}

function isOf(orders: readonly string[]): (message: Message) => boolean {
  return ({value}) => value !== null && orders.includes(value);
}

function place({partition, offset}: Message): string {
  return `${partition}/${offset}`;
}
