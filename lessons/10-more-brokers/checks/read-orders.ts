import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const partitions = cluster.topic('orders')?.partitions ?? [];
  // Another client may call it otherwise; a table with one leader for each partition tells as much.
  const seen = terminals
    .finished({since})
    .some(
      ({output}) =>
        partitions.length > 0 &&
        partitions.every(({partition, leader}) =>
          new RegExp(`Topic: orders\\s+Partition: ${partition}\\s+Leader: ${leader}\\b`).test(output),
        ),
    );
  if (seen) {
    const led = [1, 2, 3].map((id) => partitions.filter(({leader}) => leader === id).length);
    const [first = 0] = led;
    const words = led.map((count, index) => `broker ${index + 1} leads ${count}`).join(', ');
    return answered(first === 0 ? 0 : first === partitions.length ? 2 : 1, `Of \`orders\`, ${words}.`);
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const other = terminals.finished({since, output: /^Topic: (?!orders\b)\S+\s+TopicId/m}).at(-1);
  if (other) {
    return failed('You had another topic described.', {
      expected: 'Topic: orders',
      observed: /^Topic: \S+/m.exec(other.output)?.[0] ?? 'another topic',
      why: 'Name the topic: --describe --topic orders.',
    });
  }
  return waiting('No description of `orders` was seen in a terminal yet.');
});
