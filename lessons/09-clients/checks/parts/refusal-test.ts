import {type CheckContext, errorLine, failed, type Verdict, waiting} from 'kafka-lessons/check';
import {hasReadAll, type SentOrders, sendOrders, writtenTooEarly} from './crash-test.ts';
import {eachMessageError} from './each-message-error.ts';
import {allowShipping, refuseShipping} from './shipping.ts';

/**
 * Sends new orders while the broker refuses what is sent to `shipped`, and looks whether the consumer writes positions
 * down all the same: whoever does not wait for the work would lose every order. Undefined where it does not.
 */
export async function refusalTest(context: CheckContext): Promise<Verdict | undefined> {
  const {cluster, host} = context;
  if (!(await refuseShipping(context)))
    return waiting('The topic `shipped` is not there, or broker 1 does not answer.');
  try {
    const sent = await sendOrders(context);
    if ('type' in sent) return sent;
    const consumer = await host('workspace').run('node consumer.ts', {timeLimit: 30_000});
    let hasEnded = false;
    void consumer.ended.then(() => {
      hasEnded = true;
    });
    await cluster.until((now) => hasEnded || hasReadAll(now), 6000);
    const endedByItself = hasEnded;
    await consumer.kill('SIGKILL');
    const {output} = await consumer.ended;
    const lost = writtenTooEarly(sent.orders, await cluster.again(), await cluster.messages('shipped'));
    if (lost.length > 0) return tellLost(lost.length, sent);
    // What eachMessage throws leaves the position where it is, whether the program lives on or not.
    const isAwaited = eachMessageError(output) !== undefined;
    return !endedByItself || isAwaited ? undefined : diedOfIt(output);
  } finally {
    await allowShipping(context);
  }
}

function tellLost(lost: number, {ids}: SentOrders): Verdict {
  return failed(
    `While nothing could be shipped, your consumer wrote down that ${lost} of ${ids.length} orders are done: they are lost.`,
    {
      expected: 'a position that stays where it is until the order is in `shipped`',
      observed: 'a position behind orders that are not in `shipped`',
      why: 'eachMessage is over before the work is. Put await in front of wait(…) and of producer.send(…), and start no work in it that nobody waits for.',
    },
  );
}

/** An error that nobody waits for ends the whole program. */
function diedOfIt(output: string): Verdict {
  return failed('The broker refused an order that was to be shipped, and your consumer died of it.', {
    expected: 'an error within eachMessage, which leaves the position where it is',
    observed: errorLine(output) ?? 'a program that ended',
    why: 'Nobody waits for producer.send(…): put await in front of it, and start no work in eachMessage that nobody waits for.',
  });
}
