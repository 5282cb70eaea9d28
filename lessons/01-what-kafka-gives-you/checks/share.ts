import {answered, defineCheck, failed, type Message, waiting} from 'kafka-lessons/check';
import {arrivalsIn, countOf, programsThatGot} from './clicks/arrivals.ts';
import {slipOf} from './clicks/slip-of.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const clicks = (await cluster.messages('clicks')).filter(({timestamp}) => timestamp >= since);
  const arrivals = arrivalsIn(terminals);
  const counterOf = (click: Message) =>
    programsThatGot(click, arrivals).find((program) => program.startsWith('count'));
  const byKey = Map.groupBy(
    clicks.filter(({key}) => key !== null),
    ({key}) => key,
  );
  const repeated = [...byKey].filter(([, its]) => its.length >= 2);
  for (const [key, its] of repeated) {
    const [counter, ...others] = new Set(its.map(counterOf));
    if (counter !== undefined && others.length === 0) {
      const partition = its[0]?.partition;
      return answered(
        1,
        `${its.length === 2 ? 'Both' : `All ${its.length}`} clicks of ${key} lie in partition ${partition}, and ${counter} got each of them.`,
      );
    }
  }

  const slip = slipOf(clicks, terminals, since);
  if (slip) return slip;
  if (repeated.length > 0)
    return waiting('The clicks are in Kafka; the team count has not got all of them yet.');
  if (clicks.length >= 2 && clicks.every(({key}) => key === null)) {
    return failed('Your clicks have no key: nobody knows whose they are.', {
      expected: 'a name, a colon and a page in each line, such as anna:/socks',
      observed: clicks.map(({value}) => value).join(', '),
      why: 'What stands before the colon becomes the key. Without one Kafka chooses the partition itself.',
    });
  }
  return waiting(
    clicks.length === 0
      ? 'None of the four clicks has been sent yet.'
      : `${countOf(clicks.length, 'click')} so far, none of them the second of the same visitor.`,
  );
});
