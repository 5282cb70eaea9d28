import {answered, commonMistake, defineCheck, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const alive = cluster.brokers.filter(({answers}) => answers).map(({id}) => id);
  const {quorum} = cluster;
  const isLost = quorum !== undefined && quorum.leader === undefined && quorum.answering.length === 1;
  if (isLost && alive.length === 1) {
    const [left] = alive;
    const tried = terminals
      .typed({since})
      .findLast(({command}) => /\bkafka-topics\b/.test(command) && /--create\b/.test(command));
    const made = tried && cluster.ownTopics.find(({name}) => tried.command.includes(name) && name === 'late');
    const led = cluster.topic('orders')?.partitions.filter(({leader}) => leader === left) ?? [];
    if (tried && !made && (tried.endedAt !== undefined || cluster.takenAt - tried.startedAt > 10_000)) {
      return answered(
        2,
        `Node ${left} alone: nobody leads the controllers, \`late\` was not made, and it still leads ${led.length} of the partitions of \`orders\`.`,
      );
    }
    return waiting('One node is left. Try to make a topic with it, and give that ten seconds.');
  }
  const slip = commonMistake(terminals, since);
  if (slip && slip.kind !== 'nobody-answers') return slip;
  return waiting(
    alive.length <= 1 ? 'The controllers are still finding out.' : `${alive.length} nodes answer.`,
  );
});
