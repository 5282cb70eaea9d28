import {answered, commonMistake, defineCheck, failed, underWay, waiting} from 'kafka-lessons/check';
import {list, pricesOf} from './parts/prices.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, step} = context;
  const {messages, replaced, active, wasCleaned, isCompacted} = await pricesOf(context);
  const closed = replaced.filter(({offset}) => offset < active);
  if (wasCleaned && closed.length === 0) {
    const fruit = messages.filter(({value}) => value !== null);
    return answered(
      1,
      `\`prices\` holds ${list(fruit)}: of each key what came last, at the offsets they had.`,
    );
  }
  if (!isCompacted) return waiting('`prices` is not compacted: that was the step before.');
  if (closed.length > 0) {
    return underWay(
      `A new segment has begun. The closed ones still hold ${list(closed)}; the cleaner looks every second.`,
    );
  }

  const since = step.startedAt;
  const refused = terminals.finished({since, output: 'cannot accept message without key'}).at(-1);
  const keyless =
    refused &&
    failed('The broker refused your message, because it has no key.', {
      at: refused.startedAt,
      expected: 'a message with a key: parse.key=true and plum:3',
      observed: 'Compacted topic cannot accept message without key',
      why: 'Of a message without a key nobody could tell which one it replaces, so a compacted topic takes none.',
    });
  const slip = commonMistake(terminals, since, keyless);
  if (slip) return slip;
  const stray = cluster.misspelt('prices');
  const sent = stray && (await cluster.messages(stray.name)).some(({timestamp}) => timestamp >= since);
  if (stray && sent) {
    return failed(`You sent the price to \`${stray.name}\`.`, {
      expected: 'a message in `prices`',
      observed: `a topic \`${stray.name}\``,
      why: 'A slip in the name makes a topic of its own. Send it once more.',
    });
  }
  return waiting(
    `\`prices\` holds ${list(messages)}, all in the active segment, which begins at offset ${active}.`,
  );
});
