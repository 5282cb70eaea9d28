import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

const line = /^test:0:(\d+)$/m;

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const end = cluster.topic('test')?.partitions[0]?.nextOffset ?? 0;
  const shown = terminals.finished({since, output: line}).map(({output}) => Number(line.exec(output)?.[1]));
  const right = shown.findLast((offset) => offset > 0 && offset <= end);
  if (right !== undefined)
    return passed(`The broker answered test:0:${right}: the next message gets offset ${right}.`);
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (shown.length > 0) {
    return failed('That is where the log begins, not where it ends.', {
      expected: `test:0:${end}`,
      observed: `test:0:${shown.at(-1)}`,
      why: 'With --time earliest the first offset is shown. Leave --time away: the end is what it tells by itself.',
    });
  }

  return waiting('No offset of `test` was seen in a terminal yet.');
});
