import {answered, commonMistake, defineCheck, waiting} from 'kafka-lessons/check';
import {clicksIn, messagesOf} from './transform/clicks.ts';
import {countsOf} from './transform/counts.ts';

const minute = 60_000;

export default defineCheck(async ({cluster, terminals, step}) => {
  const clicks = await clicksIn(cluster);
  // It came after clicks that happened minutes later.
  const late = clicks.findLast(
    ({at, run}) =>
      at < step.startedAt - 5 * minute && clicks.every((other) => other.run !== run || other.at === at),
  );
  if (late) {
    const written = await messagesOf(cluster, 'page-counts');
    const fresh = written.filter(({timestamp}) => timestamp >= step.startedAt);
    const window = Math.floor(late.at / minute) * minute;
    const [count] = countsOf({page: late.page, window}, fresh).slice(-1);
    if (count !== undefined) {
      const came = new Date(late.at).toISOString().slice(11, 16);
      return answered(
        1,
        `It was clicked at ${came} (UTC), and ${late.page} has ${count} in the window of ${came}.`,
      );
    }
    const other = fresh.findLast(({key}) => key?.startsWith(late.page));
    if (other) return answered(0, `It was counted as \`${other.key}\`.`);
  }
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (!late) return waiting('The late click has not come yet.');
  return waiting('The late click is in `clicks`, and was not counted yet: filter and counter have to run.');
});
