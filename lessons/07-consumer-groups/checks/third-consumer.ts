import {answered, commonMistake, defineCheck, waiting} from 'kafka-lessons/check';
import {describeSeats, seatsOf} from './orders/group-orders.ts';
import {wrongGroup} from './orders/wrong-group.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const group = cluster.group('packers');
  const seats = seatsOf(cluster, group);
  const [idle] = seats.idle;
  if (seats.settled && idle)
    return answered(2, `In \`packers\`, ${describeSeats(seats)}, and \`${idle.clientId}\` has none.`);

  const found =
    commonMistake(terminals, step.startedAt) ??
    wrongGroup(cluster, terminals, {group: 'packers', since: step.startedAt});
  if (found) return found;
  const members = group?.members.length ?? 0;
  if (members > 2) return waiting('The group deals out its partitions; that takes up to three seconds.');
  return waiting(`\`packers\` has ${members === 1 ? '1 member' : `${members} members`}; three are wanted.`);
});
