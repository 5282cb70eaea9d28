import {commonMistake, defineCheck, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const {quorum} = cluster;
  if (cluster.broker(1)?.answers && quorum?.leader !== undefined)
    return passed(`Node 1 answers at ${cluster.broker(1)?.address} and leads the controllers.`);
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  return waiting(
    quorum ? 'The controller of node 1 answers, its broker does not yet.' : 'Node 1 does not answer yet.',
  );
});
