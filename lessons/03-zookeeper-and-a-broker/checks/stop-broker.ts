import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const {answers, brokerIds} = cluster.zookeeper;
  const isGone = answers && !brokerIds.includes(1) && !cluster.broker(1);
  // A suspended broker is gone from the list, too, once its session is over.
  const [suspended] = terminals.suspended({host: 'broker-1'});
  const wentAt =
    cluster.changes({type: 'unregistered', since}).findLast(({broker}) => broker === 1)?.at ?? since;
  const empty = terminals
    .typed({since, output: /^\[\]$/m})
    .find(
      ({command, output, startedAt, endedAt}) =>
        (startedAt >= wentAt || endedAt === undefined) && /\/brokers\/ids\s*$/m.test(`${command}\n${output}`),
    );
  if (isGone && empty && !suspended)
    return answered(1, 'Broker 1 has gone, and ZooKeeper, which runs on, answered: [].');

  const silent = cluster.changes({type: 'zookeeper', since}).at(-1);
  const wrongServer = failed('You stopped ZooKeeper instead of the broker.', {
    at: silent?.at ?? 0,
    expected: 'ZooKeeper answering on port 2181, and no broker',
    observed: 'nobody answers on port 2181',
    why: 'Mind the tab. Start ZooKeeper again in its own; the broker finds it by itself. Then stop the broker.',
  });
  const slip = commonMistake(terminals, suspended ? 0 : since, answers ? undefined : wrongServer);
  // To stop a server is what this step asks for.
  if (slip && slip.kind !== 'server-stopped') return slip;
  const hasTab = terminals
    .running({host: 'broker-1'})
    .some(({command}) => /kafka-server-start/.test(command));
  if (!isGone && cluster.broker(1)?.answers && !hasTab)
    return waiting('Broker 1 runs, but in no tab: `bin/kafka-server-stop.sh`, typed in broker-1, stops it.');
  return waiting(
    isGone
      ? 'Broker 1 has gone. Ask ZooKeeper for its list again, from client.'
      : 'Broker 1 still runs: stop it in its tab with Ctrl-C.',
  );
});
