import {commonMistake, defineCheck, passed, waiting} from 'kafka-lessons/check';
import {describeSeats, seatsOf} from './orders/group-orders.ts';
import {wrongGroup} from './orders/wrong-group.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const seats = seatsOf(cluster, cluster.group('packers'));
  if (seats.settled) return passed(`In \`packers\`, ${describeSeats(seats)}.`);
  return (
    commonMistake(terminals, step.startedAt) ??
    wrongGroup(cluster, terminals, {group: 'packers', since: step.startedAt}) ??
    waiting('Nobody reads `orders` in the group `packers` yet.')
  );
});
