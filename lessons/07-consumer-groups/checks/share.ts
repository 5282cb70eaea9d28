import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {commandsSince, hasReadAll, onlyPartition, printedOrders, seatsOf} from './orders/group-orders.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const orders = await cluster.messages('orders');
  const fresh = orders.filter(({timestamp}) => timestamp >= since);
  const group = cluster.group('packers');
  const seats = seatsOf(cluster, group);
  const isSpread = new Set(fresh.map(({partition}) => partition)).size >= 2;
  const isShared = seats.settled && seats.working.length >= 2;
  if (isSpread && isShared) {
    const shares = commandsSince(terminals, since)
      .map((command) => printedOrders(command, fresh).length)
      .filter((count) => count > 0);
    const printed = shares.reduce((sum, count) => sum + count, 0);
    if (shares.length >= 2 && printed === fresh.length) {
      return answered(
        1,
        `Of ${fresh.length} orders one consumer printed ${shares[0]}, another ${shares[1]}.`,
      );
    }
    // Consumers that print nothing in a terminal of the lab tell by their positions.
    if (printed === 0 && hasReadAll(cluster, group))
      return answered(1, `${seats.working.length} members of \`packers\` have read ${fresh.length} orders.`);
    return waiting(`${printed} of ${fresh.length} orders were printed.`);
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const lopsided = onlyPartition(fresh);
  if (lopsided) {
    return failed(`All your orders went to partition ${lopsided.partition}, so one consumer got them all.`, {
      expected: 'orders in both partitions',
      observed: `${fresh.length} orders${lopsided.keyless ? ' without a key' : ''}, all in partition ${lopsided.partition}`,
      why: lopsided.keyless
        ? 'Without a key a producer fills one partition for a while before it takes the next. Start it with both --property, as the step shows.'
        : 'The key decides, and these keys belong to the same one. Send the three orders of the step, or try other cities.',
    });
  }
  if (!isShared) return waiting('`packers` needs two members at work: are the consumers in a and b running?');
  return waiting(fresh.length === 0 ? 'No order was sent yet.' : 'So far, orders lie in one partition only.');
});
