import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const values = (await cluster.messages('test')).flatMap(({value}) => value ?? []);
  const outputs = [...terminals.finished({since}), ...terminals.running({since})]
    .map(({output}) => output)
    .filter((output) => !/^>/m.test(output));
  const again = outputs
    .map((output) => output.split('\n').filter((line) => values.includes(line.split('\t').at(-1) ?? '')))
    .find((lines) => lines.length >= 2);
  if (again) return answered(1, `A second consumer printed ${again.length} messages, from offset 0 on.`);

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const silent = terminals
    .running({since, host: 'client'})
    .some(({command}) => /console-consumer/.test(command) && !/--from-beginning/.test(command));
  const isRunning = cluster.groups.some(({members}) => members.length > 0);
  if (isRunning && silent) {
    return failed('The new consumer waits in silence for new messages.', {
      expected: 'the same command as before, with --from-beginning',
      observed: 'a consumer that has printed nothing',
      why: 'Without --from-beginning a consumer begins at the end of the log. Stop it with Ctrl-C and add the option.',
    });
  }
  return waiting('No second consumer was started yet.');
});
