import {answered, defineCheck, failed, timeline, waiting} from 'kafka-lessons/check';
import {slipOf} from './failover/slip.ts';
import {killedBrokers} from './failover/takeover.ts';

export default defineCheck((context) => {
  const {cluster, step} = context;
  const partition = cluster.topic('payments')?.partitions[0];
  if (!partition) return waiting('There is no topic `payments`.');
  const joined = cluster
    .changes({type: 'isr', since: step.startedAt})
    .filter(
      ({topic, from, to}) =>
        topic === 'payments' && to.length === partition.replicas.length && from.length < to.length,
    )
    .at(-1);
  if (joined && partition.isr.length === partition.replicas.length) {
    const [back = 0] = joined.to.filter((id) => !joined.from.includes(id));
    const up = cluster
      .changes({type: 'registered', until: joined.at})
      .findLast(({broker}) => broker === back);
    // Who led at that moment: what was elected later does not count.
    const led =
      cluster.changes({type: 'leader', since: joined.at + 1}).find(({topic}) => topic === 'payments')?.from ??
      partition.leader;
    const start = up ?? joined;
    return answered(
      led === back ? 0 : 1,
      `${timeline({at: start.at, what: `broker ${back} registered`}, {at: joined.at, what: `in sync ${joined.from.join(',')} → ${joined.to.join(',')}`})} · broker ${led} leads.`,
    );
  }

  const slip = slipOf(context);
  if (slip) return slip;
  const dead = killedBrokers(cluster, 0)
    .map(({broker}) => `broker-${broker}` as 'broker-1')
    .filter((name) => context.host(name).state === 'killed');
  if (dead.length > 0)
    return waiting(
      `${new Intl.ListFormat('en-GB').format(dead)} ${dead.length > 1 ? 'are' : 'is'} dead: lab start ${dead[0]}.`,
    );
  const missing = partition.replicas.filter((id) => !cluster.broker(id)?.answers);
  const isStarting = missing.some((id) =>
    context.terminals
      .running({host: `broker-${id}` as 'broker-1'})
      .some(({command}) => /kafka-server-start/.test(command)),
  );
  if (isStarting) return waiting(`Broker ${missing[0]} starts.`);
  if (missing.length > 0) {
    return failed(`Broker ${missing[0]} does not run, though its machine is up.`, {
      expected: `bin/kafka-server-start.sh config/server.properties in the tab broker-${missing[0]}`,
      observed: `brokers ${cluster.brokers.map(({id}) => id).join(', ')}`,
      why: '`lab start` gives a machine power. Its servers you start yourself, as after a power cut.',
    });
  }
  return waiting(`In sync: ${partition.isr.join(', ')}.`);
});
