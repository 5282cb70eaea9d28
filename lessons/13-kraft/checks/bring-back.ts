import {commonMistake, defineCheck, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const {quorum} = cluster;
  const silent = [1, 2, 3].filter((id) => !cluster.broker(id)?.answers);
  if (silent.length === 0 && quorum?.leader !== undefined) {
    const behind = quorum.voters.filter(({lag}) => lag !== 0);
    if (quorum.voters.length >= 3 && behind.length === 0 && quorum.answering.length >= 3)
      return passed(`All three vote again, node ${quorum.leader} leads, and nobody is behind.`);
    return waiting(`Node ${behind.map(({id}) => id).join(', ')} is still catching up.`);
  }
  const slip = commonMistake(terminals, step.startedAt);
  if (slip && slip.kind !== 'nobody-answers') return slip;
  return waiting(silent.length > 0 ? `Node ${silent.join(', ')} does not answer yet.` : 'Nobody leads yet.');
});
