import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {reassignmentSlip} from './brokers/reassignment-slip.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const [partition] = cluster.topic('test')?.partitions ?? [];
  if (!partition) return waiting('There is no topic `test`.');
  const {replicas, isr, leader} = partition;
  if (replicas.length >= 3 && isr.length >= 3) {
    return passed(
      `\`test\` lies on brokers ${replicas.join(', ')}, in sync on all of them; broker ${leader} leads.`,
    );
  }

  const since = step.startedAt;
  const slip = commonMistake(terminals, since, reassignmentSlip(terminals, since, 'test.json'));
  if (slip) return slip;
  if (replicas.length > 1 || replicas[0] !== 1) {
    return failed(`\`test\` has moved, but it does not lie on three brokers.`, {
      expected: 'replicas on brokers 1, 2 and 3',
      observed: `replicas on ${replicas.join(', ')}, in sync on ${isr.join(', ')}`,
      why: 'The list behind "replicas" names every broker that is to have a copy.',
    });
  }
  return waiting('`test` lies on broker 1 alone.');
});
