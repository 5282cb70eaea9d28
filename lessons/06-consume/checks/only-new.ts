import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const messages = await cluster.messages('test');
  const consumers = [...terminals.finished({since}), ...terminals.running({since})].filter(
    ({output}) => !/^>/m.test(output),
  );
  let sawOld = false;
  for (const {output, startedAt} of consumers) {
    const printed = output
      .split('\n')
      .map((line) => line.split('\t').at(-1) ?? '')
      .filter((line) => messages.some(({value}) => value === line));
    const fresh = messages.filter(({timestamp}) => timestamp >= startedAt).map(({value}) => value);
    const isOnlyFresh = printed.every((line) => {
      const place = fresh.indexOf(line);
      if (place !== -1) fresh.splice(place, 1);
      return place !== -1;
    });
    if (printed.length > 0 && isOnlyFresh)
      return answered(1, `The consumer printed "${printed[0]}" and none of the older messages.`);
    sawOld ||= !isOnlyFresh;
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (sawOld) {
    return failed('Your consumer printed old messages, too.', {
      expected: 'a consumer without --from-beginning',
      observed: 'messages that were there before it was started',
      why: 'The key ↑ brought back the whole command. Stop it with Ctrl-C and take --from-beginning away.',
    });
  }
  const readers = cluster.groups.filter(({members}) => members.length > 0);
  const sent = messages.filter(({timestamp}) => timestamp >= since);
  if (sent.length > 0 && readers.length === 0) {
    return failed('A message was sent while no consumer ran.', {
      expected: 'a consumer that runs, and then a message',
      observed: `"${sent.at(-1)?.value}" at offset ${sent.at(-1)?.offset}, and nobody to read it`,
      why: 'A consumer that begins at the end never sees what was sent before. Start it, wait two seconds, then send one more.',
    });
  }
  return waiting(
    readers.length > 0
      ? 'A consumer runs; no new message has come yet.'
      : 'No consumer without --from-beginning runs yet.',
  );
});
