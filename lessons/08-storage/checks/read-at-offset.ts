import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

/** CreateTime:1763900000000  Offset:9000  9001, with tabs between */
const line = /(?:^|\t)Offset:(\d+)\t/gm;

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const end = cluster.topic('orders')?.partitions[0]?.nextOffset ?? 0;
  const commands = [
    ...terminals.finished({since, host: 'client'}),
    ...terminals.running({since, host: 'client'}),
  ];
  const prints = commands.map(({output}) => [...output.matchAll(line)].map(([, offset]) => Number(offset)));
  const inside = prints.findLast(
    ([first = 0, ...others]) => first > 0 && [first, ...others].every((each) => each < end),
  );
  if (inside)
    return passed(`The consumer began at offset ${inside[0]} of ${end}, without reading what is before.`);

  const asked = terminals
    .finished({since, host: 'client'})
    .slice(-1)
    .find(({output}) => /The partition is required when offset is specified/.test(output));
  const noPartition =
    asked &&
    failed('The consumer does not know in which partition to go to that offset.', {
      at: asked.startedAt,
      expected: '--partition 0 --offset 9000',
      observed: 'The partition is required when offset is specified.',
      why: 'Each partition counts its own offsets, so the two options belong together.',
    });
  const slip = commonMistake(terminals, since, noPartition);
  if (slip) return slip;
  if (prints.some(([first]) => first === 0)) {
    return failed('Your consumer began at the beginning of the log.', {
      expected: '--offset 9000',
      observed: 'a first line with Offset:0',
      why: 'This step wants a reader that jumps into the middle. Take --from-beginning away, if you have it.',
    });
  }
  if (terminals.finished({since, host: 'client', output: /Processed a total of [1-9]/}).length > 0) {
    return failed('The messages were read, but it cannot be seen at which offsets.', {
      expected: 'lines such as CreateTime:…  Offset:9000  9001',
      observed: 'lines without Offset:',
      why: 'The consumer prints values only, unless you add --property print.offset=true (and print.timestamp=true).',
    });
  }
  return waiting(`\`orders\` goes up to offset ${end - 1}; nobody read from its middle yet.`);
});
