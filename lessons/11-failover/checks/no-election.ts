import {defineCheck, failed, passed, underWay, waiting} from 'kafka-lessons/check';
import {slipOf} from './failover/slip.ts';
import {lastTakeover, tell} from './failover/takeover.ts';

/** Milliseconds after which a failover would be under way if there were a ZooKeeper. */
const session = 6000;

export default defineCheck((context) => {
  const {cluster, step} = context;
  const takeover = lastTakeover(cluster, 'payments', step.startedAt);
  const words = cluster.zookeeper.answers
    ? 'ZooKeeper answers: stop it first.'
    : 'The leader of `payments` is alive.';
  if (!takeover) return slipOf(context) ?? waiting(words);

  const {killedAt, dead, leader} = takeover;
  const before = cluster.changes({type: 'zookeeper', until: killedAt}).at(-1);
  const tooEarly = failed('ZooKeeper was there when the leader died, so it was a failover like any other.', {
    expected: 'ZooKeeper stopped, and then the leader killed',
    at: killedAt,
    observed: `broker-${dead} killed while ZooKeeper answered`,
    why: 'Bring the broker back, stop ZooKeeper with Ctrl-C in its tab, then kill the leader.',
  });
  if (before?.answers !== false) return slipOf(context, tooEarly) ?? tooEarly;
  const back = cluster.changes({type: 'zookeeper', since: killedAt}).find(({answers}) => answers);
  if (!back) {
    const seconds = Math.round((cluster.takenAt - killedAt) / 1000);
    return underWay(`Broker ${dead} has been dead for ${seconds} s, and nobody takes over.`);
  }
  if (back.at - killedAt < session + 1000) {
    const tooSoon = failed('ZooKeeper came back too soon to tell the difference.', {
      expected: 'ten seconds without ZooKeeper after the leader’s death',
      at: back.at,
      observed: `${((back.at - killedAt) / 1000).toFixed(1)} s`,
      why: 'A failover takes that long in any case. Bring the broker back, stop ZooKeeper once more, and be more patient.',
    });
    return slipOf(context, tooSoon) ?? tooSoon;
  }
  if (leader === undefined) return underWay('ZooKeeper is back; the dead broker’s session still lasts.');
  return passed(tell(takeover, {at: back.at, what: 'ZooKeeper back'}));
});
