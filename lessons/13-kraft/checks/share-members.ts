import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const group = cluster.group('workers');
  const readers = (group?.members ?? []).filter(({assignment}) =>
    assignment.some(({topic, partitions}) => topic === 'jobs' && partitions.includes(0)),
  );
  if (group?.kind === 'share' && readers.length >= 2)
    return passed(`${readers.length} members of \`workers\` read the same partition, jobs:0.`);
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (group && group.kind !== 'share') {
    return failed('`workers` is a consumer group here, and no share group.', {
      expected: 'kafka-console-share-consumer.sh',
      observed: `a group of the kind ${group.kind}`,
      why: 'The two commands have similar names. Stop it with Ctrl-C and remove that group, which would stay: bin/kafka-consumer-groups.sh --delete --group workers --bootstrap-server localhost:9092. Then take the command with share in it.',
    });
  }
  const running = terminals.running().filter(({command}) => /\bkafka-console-share-consumer\b/.test(command));
  return waiting(
    running.length >= 2
      ? `${readers.length} of ${running.length} have the partition so far; that takes some seconds.`
      : `${running.length} members run; two are wanted.`,
  );
});
