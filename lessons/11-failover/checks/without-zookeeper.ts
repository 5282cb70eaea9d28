import {answered, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {acknowledged, producerRuns} from './failover/acknowledged.ts';
import {slipOf} from './failover/slip.ts';

/** Milliseconds without ZooKeeper that tell something: longer than a broker's session with it. */
const grace = 7000;

export default defineCheck((context) => {
  const {cluster, terminals, step} = context;
  const since = step.startedAt;
  const silent = cluster.changes({type: 'zookeeper', since}).findLast(({answers}) => !answers);
  if (!silent) return slipOf(context) ?? waiting('ZooKeeper answers.');

  const back = cluster.changes({type: 'zookeeper', since: silent.at}).find(({answers}) => answers);
  const until = back?.at ?? Infinity;
  const flowed = producerRuns(terminals, 'payments')
    .flatMap(({output}) => acknowledged(output, 'payments'))
    .filter(({at}) => at > silent.at && at < until);
  const last = flowed.at(-1);
  if (last && last.at > silent.at + grace) {
    const seconds = ((last.at - silent.at) / 1000).toFixed(1);
    return answered(
      0,
      `ZooKeeper ${back ? 'was' : 'is'} silent, and ${flowed.length} messages were acknowledged in the ${seconds} s since.`,
    );
  }
  if (back) return slipOf(context) ?? waiting('ZooKeeper answers again.');
  const running = producerRuns(terminals, 'payments').some(({endedAt}) => endedAt === undefined);
  if (!running) {
    const alone = failed('ZooKeeper is down, and no producer runs to show what becomes of messages.', {
      expected: 'a producer that was sending before ZooKeeper went',
      observed: 'none that sends to `payments`',
      why: 'A new producer may have to wait: a broker fetches numbers for producers by way of ZooKeeper. Start ZooKeeper, then the producer, then stop ZooKeeper.',
      at: silent.at,
    });
    return slipOf(context, alone) ?? alone;
  }
  return waiting('ZooKeeper is silent; look what the producer does.');
});
