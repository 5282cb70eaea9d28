import {
  type CheckContext,
  type CheckFinding,
  commonMistake,
  defineCheck,
  failed,
  passed,
  waiting,
} from 'kafka-lessons/check';

export default defineCheck((context) => {
  const {cluster, terminals, step} = context;
  const since = step.startedAt;
  const broker = cluster.broker(1);
  if (broker && cluster.zookeeper.brokerIds.includes(1))
    return passed(`ZooKeeper lists broker 1, and it answers at ${broker.address}.`);

  const slip = commonMistake(terminals, since, otherNumber(context), otherPort(context), gaveUp(context));
  if (slip) return slip;
  if (!cluster.zookeeper.answers) {
    return failed('ZooKeeper does not answer any more; without it no broker starts.', {
      expected: 'ZooKeeper running in the tab zookeeper',
      observed: 'nobody answers on port 2181',
      why: 'Somebody stopped it, perhaps with Ctrl-C in its tab. Start it again there, then the broker.',
    });
  }
  return terminals.running({since, output: 'ClientCnxn'}).length > 0
    ? waiting('The broker starts; ZooKeeper does not list it yet.')
    : waiting('ZooKeeper runs, and no broker has registered with it yet.');
});

function otherNumber({cluster, step}: CheckContext): CheckFinding | undefined {
  const other = cluster.zookeeper.brokerIds.find((id) => id !== 1);
  const registered = cluster.changes({type: 'registered'}).findLast(({broker}) => broker === other);
  return other === undefined
    ? undefined
    : failed(`A broker with the number ${other} has registered; this course calls it 1.`, {
        at: registered?.at ?? step.startedAt,
        expected: 'broker.id=1 in config/server.properties',
        observed: `/brokers/ids: [${cluster.zookeeper.brokerIds.join(', ')}]`,
        why: 'Stop it with Ctrl-C and change the line broker.id back. Its folder carries the number too: rm -r data/kafka there, then start it again.',
      });
}

/** The last line `listeners` of a file counts. */
function otherPort({terminals, step}: CheckContext): CheckFinding | undefined {
  const listening = /Awaiting socket connections on \S*?:(\d+)\./;
  const running = terminals.running({since: step.startedAt, output: listening}).at(-1);
  const port = listening.exec(running?.output ?? '')?.[1];
  return running === undefined || port === '9092'
    ? undefined
    : failed(`The broker listens on port ${port}; everybody here asks port 9092.`, {
        at: running.startedAt,
        expected: 'listeners=PLAINTEXT://localhost:9092',
        observed: `its log: awaiting socket connections on port ${port}`,
        why: 'Of two lines with the same name in config/server.properties the last one counts. Stop it with Ctrl-C, correct the file, start it again.',
      });
}

function gaveUp({cluster, terminals, step}: CheckContext): CheckFinding | undefined {
  const since = step.startedAt;
  const last = terminals.finished({since, output: 'ClientCnxn'}).at(-1);
  const isRunning = terminals.running({since, output: 'ClientCnxn'}).length > 0;
  if (!cluster.zookeeper.answers || !last || isRunning || !/Connection refused/.test(last.output))
    return undefined;
  return failed('ZooKeeper is there now, but the broker has given up before.', {
    at: last.startedAt,
    expected: 'the broker running in its tab',
    observed: 'the broker’s last start ended without finding ZooKeeper',
    why: 'A broker looks for ZooKeeper only for a while. Start it once more.',
  });
}
