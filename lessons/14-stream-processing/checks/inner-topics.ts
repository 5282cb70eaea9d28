import {commonMistake, defineCheck, passed, waiting} from 'kafka-lessons/check';
import {application, countsIn} from './counts/counts.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const changelog = cluster.topics.find(
    ({name}) => name.startsWith(application) && name.endsWith('-changelog'),
  );
  const kept = changelog ? await countsIn(cluster, changelog.name) : [];
  const read = terminals
    .typed({since})
    .filter(({command}) => /changelog/.test(command))
    .find(({output}) => kept.some(({word, count}) => output.split('\n').includes(`${word}\t${count}`)));
  if (read) return passed(`The changelog has ${kept.length} changes of the table, and was read.`);
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const listed = terminals.finished({since, output: /-changelog/}).length > 0;
  return waiting(listed ? 'The topics were listed. Read the changelog.' : 'The topics were not listed yet.');
});
