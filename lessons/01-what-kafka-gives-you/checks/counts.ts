import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {countOf, scriptRuns} from './clicks/arrivals.ts';
import {clicksByPage, countsIn, newestCounts} from './clicks/counts.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const clicks = clicksByPage(await cluster.messages('clicks'));
  const messages = await cluster.messages('clicks-by-page');
  const newest = newestCounts(countsIn(messages));
  const isComplete = clicks.size > 0 && [...clicks].every(([page, count]) => newest.get(page) === count);
  const lines = [...newest].map(([page, count]) => `${page} ${count}`);
  const readers = terminals.typed({since, host: 'client'}).filter(({output}) => !/^>/m.test(output));
  const isRead = readers.some(({output}) => lines.every((line) => output.split('\n').includes(line)));
  if (isComplete && isRead) {
    const total = [...clicks.values()].reduce((sum, count) => sum + count, 0);
    return answered(
      0,
      `The counts are ${lines.join(', ')}: all ${countOf(total, 'click')}, also those from before.`,
    );
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const near = cluster.misspelt('clicks-by-page');
  if (near && near.name !== 'clicks') {
    return failed(`There is a topic \`${near.name}\` now; its name is nearly that of the counts.`, {
      expected: 'a program that reads `clicks-by-page`',
      observed: `the topic \`${near.name}\`, made by whoever named it`,
      why: 'Even a reader makes a topic that it names and nobody made, and then waits there for ever. Ctrl-C, and correct the name.',
    });
  }
  const runs = scriptRuns(terminals, /count-by-page/);
  if (!runs && messages.length === 0) return waiting('The program that counts does not run yet.');
  if (!isComplete) return waiting('The program is at work; not all clicks are counted yet.');
  return waiting('The counts are in `clicks-by-page`; nobody has read them yet.');
});
