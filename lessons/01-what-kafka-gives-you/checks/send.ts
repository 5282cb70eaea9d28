import {answered, defineCheck, waiting} from 'kafka-lessons/check';
import {arrivalsIn, nameOf, programsThatGot} from './clicks/arrivals.ts';
import {slipOf} from './clicks/slip-of.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const clicks = (await cluster.messages('clicks')).filter(({timestamp}) => timestamp >= since);
  const arrivals = arrivalsIn(terminals);
  for (const click of clicks) {
    const programs = programsThatGot(click, arrivals);
    const counter = programs.find((program) => program.startsWith('count'));
    if (counter !== undefined && programs.includes('fraud'))
      return answered(1, `The click ${nameOf(click)} came to ${counter} and to fraud: once to each team.`);
  }

  const slip = slipOf(clicks, terminals, since);
  if (slip) return slip;
  if (!cluster.topic('clicks')) return waiting('The topic `clicks` is not there yet.');
  return waiting(
    clicks.length > 0
      ? 'Your click is in Kafka; not both teams have got it yet.'
      : 'No click has been sent yet.',
  );
});
