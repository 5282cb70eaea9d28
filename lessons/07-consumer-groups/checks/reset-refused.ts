import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {resetAnswers} from './orders/groups-table.ts';
import {strangeGroup} from './orders/strange-group.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const answers = resetAnswers(terminals.finished({since}));
  const refusal = answers.find(({type, group}) => type === 'refused' && group === 'packers');
  if (refusal?.type === 'refused')
    return answered(2, `It was refused: the group \`packers\` is ${refusal.state}, not inactive.`);

  const last = answers.at(-1);
  const slip = commonMistake(terminals, since, strangeGroup(last));
  if (slip) return slip;
  if (last?.group === 'packers') {
    return failed('Nobody was at work in `packers` when you asked, so the reset was let through.', {
      expected: 'a member of `packers` at work, then the reset',
      observed: 'a table of new offsets',
      why: 'Start the packer in a, give it two seconds to join, and ask once more.',
    });
  }
  return waiting(
    (cluster.group('packers')?.members.length ?? 0) > 0
      ? 'A packer is at work.'
      : 'No packer is at work yet.',
  );
});
