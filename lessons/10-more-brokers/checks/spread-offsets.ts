import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {reassignmentSlip} from './brokers/reassignment-slip.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const partitions = cluster.topic('__consumer_offsets')?.partitions ?? [];
  if (partitions.length === 0) return waiting('There is no topic `__consumer_offsets` yet.');
  const spread = partitions.filter(({replicas, isr}) => replicas.length >= 3 && isr.length >= 3);
  if (spread.length === partitions.length) {
    return passed(
      `All ${partitions.length} partitions of \`__consumer_offsets\` lie on three brokers, in sync.`,
    );
  }

  const since = step.startedAt;
  const slip = commonMistake(terminals, since, reassignmentSlip(terminals, since, 'offsets.json'));
  if (slip) return slip;
  if (spread.length > 0) {
    const missing = partitions.find((partition) => !spread.includes(partition));
    return failed(`${spread.length} of ${partitions.length} partitions are spread, the others are not.`, {
      expected: `three brokers for each of the ${partitions.length}`,
      observed: `partition ${missing?.partition}: in sync on ${missing?.isr.join(', ')}`,
      why: 'Copying takes a moment. If the number stays, the list does not name all of them.',
    });
  }
  return waiting('The positions of groups lie on broker 1 alone.');
});
