import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {acknowledged, producerRuns} from './failover/acknowledged.ts';
import {slipOf} from './failover/slip.ts';

export default defineCheck((context) => {
  const {cluster, terminals} = context;
  const run = producerRuns(terminals, 'payments').at(-1);
  const partition = cluster.topic('payments')?.partitions[0];
  if (run && run.endedAt === undefined && !isImpatient(run.command)) {
    const {length} = acknowledged(run.output, 'payments');
    return passed(
      `${length} messages acknowledged; broker ${partition?.leader} leads, in sync: ${partition?.isr.join(', ')}.`,
    );
  }

  const elsewhere = terminals
    .running({output: 'producer_send_success'})
    .map((command) => ({command, topic: /"topic":"([^"]*)"/.exec(command.output)?.[1]}))
    .at(-1);
  const wrong =
    elsewhere?.topic !== undefined && elsewhere.topic !== 'payments'
      ? failed(`The producer sends to the topic \`${elsewhere.topic}\`.`, {
          at: elsewhere.command.startedAt,
          expected: '--topic payments',
          observed: `--topic ${elsewhere.topic}`,
          why: 'A topic that is named and not there is made, with one copy. Stop it with Ctrl-C and correct the name.',
        })
      : undefined;
  const impatient =
    run && run.endedAt === undefined && isImpatient(run.command)
      ? failed('The producer runs without its file, and would give up each message at the first failure.', {
          at: run.startedAt,
          expected: '--producer.config config/producer.properties',
          observed: run.command,
          why: 'kafka-verifiable-producer.sh tries nothing twice unless its file says so, as other producers do by themselves. Stop it with Ctrl-C, and add the option.',
        })
      : undefined;
  const slip = slipOf(context, wrong, impatient);
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

/** Without its file the producer gives up a message at the first failure, and the next step has many. */
function isImpatient(command: string): boolean {
  return /verifiable-producer/.test(command) && !/--producer\.config/.test(command);
}
