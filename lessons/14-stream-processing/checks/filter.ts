import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {clicksIn, messagesOf, newestRun} from './transform/clicks.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const clicks = newestRun(await clicksIn(cluster));
  const sent = await messagesOf(cluster, 'page-clicks');
  const people = clicks.filter(({robot}) => !robot);
  const robots = clicks.filter(({robot}) => robot);
  const arrived = people.filter(({page, at}) =>
    sent.some(({key, timestamp}) => key === page && timestamp === at),
  );
  const robot = robots.find(({at}) => sent.some(({timestamp}) => timestamp === at));
  if (people.length > 0 && arrived.length === people.length && !robot) {
    return passed(
      `Of ${clicks.length} clicks ${people.length} are in \`page-clicks\`, by page; ${robots.length} were those of robots.`,
    );
  }
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (robot) {
    return failed('A click of a robot is in `page-clicks`.', {
      expected: `${people.length} clicks of people`,
      observed: `one of a robot, at ${robot.page}`,
      why: '`if (robot) return;` stands in front of what is sent. Mend it, start the filter again, and send new clicks: node clicks.ts',
    });
  }
  const last = sent.toSorted((left, right) => left.timestamp - right.timestamp).at(-1);
  if (last && last.timestamp >= step.startedAt && arrived.length === 0) {
    if (!people.some(({page}) => page === last.key)) {
      return failed('What is in `page-clicks` does not have its page as the key.', {
        expected: 'key: page',
        observed: last.key === null || last.key === '' ? 'no key' : `the key ${last.key}`,
        why: 'Whatever has the same key goes to the same partition, and so to the same counter. Mend it, start the filter again, and send new clicks.',
      });
    }
    return failed('The clicks in `page-clicks` have lost the time at which they happened.', {
      expected: 'timestamp, handed on from the message that was read',
      observed: 'the time at which your program sent them',
      why: 'Without `timestamp` in the message that is sent, kafkajs takes the present. Mend it, start the filter again, and send new clicks.',
    });
  }
  if (clicks.length === 0) return waiting('Nobody has clicked yet: node clicks.ts, in the tab shop.');
  return waiting(
    `${arrived.length} of ${people.length} clicks are in \`page-clicks\`. Clicks that came before your filter was right are gone for it: send new ones.`,
  );
});
