import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

const wanted = {'page-views': 3, clicks: 2, orders: 1};

export default defineCheck(({cluster, terminals, step}) => {
  const topics = Object.entries(wanted).map(([name, count]) => ({
    name,
    count,
    observed: cluster.topic(name)?.partitions.length,
  }));
  const missing = topics.filter(({observed}) => observed === undefined).map(({name}) => name);
  const other = topics.find(({count, observed}) => observed !== undefined && observed !== count);
  if (missing.length === 0 && !other) {
    return passed(
      `There are ${topics.map(({name, count}) => `\`${name}\` with ${partitions(count)}`).join(', ')}.`,
    );
  }

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (other) {
    const isMore = (other.observed ?? 0) > other.count;
    return failed(`\`${other.name}\` has ${partitions(other.observed ?? 0)}.`, {
      expected: partitions(other.count),
      observed: partitions(other.observed ?? 0),
      why: isMore
        ? 'A topic cannot be given fewer: delete it with --delete --topic, then create it again.'
        : `A topic that nobody names a number for gets one. --alter --topic ${other.name} --partitions ${other.count} adds to it.`,
    });
  }
  const misspelt = missing
    .map((name) => ({name, near: cluster.misspelt(name)?.name}))
    .find(({near}) => near !== undefined && !(near in wanted));
  if (misspelt) {
    return failed(`There is no topic \`${misspelt.name}\`, but one whose name is nearly that.`, {
      expected: misspelt.name,
      observed: misspelt.near ?? '',
      why: 'Both are good names to Kafka. Create the right one; --delete --topic takes the other away.',
    });
  }
  return waiting(`Not there yet: ${missing.join(', ')}.`);
});

function partitions(count: number): string {
  return count === 1 ? '1 partition' : `${count} partitions`;
}
