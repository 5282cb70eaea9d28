import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const made = cluster.changes({type: 'topic-made', since: step.startedAt}).map(({topic}) => topic);
  for (const {name, partitions} of cluster.ownTopics.filter((topic) => made.includes(topic.name))) {
    const messages = await cluster.messages(name);
    const sent = messages.find(({timestamp}) => timestamp >= step.startedAt);
    if (sent) {
      const parts = `${partitions.length} partition${partitions.length === 1 ? '' : 's'}`;
      return answered(1, `\`${name}\` exists now, with ${parts} and the message "${sent.value}".`);
    }
  }

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  for (const {name} of cluster.ownTopics) {
    const sent = (await cluster.messages(name)).find(({timestamp}) => timestamp >= step.startedAt);
    if (!sent) continue;
    return failed(`Your message went to \`${name}\`, which exists.`, {
      expected: 'a message to a topic that nobody made: `oops`',
      observed: `"${sent.value}" in \`${name}\``,
      why: 'A producer sends to the topic it was started with. End it with Ctrl-D and start one with --topic oops.',
    });
  }
  return waiting('No message to another topic was sent yet.');
});
