import {
  type CheckContext,
  type CheckFinding,
  commonMistake,
  failed,
  type Verdict,
  waiting,
} from 'kafka-lessons/check';
import {readIdentity} from './identity.ts';

/** Why a node is not counted in yet; undefined once its broker is. */
export async function judgeJoining(
  id: 2 | 3,
  {cluster, terminals, host, step}: CheckContext,
): Promise<Verdict | undefined> {
  if (cluster.broker(id)?.answers) return undefined;
  const slip = commonMistake(terminals, step.startedAt, await foreignId(id, {cluster, host}));
  if (slip) return slip;
  return waiting(`Node ${id} is not among the brokers yet.`);
}

/** It was formatted with an id of its own. */
async function foreignId(
  id: 2 | 3,
  {cluster, host}: Pick<CheckContext, 'cluster' | 'host'>,
): Promise<CheckFinding | undefined> {
  if (!cluster.reachable) return undefined;
  const identity = await readIdentity(host(`broker-${id}`));
  if (!identity || identity.clusterId === cluster.clusterId) return undefined;
  return failed(`Node ${id} was formatted for another cluster than the one that runs.`, {
    expected: `cluster.id=${cluster.clusterId}`,
    observed: `cluster.id=${identity.clusterId}`,
    why: `random-uuid makes a new id each time. Stop node ${id} with Ctrl-C, remove its folder (rm -r data/kafka), and format it with the id of the cluster.`,
  });
}
