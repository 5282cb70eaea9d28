import {type CheckContext, type CheckFinding, commonMistake} from 'kafka-lessons/check';

/** A beginner's slip. While a broker is dead, a program that does not reach it makes none. */
export function slipOf({cluster, terminals, step}: CheckContext): CheckFinding | undefined {
  const slip = commonMistake(terminals, step.startedAt);
  const isWhole = cluster.brokers.length === 3 && cluster.brokers.every(({answers}) => answers);
  return slip && !isWhole && /^Nobody answers on port/.test(slip.message) ? undefined : slip;
}
