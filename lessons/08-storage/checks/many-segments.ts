import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {count, segmentsOf} from './parts/segments.ts';

export default defineCheck(async ({cluster, terminals, step, host}) => {
  const topic = cluster.topic('orders');
  const end = topic?.partitions[0]?.nextOffset ?? 0;
  const segments = await segmentsOf('orders-0', {host});
  // The steps to come read from offset 9000 on.
  if (segments.length >= 4 && end > 9002) {
    return passed(
      `orders-0 has ${segments.length} segments; the active one begins at offset ${segments.at(-1)?.firstOffset}.`,
    );
  }

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  const stray = cluster.misspelt('orders');
  if (stray?.partitions.some(({nextOffset}) => nextOffset > 0)) {
    return failed(`Your messages went to the topic \`${stray.name}\`.`, {
      expected: 'messages in `orders`',
      observed: `messages in \`${stray.name}\``,
      why: 'A slip in the name makes a topic of its own. Send them once more, to orders.',
    });
  }
  if (!topic) return waiting('There is no topic `orders` yet.');
  if (end <= 0) return waiting('`orders` holds no message yet.');
  const size = topic.configs['segment.bytes'];
  if (size === undefined) {
    return failed('Segments of `orders` are full at 1 GiB only, so there is just one.', {
      expected: 'segment.bytes=20000 on the topic',
      observed: 'no setting of its own',
      why: 'It was created without --config. Set it now with bin/kafka-configs.sh, then send the messages again.',
    });
  }
  if (end <= 9002) {
    return failed('The log is too short yet.', {
      expected: '10,000 messages',
      observed: count(end, 'message'),
      why: 'All of that fits into a segment or two: `seq 10000` gives ten thousand lines.',
    });
  }
  return failed(`Ten thousand messages, and ${count(segments.length, 'segment')}.`, {
    expected: 'segments of 20,000 bytes',
    observed: `segment.bytes is ${size}`,
    why: 'The size counts for what is sent after it was set, and what is written stays in its file. Set 20000, send again.',
  });
});
