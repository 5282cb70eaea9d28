import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {input, output} from './counts/counts.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const [from, to] = [cluster.topic(input), cluster.topic(output)];
  const partitions = from?.partitions.length ?? 0;
  const policy = to?.configs['cleanup.policy'] ?? 'delete';
  if (partitions >= 2 && policy.includes('compact'))
    return passed(`\`${input}\` has ${partitions} partitions, \`${output}\` is compacted.`);
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (from && partitions < 2) {
    return failed(`\`${input}\` has one partition.`, {
      expected: '2 partitions',
      observed: `${partitions}`,
      why: 'Two programs cannot share a single one. --alter --topic … --partitions 2 adds one.',
    });
  }
  if (to && !policy.includes('compact')) {
    return failed(`\`${output}\` is not compacted.`, {
      expected: 'cleanup.policy=compact',
      observed: `cleanup.policy=${policy}`,
      why: 'Remove the topic (--delete --topic …) and create it with --config cleanup.policy=compact.',
    });
  }
  return waiting(`${from ? 'One' : 'None'} of the two topics is there.`);
});
