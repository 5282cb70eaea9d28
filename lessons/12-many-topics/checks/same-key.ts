import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const fresh = (await cluster.messages('page-views')).filter(({timestamp}) => timestamp >= since);
  const keys = [...new Set(fresh.flatMap(({key}) => key ?? []))];
  for (const key of keys) {
    const views = fresh.filter((message) => message.key === key);
    const [first] = views;
    if (first && views.length >= 3 && views.every(({partition}) => partition === first.partition))
      return answered(1, `The ${views.length} views of \`${key}\` are all in partition ${first.partition}.`);
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const keyless = fresh.filter(({key}) => key === null);
  const newest = fresh.toSorted((left, right) => left.timestamp - right.timestamp).at(-1);
  if (newest && newest.key === null) {
    return failed('Your views have no key, so nobody keeps those of a visitor together.', {
      expected: 'a key in front of the colon: v7:/home',
      observed: `"${keyless.at(-1)?.value}" without a key`,
      why: 'A producer takes the whole line for the message unless it is told parse.key=true. Start it with both --property.',
    });
  }
  for (const {name} of cluster.ownTopics.filter((topic) => topic.name !== 'page-views')) {
    const strays = (await cluster.messages(name)).filter(({timestamp}) => timestamp >= since);
    if (strays.length > 0) {
      return failed(`Your views went to the topic \`${name}\`.`, {
        expected: 'messages in `page-views`',
        observed: `"${strays.at(-1)?.value}" in \`${name}\``,
        why: 'A producer sends to the topic it was started with. End it with Ctrl-C, and start it for page-views.',
      });
    }
  }
  return waiting(
    fresh.length === 0
      ? 'No page view was sent yet.'
      : 'No visitor has viewed three pages yet: three messages with the same key.',
  );
});
