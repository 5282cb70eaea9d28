import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const count = cluster.topic('page-views')?.partitions.length ?? 0;
  const views = await cluster.messages('page-views');
  const before = views.filter(({timestamp}) => timestamp < since);
  const fresh = views.filter(({timestamp}) => timestamp >= since);
  const back = fresh.filter(({key}) => key !== null && before.some((view) => view.key === key));
  if (count > 3) {
    for (const view of back) {
      const old = before.find(({key}) => key === view.key);
      if (old && old.partition !== view.partition) {
        return answered(
          1,
          `The old views of \`${view.key}\` are in partition ${old.partition}, the new one is in partition ${view.partition}.`,
        );
      }
    }
  }

  const higher = /Topic currently has (\d+) partitions, which is higher than the requested (\d+)/;
  const asked = terminals.finished({since, output: higher}).at(-1);
  const fewer = higher.exec(asked?.output ?? '');
  const notFewer =
    asked && fewer && count <= 3
      ? failed('A topic cannot be given fewer partitions: what lies in them would be lost.', {
          at: asked.startedAt,
          expected: '4 partitions',
          observed: `${fewer[2]} asked for, and there are ${fewer[1]}`,
          why: '--partitions says how many there are afterwards, not how many come along.',
        })
      : undefined;
  const slip = commonMistake(terminals, since, notFewer);
  if (slip) return slip;
  const [same] = back;
  if (same && count <= 3) {
    return failed('There are three partitions as before, so nothing has changed for the keys.', {
      expected: '4 partitions, then a view of a visitor who comes back',
      observed: `3 partitions, and a view of \`${same.key}\` in partition ${same.partition}`,
      why: 'First --alter --topic page-views --partitions 4, then the producer again, then the view.',
    });
  }
  if (same) {
    return failed(
      `The new view of \`${same.key}\` is where the old ones are, in partition ${same.partition}.`,
      {
        expected: 'a view sent by a producer that knows of all four partitions',
        observed: `\`${same.key}\` in partition ${same.partition}`,
        why: 'A producer that ran before knows three partitions for five minutes: stop it with Ctrl-C, start it again. Some keys stay by chance; v7 does not.',
      },
    );
  }
  if (count <= 3) return waiting('`page-views` still has three partitions.');
  return waiting('`page-views` has a new partition; no visitor has come back since.');
});
