import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

/** packers  orders  0  CURRENT-OFFSET  LOG-END-OFFSET  LAG  CONSUMER-ID */
const partitionRow = /^packers +orders +(\d+) +\S+ +\S+ +\S+ +(\S+-[\da-f-]{36}) /gm;
/** packers  CONSUMER-ID  HOST  CLIENT-ID  #PARTITIONS */
const memberRow = /^packers +(\S+-[\da-f-]{36}) +\S+ +\S+ +([1-9]\d*)\b/gm;

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const outputs = terminals.finished({since, output: 'packers'}).map(({output}) => output);
  for (const output of outputs) {
    const ids = [...output.matchAll(partitionRow)]
      .map(([, , id]) => id)
      .concat([...output.matchAll(memberRow)].map(([, id]) => id));
    const readers = new Set(ids.map((id) => `${id?.slice(0, -28)}…`));
    if (readers.size >= 2)
      return passed(`The broker showed who works in \`packers\`: ${[...readers].join(', ')}.`);
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const last = terminals.finished({since, host: 'client'}).at(-1)?.output ?? '';
  if (/^packers\s*$/m.test(last)) {
    return failed('You listed the groups; now have one described.', {
      expected: 'a table with the column CONSUMER-ID',
      observed: 'the names of the groups',
      why: '--list gives names only, --describe --group packers tells about one.',
    });
  }
  if (/ASSIGNMENT-STRATEGY/.test(last)) {
    return failed('That is the state of the group, without its members.', {
      expected: 'a table with the column CONSUMER-ID',
      observed: 'one line for the whole group',
      why: 'With --state there is only that line. Leave it away, or take --members --verbose.',
    });
  }
  if (outputs.length > 0 && (cluster.group('packers')?.members.length ?? 0) < 2) {
    return failed('The table does not show two members: they are not both there.', {
      expected: 'two consumers in `packers`',
      observed: `${cluster.group('packers')?.members.length ?? 0} of them`,
      why: 'A consumer was stopped. Start those in a and b again, then ask once more.',
    });
  }
  return waiting('No description of `packers` was seen in a terminal yet.');
});
