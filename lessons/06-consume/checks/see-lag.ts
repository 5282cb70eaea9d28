import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

/** my-group  test  0  CURRENT-OFFSET  LOG-END-OFFSET  LAG */
const row = /^my-group\s+test\s+0\s+(\d+)\s+(\d+)\s+(\d+)\s/m;

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const shown = terminals.finished({since, output: row}).map(({output}) => row.exec(output));
  const [, current, end, lag] = shown.findLast((found) => found !== null) ?? [];
  if (lag !== undefined && Number(lag) > 0)
    return passed(`The broker showed \`my-group\` at ${current} of ${end}: a lag of ${lag}.`);
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (lag !== undefined) {
    return failed('The group has caught up; there is no lag to see any more.', {
      expected: 'a lag of 1 or more',
      observed: `at ${current} of ${end}`,
      why: 'A consumer of the group ran in between. Stop it, send a message, and describe the group again.',
    });
  }

  const last = terminals.finished({since, host: 'client'}).at(-1)?.output ?? '';
  if (/^my-group\s*$/m.test(last) && cluster.group('my-group')) {
    return failed('You listed the groups; now have one described.', {
      expected: 'a table with the column LAG',
      observed: 'the names of the groups',
      why: '--list gives names only, --describe --group my-group tells about one.',
    });
  }
  return waiting('No description of `my-group` was seen in a terminal yet.');
});
