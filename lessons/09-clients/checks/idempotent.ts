import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const sent = (await cluster.messages('orders')).filter(({timestamp}) => timestamp >= since);
  const counted = sent.find(({producerId}) => producerId !== undefined);
  if (counted)
    return passed(`The broker counts what your producer sends: it knows it as number ${counted.producerId}.`);
  const last = terminals
    .finished({since, host: 'workspace'})
    .slice(-1)
    .find(({output}) => /idempotent producer/i.test(output));
  const refused =
    last &&
    failed('An idempotent producer has to wait for all replicas.', {
      at: last.startedAt,
      expected: 'acks: -1, or no word of acks',
      observed: 'a producer with other acks, which refused to send',
      why: 'Who does not wait for every answer cannot know what to send again.',
    });
  const slip = commonMistake(terminals, since, refused);
  if (slip) return slip;
  if (sent.length > 0) {
    return failed('Your orders came from a producer that the broker does not know.', {
      expected: 'a producer with {idempotent: true}',
      observed: `${sent.length} messages without a producer's number`,
      why: 'Is producer.ts saved? The word belongs into kafka.producer({idempotent: true}).',
    });
  }
  return waiting('Nothing was sent since you are at this step.');
});
