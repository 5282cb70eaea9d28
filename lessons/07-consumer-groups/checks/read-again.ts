import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {commandsSince, hasReadAll, lagOf, printedOrders} from './orders/group-orders.ts';
import {resetAnswers} from './orders/groups-table.ts';
import {wrongGroup} from './orders/wrong-group.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const orders = await cluster.messages('orders');
  const group = cluster.group('packers');
  const printed = commandsSince(terminals, since)
    .filter(({startedAt}) => startedAt >= since)
    .map((command) => printedOrders(command, orders).length);
  const isAtWork = (group?.members.length ?? 0) > 0;
  const most = Math.max(0, ...printed);
  if (most >= orders.length && orders.length > 0 && (isAtWork || hasReadAll(cluster, group))) {
    return answered(
      0,
      `A packer printed ${most} orders; \`accounts\` has a lag of ${lagOf(cluster.group('accounts'))}.`,
    );
  }
  // A consumer that prints nothing in a terminal of the lab tells by its positions, which were 0, unless they were set.
  const hasJoined = cluster
    .changes({type: 'members', since})
    .some((change) => change.group === 'packers' && change.to.length > change.from.length);
  const wasSet = resetAnswers(terminals.finished({since})).some(({type}) => type === 'shown');
  if (most === 0 && orders.length > 0 && hasJoined && !wasSet && hasReadAll(cluster, group))
    return answered(0, `\`packers\` has read all ${orders.length} orders, from offset 0 on.`);

  const found =
    commonMistake(terminals, since) ??
    wrongGroup(cluster, terminals, {group: 'packers', others: ['accounts'], since});
  if (found) return found;
  if (isAtWork && printed.some((count) => count > 0)) {
    return failed('Your packer did not print all orders.', {
      expected: `all ${orders.length} orders`,
      observed: `${most} of them`,
      why: 'It began somewhere else, or shares with another member. Stop all packers, set the positions back to the earliest with --execute, and start one.',
    });
  }
  return waiting('No packer has read the orders again yet.');
});
