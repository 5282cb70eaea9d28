import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const sentTo = async (name: string) =>
    (await cluster.messages(name)).findLast(({timestamp}) => timestamp >= since);
  const made = cluster.changes({type: 'topic-made', since}).map(({topic}) => topic);
  for (const {name, partitions} of cluster.ownTopics) {
    if (!made.includes(name)) continue;
    const sent = await sentTo(name);
    const parts = partitions.length === 1 ? '1 partition' : `${partitions.length} partitions`;
    if (sent) return answered(1, `\`${name}\` exists now, with ${parts} and the message "${sent.value}".`);
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  for (const {name} of cluster.ownTopics) {
    const sent = await sentTo(name);
    if (!sent) continue;
    return failed(`Your message went to \`${name}\`, which exists.`, {
      expected: 'a message to a topic that nobody made: `oders`',
      observed: `"${sent.value}" in \`${name}\``,
      why: 'This time the slip is wanted. End the producer with Ctrl-C and start one with --topic oders.',
    });
  }
  return waiting('No message to a topic that nobody made was sent yet.');
});
