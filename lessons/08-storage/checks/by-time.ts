import {answered, commonMistake, defineCheck, failed, underWay, waiting} from 'kafka-lessons/check';
import {count, segmentsOf} from './parts/segments.ts';
import {lookingEvery, refusedSetting} from './parts/settings.ts';

export default defineCheck(async ({cluster, terminals, step, host}) => {
  const topic = cluster.topic('orders');
  const {firstOffset = 0, nextOffset = 0} = topic?.partitions[0] ?? {};
  const set = topic?.configs['retention.ms'];
  if (set !== undefined && nextOffset > 0 && firstOffset === nextOffset) {
    return answered(
      1,
      `\`orders\` is empty: its log begins and ends at offset ${nextOffset}, which the next message gets.`,
    );
  }

  const slip = commonMistake(terminals, step.startedAt, refusedSetting(terminals, step.startedAt));
  if (set === undefined)
    return slip ?? waiting(`\`orders\` keeps its messages for a week; it begins at offset ${firstOffset}.`);
  if (nextOffset === 0) return waiting('`orders` holds no message that could be too old.');
  const limit = Number(set);
  if (limit < 0 || limit > 600_000) {
    return failed('No message of `orders` is as old as that yet.', {
      expected: 'retention.ms=1000',
      observed:
        limit < 0 ? `retention.ms=${set}: no limit` : `retention.ms=${set}: ${limit / 60_000} minutes`,
      why: 'The unit is the millisecond, a thousand to the second.',
    });
  }
  const segments = await segmentsOf('orders-0', {host});
  return underWay(
    `The limit is set. There are still ${count(segments.length, 'segment')}, from offset ${firstOffset} on; the broker looks ${await lookingEvery({host})}.`,
  );
});
