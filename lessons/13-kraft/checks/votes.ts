import {answered, commonMistake, defineCheck, waiting} from 'kafka-lessons/check';
import {statusesIn} from './nodes/status.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const voters = cluster.quorum?.voters.length;
  const told = statusesIn(terminals, since).findLast(({voters: listed}) => listed.length === voters);
  if (told && cluster.broker(2)?.answers) {
    const observers = told.observers.length === 0 ? 'nobody' : `node ${told.observers.join(', ')}`;
    return answered(
      told.voters.length === 1 ? 0 : 1,
      `The controllers say: node ${told.voters.join(', ')} votes, ${observers} only follows.`,
    );
  }
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  return waiting(
    cluster.broker(2)?.answers
      ? 'No answer of `describe --status` was seen in a terminal yet.'
      : 'Node 2 does not run.',
  );
});
