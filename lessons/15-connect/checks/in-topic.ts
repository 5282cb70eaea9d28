import {answered, commonMistake, defineCheck, payloadOf, waiting} from 'kafka-lessons/check';

export default defineCheck(({terminals, step}) => {
  const since = step.startedAt;
  const typed = terminals.typed({since}).filter(({command}) => /\bkafka-console-consumer\b/.test(command));
  for (const {output} of typed) {
    const described = output.split('\n').find((line) => typeof payloadOf(line) === 'string');
    if (described !== undefined) return answered(1, `The consumer printed ${described}`);
  }
  return commonMistake(terminals, since) ?? waiting('No message of the topic was seen in a terminal yet.');
});
