import {commonMistake, defineCheck, failed, nearest, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const group = cluster.group('my-group');
  const position = group?.positions.find(({topic}) => topic === 'test');
  if (position) {
    return passed(
      `\`my-group\` has a position in \`test\`: it goes on reading at offset ${position.offset}.`,
    );
  }
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (group && group.members.length > 0) {
    const [read] = group.members.flatMap(({assignment}) => assignment.map(({topic}) => topic));
    if (read !== undefined && read !== 'test') {
      return failed(`The consumer of \`my-group\` reads the topic \`${read}\`.`, {
        expected: 'a consumer of `test`',
        observed: `a consumer of \`${read}\``,
        why: 'A slip in the name, most likely: a topic that nobody made is made on the spot. Ctrl-C, and correct it.',
      });
    }
    return waiting('A member of `my-group` reads; its position is not written down yet.');
  }

  const named = cluster.groups.map(({name}) => name).filter((name) => !name.startsWith('console-consumer-'));
  const misspelt = nearest('my-group', named);
  if (misspelt) {
    return failed('There is no group `my-group`, but one whose name is nearly that.', {
      expected: 'a group `my-group`',
      observed: `a group \`${misspelt}\``,
      why: 'Kafka takes any name for a group. Stop the consumer with Ctrl-C and start it with --group my-group.',
    });
  }
  const nameless = cluster.groups.find(({name, members}) => !named.includes(name) && members.length > 0);
  const started = terminals.running({since: step.startedAt, terminal: 'consumer'});
  if (nameless && started.length > 0) {
    return failed('Your consumer reads under a name that was made up for it.', {
      expected: 'a group `my-group`',
      observed: `a group \`${nameless.name}\``,
      why: 'Without --group the console consumer takes any name. Stop it with Ctrl-C and add --group my-group.',
    });
  }
  return waiting('There is no group `my-group` yet.');
});
