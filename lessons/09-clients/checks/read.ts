import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {eachMessageError} from './parts/each-message-error.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const orders = await cluster.messages('orders');
  const values = orders.flatMap(({value}) => value ?? []);
  const group = cluster.group('shipping');
  const positions = group?.positions.filter(({topic}) => topic === 'orders') ?? [];
  const read = positions.reduce((sum, {offset}) => sum + offset, 0);
  const ends = cluster.topic('orders')?.partitions.filter(({nextOffset}) => nextOffset > 0) ?? [];
  const unread = ends.filter(
    ({partition, nextOffset}) =>
      !positions.some((position) => position.partition === partition && position.offset >= nextOffset),
  );
  const programs = [...terminals.finished({since}), ...terminals.running({since})].sort(
    (left, right) => left.startedAt - right.startedAt,
  );
  const output = programs.map((program) => program.output).join('\n');
  const printed = values.filter((value) => output.includes(value)).length;
  if (read > 0 && unread.length === 0 && printed > 0) {
    return passed(
      `\`shipping\` has read all ${orders.length} messages of \`orders\`, and its position is written down.`,
    );
  }

  const last = programs.at(-1);
  const thrown = eachMessageError(last?.output ?? '');
  const failing =
    last &&
    thrown !== undefined &&
    failed('Your eachMessage fails, so its message is read again and again.', {
      at: last.startedAt,
      expected: 'an eachMessage that ends without an error',
      observed: thrown,
      why: 'An error in eachMessage takes the consumer back to the position that was written down last. Mend it, or catch the error.',
    });
  const slip = commonMistake(terminals, since, failing || undefined);
  if (slip) return slip;
  if (read > 0 && unread.length === 0) {
    return failed('Your group has read everything, and none of it was printed here.', {
      expected: 'a line for each message, such as: read {…}',
      observed: `a position behind all ${orders.length} messages`,
      why: 'The position is written down already, so these messages do not come again. Let your consumer print what it reads, start it, and send new orders: node producer.ts in the tab workspace.',
    });
  }
  const others = cluster.groups.filter(
    ({name, positions: theirs}) => name !== 'shipping' && theirs.length > 0,
  );
  const [other] = others.filter(({name}) => name.startsWith('shipping'));
  if (other) {
    return failed('Your consumer reads under another name.', {
      expected: 'a group `shipping`, at every start',
      observed: `a group \`${other.name}\``,
      why: 'Under a new name nobody finds a position again: each start would read everything once more.',
    });
  }
  if (
    group &&
    group.members.length > 0 &&
    read === 0 &&
    terminals.running({since, host: 'workspace'}).length > 0
  ) {
    return failed('Your consumer has a seat and has read nothing so far.', {
      expected: `the ${orders.length} messages that are there`,
      observed: 'a group without a position',
      why: 'Without fromBeginning: true it waits for what is still to come. Ctrl-C, and add it.',
    });
  }
  return waiting(
    read > 0
      ? `\`shipping\` reads; of ${unread.length} partitions something is left.`
      : 'Nobody in the group `shipping` has read yet.',
  );
});
