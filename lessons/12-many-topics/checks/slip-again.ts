import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

/** What a producer says when it gives up; a program of one's own may say the second. */
const givenUp =
  /Topic (\S+) not present in metadata after \d+ ms|This server does not host this topic-partition/;

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const commands = [...terminals.finished({since}), ...terminals.running({since})];
  const error = commands.map(({output}) => givenUp.exec(output)).findLast((found) => found !== null);
  const name = error?.[1] ?? 'oders';
  if (error && !cluster.topic(name) && cluster.settled)
    return answered(2, `The producer said "${error[0]}", and there is no topic \`${name}\`.`);

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const stray = cluster.misspelt('orders')?.name;
  if (stray !== undefined) {
    return failed(`There is a topic \`${stray}\` again.`, {
      expected: 'no such topic',
      observed: `a topic \`${stray}\``,
      why: 'The broker runs without auto.create.topics.enable=false. Go back one step; then delete the topic.',
    });
  }
  const sent = (await cluster.messages('orders')).findLast(({timestamp}) => timestamp >= since);
  if (sent) {
    return failed('Your order went to `orders`, which exists.', {
      expected: 'an order to a topic that nobody made: `oders`',
      observed: `"${sent.value}" in \`orders\``,
      why: 'This once the slip is wanted. End the producer with Ctrl-C and start one with --topic oders.',
    });
  }
  if (commands.some(({output}) => /UNKNOWN_TOPIC_OR_PARTITION/.test(output))) {
    return waiting(
      'It warns and asks again. Without --max-block-ms 5000 it takes a minute until it gives up.',
    );
  }
  return waiting('No producer has tried a topic that does not exist yet.');
});
