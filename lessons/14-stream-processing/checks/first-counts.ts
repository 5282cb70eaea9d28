import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {countsIn} from './counts/counts.ts';
import {judgeProgram} from './counts/program.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, step} = context;
  const counts = await countsIn(cluster);
  const consumers = terminals.typed().filter(({command}) => /\bkafka-console-consumer\b/.test(command));
  const seen = counts.find(({word, count}) =>
    consumers.some(({output}) => output.split('\n').includes(`${word}\t${count}`)),
  );
  if (seen)
    return passed(`${counts.length} counts are in the topic; \`${seen.word} ${seen.count}\` was printed.`);
  const trouble = judgeProgram(context);
  if (trouble) return trouble;
  const bare = consumers.findLast(
    ({startedAt, command, output}) =>
      startedAt >= step.startedAt &&
      !/LongDeserializer/.test(command) &&
      counts.some(({word}) => output.includes(word)),
  );
  if (bare) {
    return failed('The words were printed, and their counts were taken for text.', {
      expected: 'kafka 1',
      observed: 'the word, and signs that cannot be read',
      why: 'A count is a number of eight bytes. Stop the consumer with Ctrl-C, and start it with value.deserializer=…LongDeserializer.',
    });
  }
  return waiting(
    counts.length > 0
      ? 'Words are counted; no count was seen in a terminal yet.'
      : 'Nothing has been counted yet.',
  );
});
