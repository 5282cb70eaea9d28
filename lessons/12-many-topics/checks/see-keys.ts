import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const views = (await cluster.messages('page-views')).filter(({key}) => key !== null);
  const outputs = [...terminals.finished({since}), ...terminals.running({since})]
    .map(({output}) => output)
    .filter((output) => !/^>/m.test(output));
  const lines = outputs.flatMap((output) => output.split('\n'));
  // Partition:2  v7  /home
  const shown = views.filter(({partition, key, value}) =>
    lines.some(
      (line) =>
        line.includes(`Partition:${partition}`) && line.includes(key ?? '') && line.endsWith(value ?? ''),
    ),
  );
  if (shown.length >= 3)
    return passed(`A consumer printed ${shown.length} page views with partition and key.`);

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const bare = lines.find((line) => views.some(({value}) => value !== null && line.endsWith(value)));
  if (bare !== undefined) {
    const [expected, option] = bare.includes('Partition:')
      ? ['the key as well', '--property print.key=true']
      : ['the partition as well', '--property print.partition=true'];
    return failed(`Your consumer prints the page views, but not ${expected.replace(' as well', '')}.`, {
      expected,
      observed: bare,
      why: `A consumer prints what it is told to, and by itself the message only. Ctrl-C, and add ${option}.`,
    });
  }
  if (outputs.length > 0 && cluster.groups.some(({members}) => members.length > 0)) {
    return failed('Your consumer waits in silence for new page views.', {
      expected: 'the page views that are there',
      observed: 'a consumer that has printed none of them',
      why: 'Without --from-beginning it begins at the end. Stop it with Ctrl-C and add the option.',
    });
  }
  return waiting('No consumer has printed the page views with their partitions yet.');
});
