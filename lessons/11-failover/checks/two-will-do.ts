import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {slipOf} from './failover/slip.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, step} = context;
  const topic = cluster.topic('payments');
  const least = Number(topic?.configs['min.insync.replicas'] ?? 1);
  const inSync = topic?.partitions[0]?.isr.length ?? 0;
  const messages = await cluster.messages('payments', {limit: 50_000});
  const sent = messages.findLast(({timestamp}) => timestamp >= step.startedAt);
  if (least === 2 && sent)
    return passed(`"${sent.value}" is stored at offset ${sent.offset}: 2 have to be in sync, ${inSync} are.`);

  const refused = terminals
    .finished({since: step.startedAt, output: /NotEnoughReplicas|NOT_ENOUGH_REPLICAS/})
    .at(-1);
  const slip = slipOf(
    context,
    refused && (least > 2 || inSync < 2)
      ? failed('The message was refused again.', {
          at: refused.startedAt,
          expected: `min.insync.replicas=2, and two brokers in sync`,
          observed: `min.insync.replicas=${least}, in sync: ${topic?.partitions[0]?.isr.join(', ')}`,
          why:
            least > 2
              ? 'The setting still says 3. Change it first, then send.'
              : 'Too few brokers are alive: bring one back.',
        })
      : undefined,
  );
  if (slip) return slip;
  if (least < 2) {
    return failed('One copy is enough for the topic now.', {
      expected: 'min.insync.replicas=2',
      observed: `min.insync.replicas=${least}`,
      why: 'With 1, acks=all may mean the leader alone, and its death loses what it had promised.',
    });
  }
  return waiting(
    least === 2 ? 'The setting is made; no message was sent since.' : `min.insync.replicas is ${least}.`,
  );
});
