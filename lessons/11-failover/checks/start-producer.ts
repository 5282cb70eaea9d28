import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {acknowledged, producerRuns} from './failover/acknowledged.ts';
import {slipOf} from './failover/slip.ts';

export default defineCheck((context) => {
  const {cluster, terminals} = context;
  const run = producerRuns(terminals, 'payments').at(-1);
  const partition = cluster.topic('payments')?.partitions[0];
  if (run && run.endedAt === undefined) {
    const {length} = acknowledged(run.output, 'payments');
    return passed(
      `${length} messages acknowledged; broker ${partition?.leader} leads, in sync: ${partition?.isr.join(', ')}.`,
    );
  }

  const [wrong] = terminals
    .running({output: 'producer_send_success'})
    .map(({output}) => /"topic":"([^"]*)"/.exec(output)?.[1]);
  if (wrong !== undefined) {
    return failed(`The producer sends to the topic \`${wrong}\`.`, {
      expected: '--topic payments',
      observed: `--topic ${wrong}`,
      why: 'A topic that is named and not there is made, with one copy. Stop it with Ctrl-C and mend the name.',
    });
  }
  const slip = slipOf(context);
  if (slip) return slip;
  if (run) {
    return failed('The producer has ended.', {
      expected: 'a producer that runs in its tab',
      observed: `it ended with exit code ${run.exitCode}`,
      why: 'The next step needs it to be sending. Start it again, and leave that tab alone.',
    });
  }
  return waiting('No message for `payments` was acknowledged yet.');
});
