import {commonMistake, defineCheck, passed, underWay, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const jobs = await cluster.messages('jobs');
  const readers = terminals
    .typed()
    .filter(({command}) => /\bkafka-console-share-consumer\b/.test(command))
    .map(({output}) => jobs.filter(({value}) => output.split('\n').includes(value ?? '')).length);
  const busy = readers.filter((count) => count > 0);
  const read = busy.reduce((sum, count) => sum + count, 0);
  if (busy.length >= 2 && read < jobs.length) return underWay(`${read} of ${jobs.length} jobs are read.`);
  if (busy.length >= 2) {
    return passed(
      `Of ${jobs.length} jobs in one partition the members of \`workers\` got ${busy.join(' and ')}.`,
    );
  }
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const members = terminals.running().filter(({command}) => /\bkafka-console-share-consumer\b/.test(command));
  if (members.length < 2)
    return waiting('Two members of `workers` are not there: start them as in the step before.');
  return waiting(
    busy.length === 1
      ? 'All went to one of the two: it takes all there is. Start both with one-by-one.properties, and send fifty more.'
      : 'No jobs have been sent yet.',
  );
});
