import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

// The choices: 1. To be fetched. 2. Kafka runs without. 3. Kafka brings it along.
export default defineCheck(async ({terminals, host, step}) => {
  const since = step.startedAt;
  const finished = terminals.finished({since});
  const named = finished.filter(({output}) => /zookeeper-\d/.test(output));
  const {output: jars} = named.length > 0 ? await host('client').exec('ls libs') : {output: ''};
  const jar = /^zookeeper-\d[\w.-]*\.jar$/m.exec(jars)?.[0];
  if (jar !== undefined && named.some(({output}) => listsFile(output, jar)))
    return answered(2, `ZooKeeper lies in Kafka’s \`libs\`: ${jar}.`);

  const last = finished.at(-1);
  const inBin =
    last && /zookeeper-server-start/.test(last.output)
      ? failed('Those are commands in `bin`; the question is about the program itself.', {
          at: last.startedAt,
          expected: 'the files in `libs`: ls libs | grep zookeeper',
          observed: 'zookeeper-server-start and others',
          why: 'A command without its program is of no use. If the program is here, it lies in `libs`.',
        })
      : undefined;
  const foundNothing =
    last?.exitCode === 1 && last.output.trim() === ''
      ? failed('Your newest command found nothing.', {
          at: last.startedAt,
          expected: 'ls libs | grep zookeeper',
          observed: last.command,
          why: '`grep` keeps lines that hold exactly that word: small and capital letters differ, and so does a slip of the keyboard.',
        })
      : undefined;
  return (
    commonMistake(terminals, since, inBin, foundNothing) ??
    waiting('The files in `libs` were not searched for ZooKeeper yet.')
  );
});

/** In a list of names or of paths, not in what was said about a name. */
function listsFile(output: string, file: string): boolean {
  return output
    .split('\n')
    .filter((line) => !/No such file|cannot access|command not found/i.test(line))
    .some((line) => line.split(/[\s,/]+/).includes(file));
}
