import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {refusedSetting} from './parts/settings.ts';

export default defineCheck(({cluster, terminals, step}) => {
  const topic = cluster.topic('prices');
  const {
    'cleanup.policy': policy = 'delete',
    'segment.ms': age,
    'min.cleanable.dirty.ratio': ratio,
  } = topic?.configs ?? {};
  const isCompacted = policy.split(',').includes('compact');
  if (isCompacted && Number(age) <= 10_000 && Number(ratio) <= 0.1) {
    return passed(
      `\`prices\` is compacted: cleanup.policy=${policy}, and a segment is closed after ${age} ms.`,
    );
  }

  const slip = commonMistake(terminals, step.startedAt, refusedSetting(terminals, step.startedAt));
  if (slip) return slip;
  const other = cluster.ownTopics.find(
    ({name, configs}) => name !== 'prices' && /compact/.test(configs['cleanup.policy'] ?? ''),
  );
  if (!isCompacted && other) {
    return failed(`You set compaction for \`${other.name}\`.`, {
      expected: '--topic prices',
      observed: `cleanup.policy=compact on \`${other.name}\``,
      why: 'Settings belong to one topic. That one has no keys to compact by; it does no harm here.',
    });
  }
  if (isCompacted) {
    const isSlow = !(Number(age) <= 10_000);
    return failed('Compaction is on, but you would wait for it for long.', {
      expected: isSlow ? 'segment.ms=100' : 'min.cleanable.dirty.ratio=0.01',
      observed: isSlow
        ? `segment.ms ${age ?? 'is a week, unless set'}`
        : `min.cleanable.dirty.ratio ${ratio ?? 'is 0.5, unless set'}`,
      why: 'All three settings belong behind --add-config, with commas between them. You may add what is missing now.',
    });
  }
  return waiting(`\`prices\` has the policy \`${policy}\`.`);
});
