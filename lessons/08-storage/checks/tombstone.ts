import {commonMistake, defineCheck, failed, passed, underWay, waiting} from 'kafka-lessons/check';
import {list, pricesOf} from './parts/prices.ts';

export default defineCheck(async (context) => {
  const {terminals, step} = context;
  const {messages, active, wasCleaned, isCompacted} = await pricesOf(context);
  const pears = messages.filter(({key}) => key?.trim() === 'pear');
  const last = pears.at(-1);
  if (wasCleaned && pears.every(({value}) => value === null)) {
    const stone = last ? `its tombstone stays at offset ${last.offset} for a day` : 'and so is its tombstone';
    return passed(`No price of a pear is left, ${stone}.`);
  }
  if (!isCompacted) return waiting('`prices` is not compacted: that was two steps before.');
  if (last?.value === null && last.offset < active) {
    return underWay(
      `The tombstone is in a closed segment. There is still ${list(pears)}; the cleaner looks every second.`,
    );
  }
  if (last?.value === null) {
    const slip = commonMistake(terminals, step.startedAt);
    if (slip) return slip;
    return waiting(
      `The tombstone lies at offset ${last.offset}, in the active segment. What closes that one?`,
    );
  }

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (last?.value === '') {
    return failed('That is a pear with an empty price, and no tombstone.', {
      expected: 'a message with no value at all',
      observed: 'key pear, a value of 0 bytes',
      why: 'Nothing and an empty text are two things to Kafka. Send pear:NULL, with --property null.marker=NULL.',
    });
  }
  if (last && /^null$/i.test(last.value?.trim() ?? '')) {
    return failed(`That is a pear whose price is the word ${last.value?.trim()}.`, {
      expected: 'a message with no value at all',
      observed: `key pear, value ${last.value}`,
      why: 'The producer takes a word for no value only when you name it, letter by letter: --property null.marker=NULL.',
    });
  }
  return waiting(`The newest message about pears says ${last?.value ?? 'nothing'}.`);
});
