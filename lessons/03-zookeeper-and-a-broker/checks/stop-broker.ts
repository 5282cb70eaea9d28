import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const {answers, brokerIds} = cluster.zookeeper;
  if (answers && !brokerIds.includes(1) && !cluster.broker(1)) {
    return answered(1, 'ZooKeeper runs on and lists no broker.');
  }
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (!answers) {
    return failed('You stopped ZooKeeper instead of the broker.', {
      expected: 'ZooKeeper answering on port 2181, and no broker',
      observed: 'nobody answers on port 2181',
      why: 'Mind the tab. Start ZooKeeper again in its own; the broker finds it by itself. Then stop the broker.',
    });
  }
  return waiting('Broker 1 still runs: stop it in its tab with Ctrl-C.');
});
