import {commonMistake, defineCheck, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) =>
  cluster.broker(1) && cluster.zookeeper.brokerIds.includes(1)
    ? passed(`ZooKeeper lists [${cluster.zookeeper.brokerIds.join(', ')}] again: a cluster of one broker.`)
    : (commonMistake(terminals, step.startedAt) ?? waiting('ZooKeeper lists no broker yet.')),
);
