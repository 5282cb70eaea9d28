import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const shown = terminals
    .finished({since, output: /Topic: test\s+Partition: 0\s/})
    .map(({output}) => /Topic: test\s+Partition: 0\s+Leader: \S+\s+Replicas: ([\d,]+)/.exec(output)?.[1])
    .at(-1);
  if (shown !== undefined) {
    const right = shown === '1' ? 0 : shown.includes(',') ? 1 : 2;
    return answered(right, `The broker says of \`test\`: Replicas: ${shown}.`);
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (terminals.finished({since, output: /^Topic: orders\s+TopicId/m}).length > 0) {
    return failed('That was `orders`, which is new; this step asks about `test`.', {
      expected: 'Topic: test',
      observed: 'Topic: orders',
      why: 'The key ↑ brought back the whole command. Change the name in it.',
    });
  }
  return waiting(
    cluster.topic('test')
      ? 'No description of `test` was seen in a terminal yet.'
      : 'There is no topic `test`.',
  );
});
