import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const broker = cluster.broker(1);
  if (broker && cluster.zookeeper.brokerIds.includes(1)) {
    return passed(`ZooKeeper lists broker 1, and it answers at ${broker.address}.`);
  }

  const slip = commonMistake(terminals, step.startedAt);
  if (!cluster.zookeeper.answers) {
    return (
      slip ??
      failed('ZooKeeper does not answer any more; without it no broker starts.', {
        expected: 'ZooKeeper running in the tab zookeeper',
        observed: 'nobody answers on port 2181',
        why: 'Somebody stopped it, perhaps with Ctrl-C in its tab. Start it again there, then the broker.',
      })
    );
  }
  const last = terminals.finished({since: step.startedAt, output: 'ClientCnxn'}).at(-1);
  const isRunning = terminals.running({since: step.startedAt, output: 'ClientCnxn'}).length > 0;
  if (last && !isRunning && /Connection refused/.test(last.output)) {
    return failed('ZooKeeper is there now, but the broker has given up before.', {
      expected: 'the broker running in its tab',
      observed: 'the broker’s last start ended without finding ZooKeeper',
      why: 'A broker looks for ZooKeeper only for a while. Start it once more.',
    });
  }
  return isRunning
    ? waiting('The broker starts; ZooKeeper does not list it yet.')
    : (slip ?? waiting('ZooKeeper runs, and no broker has registered with it yet.'));
});
