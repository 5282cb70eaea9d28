import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const refusal = /Replication factor: (\d+) larger than available brokers: (\d+)/;
  const refused = terminals.finished({since, output: refusal}).at(-1);
  const [, replicas, brokers] = refusal.exec(refused?.output ?? '') ?? [];
  if (replicas !== undefined)
    return answered(1, `The broker refused: ${replicas} replicas wanted, ${brokers} broker there.`);

  const exists = terminals
    .finished({since})
    .slice(-1)
    .find(({output}) => /Topic '\S+' already exists/.test(output));
  const name = /Topic '(\S+)' already exists/.exec(exists?.output ?? '')?.[1];
  const taken =
    exists &&
    failed(`There is a topic \`${name}\` already, so the broker looked no further.`, {
      at: exists.startedAt,
      expected: 'a name that is not taken, for example `copies`',
      observed: `Topic '${name}' already exists`,
      why: 'Creating never changes a topic that is there. Take another name.',
    });
  const slip = commonMistake(terminals, since, taken);
  if (slip) return slip;
  const made = terminals
    .finished({since, output: 'Created topic'})
    .map(({output}) => cluster.topic(/^Created topic (\S+)\.$/m.exec(output)?.[1] ?? ''))
    .findLast(Boolean);
  if (made) {
    const count = made.partitions[0]?.replicas.length ?? 0;
    return failed(`\`${made.name}\` was created, with ${count} replica.`, {
      expected: 'a topic that is asked for with 2 replicas',
      observed: `ReplicationFactor: ${count}`,
      why: 'Without --replication-factor 2 the broker takes its default, which is 1 here. Ask again, for another name.',
    });
  }
  return waiting('No topic with two replicas was asked for yet.');
});
