import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {resetAnswers} from './orders/groups-table.ts';
import {strangeGroup} from './orders/strange-group.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const answers = resetAnswers(terminals.finished({since}));
  const group = cluster.group('packers');
  const position = (group?.positions ?? [])
    .filter(({topic}) => topic === 'orders')
    .reduce((sum, {offset}) => sum + offset, 0);
  const newest = answers.findLast(({group: name}) => name === 'packers');
  const isPlanned = newest?.type === 'planned';
  if (isPlanned && position > 0) {
    return passed(
      `The broker showed new offsets, and \`packers\` still stands where it was: ${position} orders read.`,
    );
  }

  const last = answers.at(-1);
  const refused =
    last?.type === 'refused' && last.group === 'packers'
      ? failed('Somebody of `packers` is still at work, so even the dry run is refused.', {
          expected: 'a group `packers` without members',
          at: last.at,
          observed: last.words,
          why: 'Press Ctrl-C in the tab a; Ctrl-Z is not enough. Then ask again.',
        })
      : undefined;
  const slip = commonMistake(terminals, since, refused, strangeGroup(last));
  if (slip) return slip;
  if (newest?.type === 'shown') {
    return failed('That was no dry run: the positions of `packers` have been set.', {
      expected: 'new offsets shown, and positions that stay',
      observed: `\`packers\` has ${position} orders behind it`,
      why: 'With --execute it is done at once. Let the packer in a read again, stop it, and ask without --execute.',
    });
  }
  return waiting(
    (group?.members.length ?? 0) > 0
      ? 'A packer is still at work.'
      : 'No dry run was seen in a terminal yet.',
  );
});
