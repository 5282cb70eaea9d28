import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const topic = cluster.topic('orders');
  const messages = topic ? await cluster.messages('orders') : [];
  const withKey = messages.filter(({key}) => key !== null);
  const replicas = Math.min(...(topic?.partitions.map((partition) => partition.replicas.length) ?? []));
  if (topic && replicas >= 3 && withKey.length >= 3) {
    const keys = [...new Set(withKey.map(({key}) => key))].join(' and ');
    return passed(`\`orders\` keeps ${messages.length} messages on three nodes, with the keys ${keys}.`);
  }
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (!topic) return waiting('There is no topic `orders` yet.');
  if (replicas < 3) {
    return failed(`\`orders\` has copies on ${replicas} of the three nodes.`, {
      expected: 'a replication factor of 3',
      observed: `a replication factor of ${replicas}`,
      why: 'What is not asked for is 1. Remove the topic (--delete --topic orders) and create it with --replication-factor 3.',
    });
  }
  if (messages.length > withKey.length) {
    return failed(`${messages.length - withKey.length} messages in \`orders\` have no key.`, {
      expected: 'a key and a value, anna and lamp',
      observed: `the value ${messages.find(({key}) => key === null)?.value}`,
      why: 'Without --reader-property parse.key=true the whole line is the value. Send the three once more, with it.',
    });
  }
  return waiting('`orders` is there, and three messages with keys are not in it yet.');
});
