import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  for (const {name, partitions} of cluster.ownTopics.filter((topic) => topic.name !== 'test')) {
    const messages = await cluster.messages(name);
    const sent = messages.find(({timestamp}) => timestamp >= step.startedAt);
    if (sent) {
      const parts = `${partitions.length} partition${partitions.length === 1 ? '' : 's'}`;
      return answered(1, `\`${name}\` exists now, with ${parts} and the message "${sent.value}".`);
    }
  }

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  const sent = (await cluster.messages('test')).find(({timestamp}) => timestamp >= step.startedAt);
  if (sent) {
    return failed('Your message went to `test`, which exists.', {
      expected: 'a message to a topic that nobody made: `oops`',
      observed: `"${sent.value}" in \`test\``,
      why: 'A producer sends to the topic it was started with. End it with Ctrl-D and start one with --topic oops.',
    });
  }
  return waiting('No message to another topic was sent yet.');
});
