import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

/** The producer's prompt, or what the shell prints when one is brought back by `fg`. */
const producer = /^>|console-producer/m;

export default defineCheck(async ({cluster, terminals, step}) => {
  const [suspended] = terminals.suspended({output: producer});
  if (suspended) return commonMistake(terminals, suspended.startedAt) ?? waiting('A producer is suspended.');
  if (terminals.running({output: producer}).length > 0) return waiting('A producer still runs.');

  const {length} = await cluster.messages('test');
  if (length > 0) return answered(1, `No producer runs, and \`test\` still holds ${length} messages.`);
  return (
    commonMistake(terminals, step.startedAt) ??
    failed('`test` holds no message.', {
      expected: 'the two messages of the steps before',
      observed: cluster.topic('test') ? 'an empty topic' : 'no topic `test`',
      why: 'Go back two steps and send them first; end the producer with Ctrl-D.',
    })
  );
});
