import {commonMistake, defineCheck, failed, nearest, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const topicsOf = (group: string) => [
    ...new Set(
      (cluster.group(group)?.members ?? []).flatMap(({assignment}) => assignment.map(({topic}) => topic)),
    ),
  ];
  const read = topicsOf('counters');
  const wanted = ['page-views', 'clicks'];
  if (wanted.every((topic) => read.includes(topic)) && !read.includes('orders'))
    return passed(`\`counters\` reads ${new Intl.ListFormat('en-GB').format(read)}, and not the orders.`);

  const since = step.startedAt;
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (read.includes('orders')) {
    return failed('Your pattern fits the orders, too.', {
      expected: 'page-views and clicks',
      observed: read.join(', '),
      why: '`.*` stands for anything. Stop it with Ctrl-C, and name the beginnings that you want: (page|click).*',
    });
  }
  const [one] = read;
  if (one !== undefined) {
    return failed(`Your consumer reads only \`${one}\`.`, {
      expected: 'page-views and clicks',
      observed: one,
      why: 'The pattern has to fit the whole name, of both: `(page|click).*`, in quotes, behind --include.',
    });
  }
  const started = terminals.running({since, host: 'client'}).filter(({output}) => !/^>/m.test(output));
  if (started.length > 0) {
    const strangers = cluster.groups
      .filter(({name, members}) => members.length > 0 && name !== 'counters')
      .map(({name}) => name);
    const other = nearest('counters', strangers) ?? strangers.find((name) => name.startsWith('console-'));
    if (other !== undefined) {
      return failed(`Your consumer reads in the group \`${other}\`.`, {
        expected: 'a member of `counters`',
        observed: `a member of \`${other}\``,
        why: 'Stop it with Ctrl-C and start it with --group counters, so that you can tell it from others.',
      });
    }
    if (cluster.group('counters')?.state === 'Stable') {
      return failed('Your consumer is there, but no topic fits its pattern.', {
        expected: 'page-views and clicks',
        observed: 'no topic',
        why: 'The pattern has to fit the whole name: `click` alone fits a topic of just that name, `click.*` all that begin so.',
      });
    }
  }
  return waiting(
    'No consumer of a group `counters` reads page views and clicks yet. The pattern belongs in quotes, or the shell stumbles over it.',
  );
});
