import {answered, type CheckContext, defineCheck, failed, underWay, waiting} from 'kafka-lessons/check';
import {acknowledged, missingOf} from './failover/acknowledged.ts';
import {slipOf, withoutZookeeper} from './failover/slip.ts';
import {killedBrokers} from './failover/takeover.ts';

const kinds = ['all', '1', '0'] as const;

export default defineCheck(async (context) => {
  const {cluster, terminals, step} = context;
  const killed = killedBrokers(cluster, step.startedAt).at(-1);
  if (!killed) {
    const without = terminals.finished({since: step.startedAt, output: /lab: (command )?not found/}).at(-1);
    const ownShell =
      without &&
      failed('The script ran in a shell of its own, which has no command `lab`.', {
        expected: '. ./accident.sh',
        at: without.startedAt,
        observed: without.command,
        why: 'The point lets your own shell run the script. Wait until the three producers have ended, then run it so.',
      });
    return (
      slipOf(context, withoutZookeeper(context), ownShell) ?? waiting('The accident has not happened yet.')
    );
  }

  const counts = await Promise.all(kinds.map(async (acks) => count(context, acks)));
  const isAtWork = terminals.running({since: step.startedAt, output: 'Sending for 12 seconds'}).length > 0;
  if (counts.some((entry) => entry === undefined)) {
    if (isAtWork) return underWay('The three producers are still at work.');
    const byHand = failed('A machine died, but not by the accident of this step.', {
      at: killed.at,
      expected: '. ./accident.sh, run to its end',
      observed: `broker-${killed.broker} killed`,
      why: 'The script has three producers send, and tells what became of their messages. Bring all brokers back, wait until they are in sync, and run it.',
    });
    return slipOf(context, byHand) ?? byHand;
  }
  const [all, one, none] = counts.map((entry) => entry ?? {acknowledged: 0, lost: 0});
  const words = kinds
    .map((acks, index) => {
      const {acknowledged: yes, lost} = counts[index] ?? {acknowledged: 0, lost: 0};
      return `acks=${acks}: ${yes} acknowledged, ${lost} of them lost`;
    })
    .join('\n');
  if (all && all.lost > 0) return answered(3, words);
  if (one && one.lost > 0) return answered(2, words);
  if (none && none.lost > 0) return answered(1, words);
  return failed('This time nothing was lost: it was no accident of the kind.', {
    expected: 'a leader that dies while its followers are paused',
    observed: words,
    why: 'The followers had fetched everything in time, or they were given up before the leader died. Bring all brokers back, wait until they are in sync, and run it again.',
  });
});

/** What one of the three producers had acknowledged, and how many of those are not stored. Undefined while it works. */
async function count(
  {cluster, host, step}: CheckContext,
  acks: (typeof kinds)[number],
): Promise<{acknowledged: number; lost: number} | undefined> {
  const topic = `acks-${acks}`;
  const log = (await host('client').readFile(`${topic}.log`)) ?? '';
  if (!/"name":"tool_data"/.test(log)) return undefined;
  const messages = acknowledged(log, topic);
  if (!messages.some(({at}) => at >= step.startedAt)) return undefined;
  const stored = await cluster.messages(topic, {limit: 5000});
  const began = Number(/"timestamp":(\d+),"name":"startup_complete"/.exec(log)?.[1] ?? 0);
  return {acknowledged: messages.length, lost: missingOf(messages, stored, began).length};
}
