import {
  answered,
  type CheckContext,
  type CheckFinding,
  defineCheck,
  failed,
  underWay,
  waiting,
} from 'kafka-lessons/check';
import {acknowledged, runAt} from './failover/acknowledged.ts';
import {slipOf, withoutZookeeper} from './failover/slip.ts';
import {killedBrokers, lastTakeover, tell} from './failover/takeover.ts';

export default defineCheck((context) => {
  const {cluster, terminals, step} = context;
  const since = step.startedAt;
  const takeover = lastTakeover(cluster, 'payments', since);
  if (takeover) {
    const {killedAt, dead, leader, ledAt} = takeover;
    const run = runAt(terminals, 'payments', killedAt);
    if (!run) {
      const alone = failed('No producer was sending when the leader died.', {
        at: killedAt,
        expected: 'a producer that sends before and after',
        observed: `broker ${dead} killed, and nobody to notice`,
        why: `Bring it back (lab start broker-${dead}, then start the broker in its tab), start the producer, and kill the leader again.`,
      });
      return slipOf(context, withoutZookeeper(context), alone) ?? alone;
    }
    if (leader === undefined || ledAt === undefined) {
      const slip = withoutZookeeper(context);
      if (slip) return slip;
      return underWay(
        `Broker ${dead} is dead and still counts as the leader: its session with ZooKeeper lasts 6 s.`,
      );
    }
    const again = acknowledged(run.output, 'payments').find(({at}) => at >= ledAt - 250);
    if (!again)
      return waiting(`Broker ${leader} leads; the producer has not had a message acknowledged since.`);

    const replicas = cluster.topic('payments')?.partitions[0]?.replicas ?? [];
    const next = replicas.find((id) => id !== dead && cluster.broker(id)?.answers);
    const right = next === leader ? 1 : cluster.controller === leader ? 0 : 2;
    return answered(right, tell(takeover, {at: Math.max(again.at, ledAt), what: 'producer writes again'}));
  }

  return (
    slipOf(context, withoutZookeeper(context), followerKilled(context), wentPolitely(context)) ??
    waiting('The leader of `payments` is alive.')
  );
});

function followerKilled({cluster, step}: CheckContext): CheckFinding | undefined {
  const killed = killedBrokers(cluster, step.startedAt).at(-1);
  const leader = cluster.topic('payments')?.partitions[0]?.leader ?? -1;
  if (!killed) return undefined;
  return failed(`Broker ${killed.broker} was no leader of \`payments\`, only a follower.`, {
    at: killed.at,
    expected:
      leader > 0 ? `the leader killed: broker ${leader}` : 'the leader killed: the number behind "Leader:"',
    observed: `broker-${killed.broker} killed`,
    why: 'A dead follower holds the producer up only until it is struck off the ISR; nobody has to take over. Bring it back, then kill the one behind "Leader:".',
  });
}

/** A broker that went although its machine was not killed: stopped, or so long paused that it was given up. */
function wentPolitely({cluster, host, step}: CheckContext): CheckFinding | undefined {
  const since = step.startedAt;
  const kills = killedBrokers(cluster, since);
  const gone = cluster
    .changes({type: 'unregistered', since})
    .findLast(({broker, at}) => !kills.some((kill) => kill.broker === broker && kill.at < at));
  if (!gone) return undefined;
  const name = `broker-${gone.broker}` as 'broker-1';
  const wasPaused = cluster
    .changes({type: 'host', since, until: gone.at})
    .some((change) => change.host === name && change.to === 'paused');
  if (wasPaused) {
    return failed(`broker-${gone.broker} was paused, not killed: its session ended while it stood still.`, {
      at: gone.at,
      expected: `a machine without power: lab kill ${name}`,
      observed: `${name} is ${host(name).state}`,
      why: `A machine that is paused comes back and finds that somebody else leads. \`lab resume ${name}\`, wait until it is in sync, then kill the leader.`,
    });
  }
  return failed(`Broker ${gone.broker} was stopped politely: it handed over what it led before it went.`, {
    at: gone.at,
    expected: 'a machine without power: lab kill, and the number of the leader',
    observed: `broker ${gone.broker} ended by itself, and its machine is ${host(name).state}`,
    why: 'Ctrl-C asks a server to stop, and it puts its affairs in order first. A power cut does not. Start it again, then kill the leader’s machine.',
  });
}
