import {answered, type CommandRecord, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {commandsSince, hasReadAll, printedOrders, seatsOf} from './orders/group-orders.ts';
import {wrongGroup} from './orders/wrong-group.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const orders = await cluster.messages('orders');
  const group = cluster.group('accounts');
  const printed = commandsSince(terminals, since)
    .filter(({startedAt, output}) => startedAt >= since && !/^>/m.test(output))
    .map((command) => ({command, count: printedOrders(command, orders).length}));
  const isFull = printed.some(
    ({command, count}) => /\baccounts\b/.test(command.command) && count >= orders.length,
  );
  // A consumer that printed nothing may have begun at the end: its group is there, too, without having read. One whose
  // output goes elsewhere tells by its positions.
  const isSilent = printed.some(({command, count}) => count === 0 && isShownHere(command));
  if (group && orders.length > 0 && (isFull || (!isSilent && hasReadAll(cluster, group)))) {
    return answered(
      1,
      `\`accounts\` has read all ${orders.length} orders, which \`packers\` had read before.`,
    );
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const joined = terminals.running({since, host: 'client'}).length > 0 && !group;
  if (joined && (cluster.group('packers')?.members.length ?? 0) > 2) {
    return failed('Your new consumer has joined the packers.', {
      expected: 'a consumer in a group `accounts`',
      observed: `${cluster.group('packers')?.members.length} members in \`packers\``,
      why: 'Members of one group share; only another group gets everything. Stop it with Ctrl-C and start it with --group accounts.',
    });
  }
  const wrong = wrongGroup(cluster, terminals, {group: 'accounts', others: ['packers'], since});
  if (wrong) return wrong;
  const hasEnded = (group?.members.length ?? 0) === 0;
  if (isSilent && group && (hasEnded || seatsOf(cluster, group).settled)) {
    return failed(
      hasEnded
        ? 'The consumer of `accounts` has ended without printing an order.'
        : 'The consumer of `accounts` waits in silence for new orders.',
      {
        expected: `all ${orders.length} orders`,
        observed: 'a consumer that has printed none of them',
        why: 'Without --from-beginning a new group begins at the end, and that position is kept. End the consumer (Ctrl-C), then in client: bin/kafka-consumer-groups.sh --delete --group accounts --bootstrap-server localhost:9092. Then once more.',
      },
    );
  }
  return waiting('Nobody in a group `accounts` has read the orders yet.');
});

/** A console consumer whose messages come to its terminal, or to nobody. */
function isShownHere({command}: CommandRecord): boolean {
  return /console-consumer/.test(command) && !/[>|]/.test(command);
}
