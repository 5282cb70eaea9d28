import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

const first = ['page-views', 'clicks', 'orders'];

export default defineCheck(({cluster, terminals, step}) => {
  const members = cluster.group('counters')?.members ?? [];
  const read = members.flatMap(({assignment}) => assignment.map(({topic}) => topic));
  const made = cluster
    .changes({type: 'topic-made', since: step.startedAt})
    .map(({topic}) => topic)
    .filter((name) => cluster.topic(name) !== undefined && !first.includes(name));
  const later = read.find((topic) => made.includes(topic));
  if (later !== undefined)
    return answered(1, `\`counters\` reads \`${later}\` now, and nobody has started it again.`);

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (members.length === 0) return waiting('The consumer with the pattern does not run: start it again.');
  const unfit = made.find((name) => !/^(page|click)/.test(name));
  if (unfit !== undefined && made.length === 1) {
    return failed(`The name \`${unfit}\` does not fit the pattern.`, {
      expected: 'a name that begins with page or click',
      observed: unfit,
      why: 'The pattern has to fit the whole name from its beginning: (page|click).* Create one more, clicks-app.',
    });
  }
  if (made.length > 0) {
    return waiting(
      `\`${made[0]}\` is there. The consumer asks every two seconds, or, without metadata.max.age.ms=2000, every five minutes.`,
    );
  }
  return waiting('No new topic was made yet.');
});
