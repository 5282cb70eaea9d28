import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {slipOf} from './failover/slip.ts';

export default defineCheck((context) => {
  const {cluster, terminals, step} = context;
  const since = step.startedAt;
  const partition = cluster.topic('payments')?.partitions[0];
  if (!partition) return waiting('There is no topic `payments`.');
  const [preferred] = partition.replicas;
  const elected = cluster.changes({type: 'leader', since}).findLast(({topic}) => topic === 'payments');
  const done = /Successfully completed leader election|Valid replica already elected/;
  const asked = terminals.finished({since, output: done}).length > 0;
  if (partition.leader === preferred && (elected || asked)) {
    const before = elected && elected.from > 0 ? `, before that broker ${elected.from}` : '';
    return passed(
      `Broker ${partition.leader} leads${before}; it stands first in ${partition.replicas.join(', ')}.`,
    );
  }

  const notInSync = terminals
    .finished({since, output: /PREFERRED_LEADER_NOT_AVAILABLE|PreferredLeaderNotAvailable/})
    .at(-1);
  const noPartition = terminals
    .finished({
      since,
      output:
        /Missing required option.*partition|partition.*(must be|is required)|One and only one of the following options/i,
    })
    .at(-1);
  const slip = slipOf(
    context,
    notInSync &&
      failed(`Broker ${preferred}, the preferred one, is not in sync.`, {
        at: notInSync.startedAt,
        expected: `in sync: ${partition.replicas.join(', ')}`,
        observed: `in sync: ${partition.isr.join(', ')}`,
        why: 'Only a copy that is up to date may lead, else messages would be lost. Bring it back first.',
      }),
    noPartition &&
      failed('The command was not told which partition.', {
        at: noPartition.startedAt,
        expected: '--topic payments --partition 0',
        observed: 'a missing option',
        why: 'Each partition has a leader of its own, so each is elected by itself.',
      }),
  );
  if (slip) return slip;
  return waiting(`Broker ${partition.leader} leads; broker ${preferred} stands first in the list.`);
});
