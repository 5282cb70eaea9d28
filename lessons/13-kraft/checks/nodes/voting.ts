import {type CheckContext, commonMistake, failed, passed, type Verdict, waiting} from 'kafka-lessons/check';
import {judgeJoining} from './joined.ts';

/** Whether a node has joined, and was given a vote. */
export async function judgeVote(id: 2 | 3, context: CheckContext): Promise<Verdict> {
  const trouble = await judgeJoining(id, context);
  if (trouble) return trouble;
  const {cluster, terminals, step} = context;
  const {voters = []} = cluster.quorum ?? {};
  if (voters.some((voter) => voter.id === id)) {
    const ids = voters.map((voter) => voter.id).join(', ');
    return passed(`Node ${id} votes now: the voters are ${ids}.`);
  }
  const wrongPlace = terminals
    .finished({since: step.startedAt, output: /meta\.properties|Properties file \S+ does not exist/})
    .findLast(({command}) => /\badd-controller\b/.test(command));
  const slip = commonMistake(
    terminals,
    step.startedAt,
    wrongPlace && {
      ...failed(`The command did not find the files of node ${id}: it was typed on another machine.`, {
        expected: `add-controller in the tab on-${id}`,
        observed: `${wrongPlace.command} in another tab`,
        why: 'It reads the settings and the folder of the node that is added, so it belongs on that machine.',
      }),
      at: wrongPlace.startedAt,
    },
  );
  if (slip) return slip;
  return waiting(`Node ${id} follows, and has no vote yet.`);
}
