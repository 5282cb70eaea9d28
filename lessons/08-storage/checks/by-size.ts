import {answered, commonMistake, defineCheck, failed, underWay, waiting} from 'kafka-lessons/check';
import {count, segmentsOf} from './parts/segments.ts';
import {lookingEvery, refusedSetting} from './parts/settings.ts';

export default defineCheck(async ({cluster, terminals, step, host}) => {
  const topic = cluster.topic('orders');
  const {firstOffset = 0, nextOffset = 0} = topic?.partitions[0] ?? {};
  const set = topic?.configs['retention.bytes'];
  const segments = await segmentsOf('orders-0', {host});
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const there = `${count(segments.length, 'segment')}, ${bytes} bytes, from offset ${firstOffset} on`;
  if (set !== undefined && firstOffset > 0 && firstOffset < nextOffset)
    return answered(1, `The oldest files are gone. What is left of \`orders\`: ${there}.`);

  const slip = commonMistake(terminals, step.startedAt, refusedSetting(terminals, step.startedAt));
  if (set === undefined) return slip ?? waiting(`\`orders\` has no limit by size; it has ${there}.`);
  if (nextOffset === firstOffset) {
    return failed('`orders` is empty, so nothing can be too big.', {
      expected: 'about 120,000 bytes',
      observed: there,
      why: 'Send the ten thousand messages of the step “Many segments” again, and see what becomes of them.',
    });
  }
  const limit = Number(set);
  if (limit < 0 || bytes - (segments[0]?.bytes ?? 0) < limit) {
    return failed('The log is no bigger than that, so everything stays.', {
      expected: 'retention.bytes=50000',
      observed: `retention.bytes=${set}, and the log has ${there}`,
      why: 'A segment goes only where at least so many bytes are left without it.',
    });
  }
  return underWay(
    `The limit is set. There are still ${there}; the broker looks ${await lookingEvery({host})}.`,
  );
});
