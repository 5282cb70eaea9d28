import {
  answered,
  type CommandRecord,
  commonMistake,
  defineCheck,
  failed,
  type Message,
  waiting,
} from 'kafka-lessons/check';
import {commandsSince, hasReadAll, onlyPartition, printedOrders, seatsOf} from './orders/group-orders.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const orders = await cluster.messages('orders');
  const fresh = orders.filter(({timestamp}) => timestamp >= since);
  const group = cluster.group('packers');
  const seats = seatsOf(cluster, group);
  const isSpread = new Set(fresh.map(({partition}) => partition)).size >= 2;
  // Ids of members that were there once and went.
  const leftAt = cluster
    .changes({type: 'members', since})
    .filter((change) => change.group === 'packers' && change.from.some((id) => !change.to.includes(id)))
    .at(-1)?.at;

  if (leftAt !== undefined && seats.settled && seats.idle.length === 0 && isSpread) {
    const running = terminals.running({host: 'client'}).filter(({output}) => !/^>/m.test(output));
    const printers = running.filter((command) => printedOrders(command, fresh).length > 0);
    const heir = printers.find((command) => printedOnlyNew(command, orders, since));
    if (heir) {
      const {length} = printedOrders(heir, fresh);
      return answered(
        2,
        `A consumer that had no partition before printed ${length} of the ${fresh.length} new orders, and none of the old.`,
      );
    }
    const stopped = commandsSince(terminals, since).filter(
      ({endedAt, output}) => endedAt !== undefined && /Processed a total of 0 messages$/m.test(output),
    );
    const slip = commonMistake(terminals, since);
    if (slip) return slip;
    if (stopped.length > 0 && printers.length >= 2) {
      return failed('You stopped the one that had no partition, so there was nothing to take over.', {
        expected: 'one of the members at work stopped',
        observed: 'a consumer that has processed 0 messages was stopped',
        why: 'Start it again, then stop one that has printed orders, and send a few more.',
      });
    }
    const afterwards = fresh.filter(({timestamp}) => timestamp >= leftAt);
    if (hasReadAll(cluster, group)) {
      // Consumers that print nothing in a terminal of the lab tell by their positions.
      if (printers.length === 0) {
        return answered(
          2,
          `${seats.working.length} members of \`packers\` have read all ${fresh.length} new orders.`,
        );
      }
      if (afterwards.length > 0) {
        const [reader] = printers;
        return answered(
          2,
          `A member has left, and of the ${afterwards.length} orders since then the others have read all${reader ? '' : ' that came'}.`,
        );
      }
      return failed('The new orders were read before a member went.', {
        expected: 'orders that come when somebody has left the group',
        observed: 'none since then',
        why: 'Its partition has another reader already: send the two orders once more and see which.',
      });
    }
    return waiting('Not all of the new orders have been read by the group yet.');
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (seats.idle.length > 0 && fresh.length > 0) {
    return failed('Nobody has left the group: three members are still there.', {
      expected: 'a member at work stopped, then orders',
      observed: `${seats.working.length + seats.idle.length} members, and new orders`,
      why: 'Press Ctrl-C in the tab b, then send a few orders more.',
    });
  }
  const lopsided = onlyPartition(fresh);
  if (lopsided) {
    return failed(`All new orders went to partition ${lopsided.partition}.`, {
      expected: 'orders in both partitions',
      observed: `${fresh.length} orders, all in partition ${lopsided.partition}`,
      why: 'It is the other partition, too, that has another reader now. Send the two orders of the step.',
    });
  }
  if ((group?.members.length ?? 0) === 0)
    return waiting('`packers` has no member: start the consumers in a, b and c again, then stop b.');
  return waiting(
    seats.idle.length > 0
      ? 'Nobody has left the group yet.'
      : 'No orders in both partitions were sent since then.',
  );
});

/** True where nothing was printed more often than it was sent since a moment. */
function printedOnlyNew(command: CommandRecord, orders: readonly Message[], since: number): boolean {
  const printed = printedOrders(command, orders);
  return orders.every(
    ({value}) =>
      printed.filter((line) => line === value).length <=
      orders.filter((order) => order.value === value && order.timestamp >= since).length,
  );
}
