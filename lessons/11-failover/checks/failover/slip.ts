import {
  type CheckContext,
  type CheckFinding,
  commonMistake,
  failed,
  newestFinding,
} from 'kafka-lessons/check';

/**
 * What went wrong last, of the check's own findings and the slips every beginner makes. While a broker is dead, a
 * program that does not reach it makes none.
 */
export function slipOf(
  context: CheckContext,
  ...findings: readonly (CheckFinding | undefined)[]
): CheckFinding | undefined {
  const {cluster, terminals, step} = context;
  const slip = commonMistake(terminals, step.startedAt, ...findings);
  const isWhole = cluster.brokers.length === 3 && cluster.brokers.every(({answers}) => answers);
  return !isWhole && slip?.kind === 'nobody-answers' ? newestFinding(...findings) : slip;
}

/** Where ZooKeeper has gone in a step that needs it: without it nobody is chosen, whatever else was done. */
export function withoutZookeeper({cluster, step}: CheckContext): CheckFinding | undefined {
  if (cluster.zookeeper.answers) return undefined;
  const silent = cluster.changes({type: 'zookeeper'}).at(-1);
  return failed('ZooKeeper does not answer, and without it nobody chooses a new leader.', {
    at: silent?.at ?? step.startedAt,
    expected: 'ZooKeeper running in the tab zookeeper',
    observed: 'nobody answers on port 2181',
    why: 'It was stopped, or its machine was killed (then first: lab start zookeeper). Start it again in its tab: bin/zookeeper-server-start.sh config/zookeeper.properties.',
  });
}
