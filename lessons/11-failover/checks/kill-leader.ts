import {answered, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {acknowledged, runAt} from './failover/acknowledged.ts';
import {slipOf} from './failover/slip.ts';
import {killedBrokers, lastTakeover, tell} from './failover/takeover.ts';

export default defineCheck((context) => {
  const {cluster, terminals, step} = context;
  const since = step.startedAt;
  const takeover = lastTakeover(cluster, 'payments', since);
  if (takeover) {
    const {killedAt, dead, leader, ledAt} = takeover;
    const run = runAt(terminals, 'payments', killedAt);
    if (!run) {
      return failed('No producer was sending when the leader died.', {
        expected: 'a producer that sends before and after',
        observed: `broker ${dead} killed, and nobody to notice`,
        why: `Bring it back (lab start broker-${dead}, then start the broker in its tab), start the producer, and kill the leader again.`,
      });
    }
    if (leader === undefined || ledAt === undefined) {
      return waiting(
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

  const follower = killedBrokers(cluster, since).at(-1);
  if (follower) {
    return failed(`Broker ${follower.broker} was no leader of \`payments\`, only a follower.`, {
      expected: `the leader killed: broker ${cluster.topic('payments')?.partitions[0]?.leader}`,
      observed: `broker-${follower.broker} killed`,
      why: 'A dead follower holds the producer up only until it is struck off the ISR; nobody has to take over. Bring it back, then kill the one behind "Leader:".',
    });
  }
  const left = cluster
    .changes({type: 'unregistered', since})
    .map(({broker}) => broker)
    .findLast((broker) => context.host(`broker-${broker}` as 'broker-1').state === 'up');
  if (left !== undefined) {
    return failed(`Broker ${left} was stopped politely: it handed over what it led before it went.`, {
      expected: `a machine without power: lab kill broker-${left}`,
      observed: `broker ${left} ended by itself, and its machine is up`,
      why: 'Ctrl-C asks a server to stop, and it puts its affairs in order first. A power cut does not. Start it again, then kill its machine.',
    });
  }
  return slipOf(context) ?? waiting('The leader of `payments` is alive.');
});
