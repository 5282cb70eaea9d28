import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {nameOf, scriptRuns} from './clicks/arrivals.ts';
import {clicksByPage, countsIn} from './clicks/counts.ts';
import {typedAtTheShell} from './clicks/typed-at-the-shell.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const all = await cluster.messages('clicks');
  const click = all.findLast(({timestamp}) => timestamp >= since);
  const counts = countsIn(await cluster.messages('clicks-by-page'));
  if (click) {
    const page = click.value ?? '';
    const wanted = clicksByPage(all).get(page) ?? 0;
    const fresh = counts.find(
      (count) => count.page === page && count.count === wanted && count.timestamp >= click.timestamp,
    );
    const old = counts.find((count) => count.page === page && count.count === wanted - 1);
    if (fresh && (old || wanted === 1)) {
      const before = old ? `\`${page} ${old.count}\` is still there, and ` : '';
      return answered(1, `${before}\`${page} ${fresh.count}\` came as a message of its own.`);
    }
  }

  const runs = scriptRuns(terminals, /count-by-page/);
  const stopped =
    click && !runs
      ? failed('Your click is there, and the program that counts does not run.', {
          at: click.timestamp,
          expected: 'a new count of that page',
          observed: 'nothing runs in the tab stream',
          why: 'Start it there: bash count-by-page.sh. It reads all clicks once more, this one too.',
        })
      : undefined;
  const slip = commonMistake(terminals, since, typedAtTheShell(terminals, since), stopped);
  if (slip) return slip;
  return waiting(
    click
      ? `The click ${nameOf(click)} is there; its count is not written yet.`
      : 'No new click has been sent yet.',
  );
});
