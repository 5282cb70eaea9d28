import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {lagOf} from './orders/group-orders.ts';
import {resetAnswers} from './orders/groups-table.ts';
import {strangeGroup} from './orders/strange-group.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const group = cluster.group('packers');
  const positions = (group?.positions ?? []).filter(({topic}) => topic === 'orders');
  const partitions = cluster.topic('orders')?.partitions ?? [];
  const isBack = partitions.every(({partition, firstOffset}) =>
    positions.some((position) => position.partition === partition && position.offset === firstOffset),
  );
  if (partitions.length > 0 && isBack)
    return passed(`\`packers\` is at the earliest order of each partition: a lag of ${lagOf(group)}.`);

  const last = resetAnswers(terminals.finished({since: step.startedAt})).at(-1);
  const refused =
    last?.type === 'refused'
      ? failed('Somebody of `packers` is at work, so nothing was set back.', {
          expected: 'a group `packers` without members',
          at: last.at,
          observed: last.words,
          why: 'Press Ctrl-C in the tab where a packer runs, then ask again.',
        })
      : undefined;
  const slip = commonMistake(terminals, step.startedAt, strangeGroup(last), refused);
  if (slip) return slip;
  if (!last) return waiting('The positions of `packers` are where they were.');
  return failed('The positions of `packers` have not gone back to the earliest orders.', {
    expected: 'the earliest offset in both partitions',
    observed: positions.map(({partition, offset}) => `partition ${partition}: offset ${offset}`).join(', '),
    why:
      last.type === 'planned'
        ? 'Without --execute it is only a dry run. Add it.'
        : 'It takes --to-earliest, the whole topic, and --execute.',
  });
});
