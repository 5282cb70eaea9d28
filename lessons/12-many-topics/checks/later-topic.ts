import {
  answered,
  type Cluster,
  commonMistake,
  defineCheck,
  failed,
  underWay,
  waiting,
} from 'kafka-lessons/check';

const first = ['page-views', 'clicks', 'orders'];

export default defineCheck(({cluster, terminals, step}) => {
  const members = cluster.group('counters')?.members ?? [];
  const read = members.flatMap(({assignment}) => assignment.map(({topic}) => topic));
  const made = cluster
    .changes({type: 'topic-made', since: step.startedAt})
    .map(({topic}) => topic)
    .filter((name) => cluster.topic(name) !== undefined && !first.includes(name));
  const later = read.filter((topic) => made.includes(topic));
  // Who has joined since asked for the list of topics in any case.
  const faithful = later.find((topic) =>
    members.some(
      ({id, assignment}) =>
        assignment.some((part) => part.topic === topic) && joinedAt(cluster, id) < madeAt(cluster, topic),
    ),
  );
  if (faithful !== undefined)
    return answered(1, `\`counters\` reads \`${faithful}\` now, and nobody has started it again.`);

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  const [startedAgain] = later;
  if (startedAgain !== undefined) {
    return failed(`The consumer reads \`${startedAgain}\`, but it was started after that topic was made.`, {
      expected: 'a consumer that was running when the topic came',
      observed: 'a member that joined afterwards',
      why: 'At its start every consumer asks which topics there are. Let it run, and make one more: clicks-web.',
    });
  }
  if (members.length === 0) return waiting('The consumer with the pattern does not run: start it again.');
  const unfit = made.find((name) => !/^(page|click)/.test(name));
  if (unfit !== undefined && made.length === 1) {
    return failed(`The name \`${unfit}\` does not fit the pattern.`, {
      expected: 'a name that begins with page or click',
      observed: unfit,
      why: 'The pattern has to fit the whole name from its beginning: (page|click).* Create one more, clicks-app.',
    });
  }
  const patient = terminals
    .running({host: 'client'})
    .find(({command}) => /--include/.test(command) && !/metadata\.max\.age\.ms/.test(command));
  if (made.length > 0 && patient) {
    return failed('Your consumer asks for new topics every five minutes only.', {
      expected: '--consumer-property metadata.max.age.ms=2000',
      observed: patient.command,
      why: 'Nobody has told it otherwise. Stop it with Ctrl-C, start it with that property, and make one more topic: clicks-web.',
    });
  }
  const youngest = made.map((name) => madeAt(cluster, name)).toSorted((left, right) => right - left)[0] ?? 0;
  if (made.length > 0 && cluster.takenAt - youngest > 20_000) {
    return failed(`\`${made[0]}\` is there, and your consumer does not take it.`, {
      expected: 'a name that fits the pattern the consumer was started with',
      observed: made.join(', '),
      why: 'The pattern has to fit the whole name: page-views|clicks fits these two names only, (page|click).* all that begin so. Stop the consumer, start it with that pattern, and make one more: clicks-web.',
    });
  }
  if (made.length > 0)
    return underWay(`\`${made[0]}\` is there. The consumer asks for new topics every two seconds.`);
  return waiting('No new topic was made yet.');
});

/** When a member was seen first; 0 where it was there before the lab was looked at. */
function joinedAt(cluster: Cluster, member: string): number {
  const joined = cluster
    .changes({type: 'members'})
    .find(({from, to}) => to.includes(member) && !from.includes(member));
  return joined?.at ?? 0;
}

function madeAt(cluster: Cluster, topic: string): number {
  return cluster.changes({type: 'topic-made'}).findLast((change) => change.topic === topic)?.at ?? 0;
}
