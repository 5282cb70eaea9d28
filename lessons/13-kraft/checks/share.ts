import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const jobs = await cluster.messages('jobs');
  const readers = terminals
    .typed({since})
    .filter(({command}) => /\bkafka-console-share-consumer\b/.test(command))
    .map(({output}) => jobs.filter(({value}) => output.split('\n').includes(value ?? '')).length);
  const busy = readers.filter((count) => count > 0);
  if (busy.length >= 2) {
    return passed(
      `Of ${jobs.length} jobs in one partition the members of \`workers\` got ${busy.join(' and ')}.`,
    );
  }
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const group = cluster.group('workers');
  if (group && group.kind !== 'share') {
    return failed('`workers` is a consumer group here, and no share group.', {
      expected: 'kafka-console-share-consumer.sh',
      observed: `a group of the kind ${group.kind}`,
      why: 'The two commands have similar names. Stop it with Ctrl-C and remove that group, which would stay: bin/kafka-consumer-groups.sh --delete --group workers --bootstrap-server localhost:9092. Then take the command with share in it.',
    });
  }
  if (busy.length === 1 && jobs.length >= 20 && (group?.members.length ?? 0) >= 2)
    return waiting(
      'All went to one of the two: it takes all there is. Start both with one-by-one.properties, and send twenty more.',
    );
  return waiting(
    readers.length < 2 ? 'Two members of `workers` are not there yet.' : 'No jobs have been sent yet.',
  );
});
