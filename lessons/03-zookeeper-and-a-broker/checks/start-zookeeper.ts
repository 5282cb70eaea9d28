import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  if (cluster.zookeeper.answers)
    return passed(`ZooKeeper answers on port 2181, in ${cluster.zookeeper.mode ?? 'its'} mode.`);
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;

  const [broker] = terminals.running({since: step.startedAt, output: 'ZooKeeperClient'});
  if (broker) {
    return failed('A broker starts there, and it waits for ZooKeeper.', {
      expected: 'ZooKeeper, started with bin/zookeeper-server-start.sh',
      observed: `\`${broker.command}\``,
      why: 'The two scripts have similar names. Stop this one with Ctrl-C; its turn comes next.',
    });
  }
  return waiting('Nobody answers on port 2181 yet.');
});
