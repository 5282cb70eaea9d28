import {commonMistake, defineCheck, passed, waiting} from 'kafka-lessons/check';
import {describeSeats, seatsOf} from './orders/group-orders.ts';
import {wrongGroup} from './orders/wrong-group.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const group = cluster.group('packers');
  const seats = seatsOf(cluster, group);
  if (seats.settled && seats.working.length >= 2) return passed(`In \`packers\`, ${describeSeats(seats)}.`);

  const found =
    commonMistake(terminals, step.startedAt) ??
    wrongGroup(cluster, terminals, {group: 'packers', since: step.startedAt});
  if (found) return found;
  const members = group?.members.length ?? 0;
  if (members >= 2) return waiting('The group deals out its partitions; that takes up to three seconds.');
  return waiting(
    members === 1 ? '`packers` has one member.' : '`packers` has no member: start `a` again, too.',
  );
});
