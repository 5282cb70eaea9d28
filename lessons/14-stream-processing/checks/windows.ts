import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {clicksIn, messagesOf, newestRun} from './transform/clicks.ts';
import {countsOf, expectedCounts} from './transform/counts.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const people = newestRun(await clicksIn(cluster)).filter(({robot}) => !robot);
  const written = await messagesOf(cluster, 'page-counts');
  const windows = expectedCounts(people).map((expected) => ({
    ...expected,
    counts: countsOf(expected, written),
  }));
  const short = windows.filter(({count, counts}) => (counts.at(-1) ?? 0) < count);
  const early = windows.find(({counts}) => counts[0] !== undefined && counts[0] !== 1);
  if (windows.length > 0 && short.length === 0 && !early) {
    const most = windows.toSorted((left, right) => right.count - left.count)[0];
    return passed(
      `${windows.length} counts of pages by the minute are right: ${most?.page} had ${most?.counts.at(-1)} clicks in its best one.`,
    );
  }
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (early) {
    return failed(`The first click of ${early.page} in a minute was counted as ${early.counts[0]}.`, {
      expected: '1',
      observed: `${early.counts[0]}`,
      why: 'A window that nobody has counted in stands at 0: `(counts.get(key) ?? 0) + 1`. Mend it, start the counter again, and in a minute send new clicks.',
    });
  }
  const stuck = windows.find(
    ({count, counts}) => count > 1 && counts.length >= count && counts.every((each) => each === 1),
  );
  if (stuck) {
    return failed(`Each click of ${stuck.page} counts as the first one.`, {
      expected: `${stuck.count} clicks in one minute`,
      observed: `${stuck.counts.length} times a count of 1`,
      why: 'The table has to be told: `counts.set(key, value)`. Mend it, start the counter again, and send new clicks.',
    });
  }
  const newest = written.toSorted((left, right) => left.timestamp - right.timestamp).at(-1);
  if (newest && newest.timestamp >= step.startedAt && windows.every(({counts}) => counts.length === 0)) {
    return failed('What is in `page-counts` does not tell which page had clicks in which minute.', {
      expected: 'a key such as /lamps 12:04',
      observed: `the key ${newest.key ?? 'that is missing'}`,
      why: 'The key is the page, a blank, and `windowOf(message.timestamp)`. Mend it, start the counter again, and send new clicks.',
    });
  }
  return waiting(
    windows.length === 0
      ? 'Nobody has clicked yet: node clicks.ts, in the tab shop.'
      : `${windows.length - short.length} of ${windows.length} counts are there. Clicks that came before your counter was right are gone for it: send new ones.`,
  );
});
