import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {readIdentity} from './nodes/identity.ts';

export default defineCheck(async ({terminals, host, step}) => {
  const identity = await readIdentity(host('broker-1'));
  const slip = commonMistake(terminals, step.startedAt);
  if (!identity) return slip ?? waiting('The folder of node 1 is not formatted yet.');
  if (identity.nodeId !== 1) {
    return failed(`The folder belongs to a node ${identity.nodeId}, and this machine’s is node 1.`, {
      expected: 'node.id=1 in data/kafka/meta.properties',
      observed: `node.id=${identity.nodeId}`,
      why: 'The number comes from config/server.properties. Set it back, remove data/kafka and format again.',
    });
  }
  if (!identity.votes) {
    return failed('Node 1 is formatted without a vote, and there is nobody else to vote.', {
      expected: 'format --standalone',
      observed: 'no list of voters in data/kafka/__cluster_metadata-0',
      why: 'A cluster begins with one that votes. Remove data/kafka (rm -r data/kafka) and format it with --standalone.',
    });
  }
  return passed(`Node 1 belongs to the cluster ${identity.clusterId} and votes.`);
});
