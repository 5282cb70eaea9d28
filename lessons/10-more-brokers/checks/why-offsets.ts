import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

/** Milliseconds a reader of the group has to wait in vain before that tells something. */
const patience = 5000;

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const gone = cluster.changes({type: 'unregistered', since}).findLast(({broker}) => broker === 1);
  const back = gone && cluster.changes({type: 'registered', since: gone.at}).find(({broker}) => broker === 1);
  const isUp = cluster.broker(1)?.answers === true;
  const messages = await cluster.messages('test');
  const readers = terminals
    .typed({since})
    .filter(({command}) => /console-consumer/.test(command) && /\breaders\b/.test(command));
  const inVain = readers.filter(({startedAt, endedAt = cluster.takenAt, output}) => {
    const until = Math.min(endedAt, back?.at ?? Infinity);
    const sent = messages.some(({timestamp}) => gone && timestamp >= gone.at && timestamp < until);
    const printed = output.split('\n').some((line) => messages.some(({value}) => value === line));
    return gone && startedAt >= gone.at && sent && !printed && until - startedAt >= patience;
  });
  const [reader] = inVain;
  if (gone && reader && isUp && back) {
    const leader = cluster.topic('test')?.partitions[0]?.leader;
    const seconds = Math.round((Math.min(reader.endedAt ?? back.at, back.at) - reader.startedAt) / 1000);
    return answered(
      1,
      `Broker 1 was away, broker ${leader} leads \`test\`, and for ${seconds} s a reader of \`readers\` got nothing.`,
    );
  }

  const slip = commonMistake(terminals, since);
  // Broker 1 was to be stopped, and whoever asked it meanwhile got no answer.
  if (slip && slip.kind !== 'server-stopped') return slip;
  if (reader && !isUp) return waiting('A reader got nothing. Now start broker 1 again, in its tab.');
  if (gone && back && readers.length > 0) {
    return failed('No reader of the group waited in vain while broker 1 was away.', {
      expected: 'broker 1 stopped, a message sent, then a reader of `readers` for some seconds',
      observed: 'broker 1 is back',
      why: 'The order counts: Ctrl-C in broker-1, then the message and the reader in client, then broker 1 again.',
    });
  }
  if (!gone) {
    return readers.length > 0
      ? failed('Broker 1 runs, so the group reads as always.', {
          expected: 'broker 1 stopped first',
          observed: 'a reader of `readers` while broker 1 answers',
          why: 'Press Ctrl-C in the tab broker-1, then send a message and start the reader once more.',
        })
      : waiting('Broker 1 still runs.');
  }
  return waiting(
    readers.length > 0
      ? 'Give the reader some seconds; a message has to be there that it could read.'
      : 'Broker 1 has gone; no reader of `readers` has been started since.',
  );
});
