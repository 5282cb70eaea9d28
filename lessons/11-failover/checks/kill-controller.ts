import {defineCheck, failed, passed, timeline, underWay, waiting} from 'kafka-lessons/check';
import {slipOf, withoutZookeeper} from './failover/slip.ts';
import {killedBrokers} from './failover/takeover.ts';

export default defineCheck((context) => {
  const {cluster, step} = context;
  const kills = killedBrokers(cluster, step.startedAt);
  for (const {broker, at} of kills.toReversed()) {
    const [change] = cluster.changes({type: 'controller', since: at});
    if ((change?.from ?? cluster.controller) !== broker) continue;
    const next = cluster
      .changes({type: 'controller', since: at})
      .find(({to}) => to !== undefined && to !== broker);
    if (!next) {
      return (
        withoutZookeeper(context) ??
        underWay(`Broker ${broker} was the controller and is dead; nobody has taken its place yet.`)
      );
    }
    const gone = cluster.changes({type: 'unregistered', since: at}).find((found) => found.broker === broker);
    return passed(
      timeline(
        {at, what: `controller broker-${broker} killed`},
        gone && {at: gone.at, what: `broker ${broker} given up by ZooKeeper`},
        {at: next.at, what: `broker ${next.to} is the controller`},
      ),
    );
  }

  const last = kills.at(-1);
  const otherBroker =
    last &&
    failed(`Broker ${last.broker} was not the controller.`, {
      at: last.at,
      expected: `broker ${cluster.controller ?? '…'} killed`,
      observed: `broker-${last.broker} killed`,
      why: 'Being controller and leading a partition are two offices. `get /controller` tells who has the first.',
    });
  return (
    slipOf(context, withoutZookeeper(context), otherBroker) ??
    waiting(
      cluster.controller === undefined
        ? 'Nobody is the controller at the moment.'
        : `Broker ${cluster.controller} is the controller.`,
    )
  );
});
