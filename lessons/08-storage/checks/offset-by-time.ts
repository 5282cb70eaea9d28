import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

const line = /^orders:0:(\d+)$/m;

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const {firstOffset = 0, nextOffset: end = 0} = cluster.topic('orders')?.partitions[0] ?? {};
  const shown = terminals.finished({since, output: line}).map(({output}) => Number(line.exec(output)?.[1]));
  const inside = shown.findLast((offset) => offset > firstOffset && offset < end);
  if (inside !== undefined)
    return passed(`At that time the log of orders-0 was at offset ${inside}, of ${end} today.`);

  const malformed = terminals
    .finished({since})
    .slice(-1)
    .find(({output}) => /Malformed time argument/.test(output));
  const noTime =
    malformed &&
    failed('That is no time.', {
      at: malformed.startedAt,
      expected: 'thirteen digits, such as those behind CreateTime:',
      observed: `--time ${/Malformed time argument (\S+?)[.,]?\s/.exec(malformed.output)?.[1] ?? ''}`,
      why: 'NUMBER stands for the time that the step before has shown to you; put the digits in its place.',
    });
  const slip = commonMistake(terminals, since, noTime);
  if (slip) return slip;
  if (shown.at(-1) === end) {
    return failed('That is where the log ends, not where it was at a time.', {
      expected: 'an offset between the two ends',
      observed: `orders:0:${end}`,
      why: 'Without --time the end is what it tells. Add --time and the number behind CreateTime:.',
    });
  }
  if (shown.length > 0) {
    return failed('That is where the log begins: all its messages are younger than the time you gave.', {
      expected: 'an offset between the two ends',
      observed: `orders:0:${shown.at(-1)}`,
      why: 'Kafka counts milliseconds since 1970, thirteen digits today. Ten digits are seconds, and lead far back.',
    });
  }
  return waiting('No offset of `orders` by a time was seen in a terminal yet.');
});
