import {answered, defineCheck, failed, underWay, waiting} from 'kafka-lessons/check';
import {slipOf} from './failover/slip.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, step} = context;
  const since = step.startedAt;
  const topic = cluster.topic('payments');
  const least = Number(topic?.configs['min.insync.replicas'] ?? 1);
  const inSync = topic?.partitions[0]?.isr ?? [];
  const refusal = /NotEnoughReplicas|NOT_ENOUGH_REPLICAS/;
  const refused = [
    ...terminals.finished({since, output: refusal}),
    ...terminals.running({since, output: refusal}),
  ];
  if (refused.length > 0) {
    return answered(
      1,
      `Refused with NotEnoughReplicas: ${least} have to be in sync, and ${inSync.length} are.`,
    );
  }

  const slip = slipOf(context);
  if (slip) return slip;
  const sent = (await cluster.messages('payments', {limit: 50_000})).filter(
    ({timestamp}) => timestamp >= since,
  );
  // What was sent before the setting was made tells nothing of it.
  const setAt = terminals.finished({since}).findLast(({command}) => /kafka-configs/.test(command))?.startedAt;
  const last = sent.findLast(({timestamp}) => least < 3 || timestamp >= (setAt ?? since));
  const isRunning = terminals.running({output: 'producer_send_success'}).length > 0;
  // With too few in sync nobody gets to read what the leader took alone: only the producer tells of it.
  const easy = terminals
    .finished({since: setAt ?? since})
    .findLast(({command, exitCode}) => exitCode === 0 && /producer.*acks[ =]+[01]\b/.test(command));
  if (easy && least > inSync.length) {
    return failed('The message was taken: its producer did not ask whether there are enough copies.', {
      expected: 'a producer with acks=all, which the console producer has unless told otherwise',
      observed: `${easy.command}, with ${inSync.length} of ${least} in sync`,
      why: 'min.insync.replicas counts only for acks=all. With acks=1 or 0 nobody looks at it, and that is easily overlooked.',
    });
  }
  if (last && !isRunning) {
    return failed('The message was stored: there were enough copies for the setting.', {
      expected: 'min.insync.replicas=3 while two brokers are in sync',
      observed: `min.insync.replicas=${least}, in sync: ${inSync.join(', ')}`,
      why:
        least < 3
          ? 'Set it for the topic first, then send.'
          : 'All three are in sync. Kill one, wait ten seconds, then send.',
    });
  }
  const trying = terminals.running({since, output: '>'}).length > 0;
  if (trying && least > inSync.length) return underWay('The producer tries again before it gives up.');
  return waiting(
    least > inSync.length
      ? 'The setting is made; no message was sent since.'
      : `min.insync.replicas is ${least}.`,
  );
});
