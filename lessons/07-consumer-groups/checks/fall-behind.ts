import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {type GroupRow, groupRows} from './orders/groups-table.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const outputs = terminals.finished({since}).map(({output}) => output);
  const rows = (group: string) =>
    outputs.map((output) => groupRows(output, group)).findLast((found) => found.length > 0);
  const [packers, accounts] = [rows('packers'), rows('accounts')];
  const lag = sumOf(packers);
  const other = sumOf(accounts);
  const isWorking = packers?.some(({hasReader}) => hasReader) ?? false;
  if (lag > 0 && !isWorking && accounts && other < lag)
    return passed(`The broker showed both groups: \`packers\` lags by ${lag}, \`accounts\` by ${other}.`);

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const members = cluster.group('packers')?.members.length ?? 0;
  const sent = (await cluster.messages('orders')).filter(({timestamp}) => timestamp >= since);
  if (members > 0 && (sent.length > 0 || packers)) {
    return failed('A packer is still at work, and reads every order at once.', {
      expected: 'a group `packers` without members',
      observed: members === 1 ? '1 member' : `${members} members`,
      why: 'Press Ctrl-C in the tabs a and c, then send an order, then ask again.',
    });
  }
  if (packers && lag === 0) {
    return failed('`packers` had nothing to catch up with when you asked.', {
      expected: 'a lag of 1 or more',
      observed: 'a lag of 0',
      why: 'The orders came while somebody still packed, or none came: send one now, then ask again.',
    });
  }
  if (isWorking) return waiting('Nobody packs any more: ask about both groups again.');
  if (accounts && lag > 0) {
    return failed('`accounts` lags as much as `packers` in your table.', {
      expected: 'a smaller lag for `accounts`, which is at work',
      observed: `\`packers\` lags by ${lag}, \`accounts\` by ${other}`,
      why: 'A consumer writes its position down every five seconds: ask once more. If the lag stays, nobody reads for `accounts`: start its consumer again in b.',
    });
  }
  if (lag > 0) {
    return failed('You asked about `packers` only; there is another group to compare it with.', {
      expected: 'the lag of `packers` and that of `accounts`',
      observed: `a lag of ${lag} for \`packers\``,
      why: '--all-groups in place of --group packers shows both. If `accounts` is missing there, nobody reads for it: start its consumer again in b.',
    });
  }
  if (members > 0) return waiting('`packers` still has members.');
  return waiting(sent.length === 0 ? 'No order was sent yet.' : 'The groups were not described yet.');
});

function sumOf(rows: readonly GroupRow[] = []): number {
  return rows.reduce((sum, row) => sum + (row.lag || 0), 0);
}
