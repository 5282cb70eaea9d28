import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {reassignmentSlip} from './brokers/reassignment-slip.ts';

export default defineCheck(({terminals, step}) => {
  const since = step.startedAt;
  if (terminals.finished({since, output: /^Reassignment of partition test-0 is completed/m}).length > 0)
    return passed('The cluster said: reassignment of partition test-0 is completed.');

  const slip = commonMistake(terminals, since, reassignmentSlip(terminals, since, 'test.json', 'verify'));
  if (slip) return slip;
  const still = terminals
    .finished({since, output: /is still in progress|There is no active reassignment/})
    .at(-1);
  if (still) {
    return failed('The cluster does not call it completed.', {
      expected: 'Reassignment of partition test-0 is completed.',
      observed:
        still.output.split('\n').find((line) => /reassignment/i.test(line) && !/^Status/.test(line)) ?? '',
      why: 'Still copying? Ask again. Does the file say something else than the cluster? Carry it out first.',
    });
  }
  return waiting('No answer to --verify was seen in a terminal yet.');
});
