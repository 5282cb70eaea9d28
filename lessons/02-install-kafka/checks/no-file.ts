import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

export default defineCheck(({terminals, step}) => {
  const since = step.startedAt;
  const usage = terminals
    .finished({since})
    .map(({output}) => /^USAGE: .*kafka-server-start.*$/m.exec(output)?.[0])
    .find(Boolean);
  if (usage !== undefined) return answered(2, `It ended, and said: ${usage}`);

  const looking = terminals.running({since, output: 'ZooKeeperClient'})[0];
  const starts =
    looking &&
    failed('A broker starts there: it was given a file.', {
      expected: 'the command with nothing behind it',
      at: looking.startedAt,
      observed: looking.command,
      why: 'It looks for a ZooKeeper that does not run, and gives up after a while. Ctrl-C ends it at once.',
    });
  const given = terminals.finished({since, output: /NoSuchFileException: |ZooKeeperClient/}).at(-1);
  const named =
    given &&
    failed('You gave it the name of a file; leave the name out for once.', {
      expected: 'the command with nothing behind it',
      at: given.startedAt,
      observed: given.command,
      why: 'With a name it tries to read that file, and on client there is none. What it says without one is the question here.',
    });
  return (
    commonMistake(terminals, since, starts, named) ?? waiting('No server was started without a file yet.')
  );
});
