import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

/** Only a session with ZooKeeper prints this; what kind of event it was it may be too hasty to say. */
const connected = /^WATCHER::|state:SyncConnected/m;

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const sessions = [
    ...terminals.finished({since, output: connected}),
    ...terminals.running({since, output: connected}),
  ].map(({command, output}) => `${command}\n${output}`);
  const answers = terminals.finished({since, output: /^Connecting to /m}).map(({output}) => output);
  for (const output of [...sessions, ...answers]) {
    const list = /^\[\d+(, \d+)*\]$/m.exec(output)?.[0];
    if (list) return passed(`ZooKeeper answered ${list}: every broker that is alive.`);
    const endpoint = /"endpoints":\["PLAINTEXT:\/\/([^"]+)"\].*"timestamp":"\d+"/.exec(output)?.[1];
    if (endpoint) return passed(`ZooKeeper showed the entry of the broker at ${endpoint}.`);
  }

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const answer = sessions.at(-1);
  if (answer === undefined)
    return waiting('No answer of ZooKeeper about its brokers was seen in a terminal yet.');
  // The line that asked stands in the command, or, within the shell, in what it echoed.
  if (/\/brokers\/ids\s*\n(?:.*\n)*?\[\]$/m.test(answer)) {
    return failed('ZooKeeper lists no broker.', {
      expected: '[1]',
      observed: '[]',
      why: cluster.zookeeper.brokerIds.includes(1)
        ? 'The broker has registered since: ask again.'
        : 'The broker does not run any more: look at its tab, start it, and ask again.',
    });
  }
  const missing = /^Node does not exist: (\S+)/m.exec(answer)?.[1];
  if (missing) {
    return failed(`ZooKeeper has nothing at \`${missing}\`.`, {
      expected: '/brokers/ids',
      observed: missing,
      why: 'Both words are plural, and the path begins with a slash. `ls /` shows what there is.',
    });
  }
  return failed('You reached ZooKeeper, and asked it for something else.', {
    expected: 'the list of brokers: [1]',
    observed: answer.trim().split('\n').at(-1) ?? '',
    why: 'Brokers are listed under one path only: `ls /brokers/ids`.',
  });
});
