import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

const row = /"partition":"prices-0","size":(\d+)/;

export default defineCheck(({terminals, step}) => {
  const since = step.startedAt;
  const shown = terminals.finished({since, output: row}).at(-1)?.output ?? '';
  const bytes = Number(row.exec(shown)?.[1] ?? 0);
  const folder = /"logDir":"([^"]*)"/.exec(shown)?.[1];
  if (bytes > 0) return passed(`Broker 1 keeps prices-0 in ${folder}: ${bytes} bytes so far.`);

  const newest = terminals.finished({since, host: 'client'}).at(-1);
  const last = newest?.output ?? '';
  const otherName =
    newest && /^topics? is not a recognized option/m.test(last)
      ? failed('This command calls its option by another name.', {
          at: newest.startedAt,
          expected: '--topic-list prices',
          observed: last.trim().split('\n')[0] ?? '',
          why: 'It takes several topics at once, with commas between them.',
        })
      : undefined;
  const slip = commonMistake(terminals, since, otherName);
  if (slip) return slip;
  if (/"logDirs":\[\{"partitions":\[\]/.test(last)) {
    return failed('The broker keeps no partition of that topic.', {
      expected: '--topic-list prices',
      observed: '"partitions":[]',
      why: 'This command does not complain of a name that it does not find. Compare it with `bin/kafka-topics.sh --list`.',
    });
  }
  return waiting('No size of prices-0 was seen in a terminal yet.');
});
