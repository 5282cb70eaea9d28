import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {acknowledged, missingOf, producerRuns, runAt} from './failover/acknowledged.ts';
import {lastTakeover} from './failover/takeover.ts';

export default defineCheck(async ({cluster, terminals}) => {
  const takeover = lastTakeover(cluster, 'payments', 0);
  const run = takeover
    ? runAt(terminals, 'payments', takeover.killedAt)
    : producerRuns(terminals, 'payments').at(-1);
  if (!run) return waiting('No producer has sent to `payments` yet.');
  if (run.endedAt === undefined) return waiting('The producer still sends.');

  const stored = await cluster.messages('payments', {limit: 50_000});
  const printed = acknowledged(run.output, 'payments');
  const missing = missingOf(printed, stored, run.startedAt);
  // Of a long output only its beginning and its end are kept; its last line counts all of it.
  const [, sent, acked] = /"name":"tool_data","sent":(\d+),"acked":(\d+)/.exec(run.output) ?? [];
  const total = Math.max(Number(acked ?? 0), printed.length);
  if (missing.length > 0) {
    return failed(`${missing.length} acknowledged messages are not stored.`, {
      expected: `${total} stored`,
      observed: `missing: ${missing
        .slice(0, 5)
        .map(({value}) => value)
        .join(', ')}`,
      why: 'With acks=all that must not be. Was the topic deleted and made again, or did the producer have another acks?',
    });
  }
  const refused = sent === undefined ? 0 : Number(sent) - total;
  const told = refused > 0 ? ` Of ${refused} more the producer was told that they failed.` : '';
  const others = stored.length - total;
  const more =
    others > 0
      ? ` \`payments\` holds ${stored.length} in all, ${others} beyond those: from others, or stored without an answer.`
      : '';
  return passed(`${total} acknowledged, each of them stored: 0 lost.${told}${more}`);
});
