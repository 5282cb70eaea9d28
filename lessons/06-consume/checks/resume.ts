import {answered, commonMistake, defineCheck, failed, nearest, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const values = (await cluster.messages('test')).flatMap(({value}) => value ?? []);
  const consumers = [...terminals.finished({since}), ...terminals.running({since})].filter(
    ({output}) => !/^>/m.test(output),
  );
  const group = cluster.group('my-group');
  const position = group?.positions.find(({topic}) => topic === 'test');
  const hasRead = (group?.members.length ?? 0) > 0 || position?.lag === 0;
  let sawAll = false;
  for (const {output} of consumers) {
    const printed = output
      .split('\n')
      .map((line) => line.split('\t').at(-1) ?? '')
      .filter((line) => values.includes(line));
    const places = values.flatMap((_, start) =>
      printed.every((line, index) => values[start + index] === line) ? start : [],
    );
    // The same lines may have been sent twice: then only a group that has read to the end tells which they are.
    const beginsAt = places.length > 1 && position?.lag === 0 ? values.length - printed.length : places[0];
    const isCertain = places.length === 1 || position?.lag === 0;
    if (printed.length > 0 && beginsAt !== undefined && beginsAt > 0 && hasRead && isCertain) {
      return answered(
        1,
        `The consumer went on at offset ${beginsAt} and printed ${printed.length} of ${values.length} messages.`,
      );
    }
    sawAll ||= printed.length > 1 && beginsAt === 0 && isCertain;
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const names = cluster.groups.map(({name}) => name).filter((name) => name !== 'my-group');
  if (sawAll) {
    const misspelt = nearest('my-group', names);
    return failed('Your consumer printed everything: it is a reader without a position.', {
      expected: 'a consumer of `my-group`',
      observed: misspelt ? `a group \`${misspelt}\`` : 'a consumer of another group, or of none',
      why: 'Only under the same name does a group find its position again. Stop it with Ctrl-C and start it with --group my-group.',
    });
  }
  if (position?.lag === 0 && group?.members.length === 0) {
    return failed('`my-group` has nothing to catch up with.', {
      expected: 'messages that came while nobody of the group was there',
      observed: 'a lag of 0',
      why: 'Send a message while its consumer is stopped, then start it.',
    });
  }
  return waiting('No consumer has printed what `my-group` missed yet.');
});
