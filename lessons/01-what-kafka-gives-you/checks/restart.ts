import {answered, commonMistake, defineCheck, failed, underWay, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  // A broker that is only slow is silent for a moment, too.
  const isStarted = terminals
    .typed({since, host: 'broker-1'})
    .some(({command, exitCode}) => /kafka-server-start/.test(command) && (exitCode ?? 0) === 0);
  const hasStopped = cluster.changes({type: 'silent', since}).some(({broker}) => broker === 1);
  const runs = cluster.broker(1)?.answers === true;
  const isBack = hasStopped && isStarted && runs;
  if (isBack && !cluster.settled)
    return underWay('Broker 1 answers again, and looks through what it has on its disk.');
  const clicks = await cluster.messages('clicks');
  const ends = (cluster.topic('clicks')?.partitions ?? []).map(({nextOffset}) => nextOffset);
  const stored = ends.reduce((sum, nextOffset) => sum + nextOffset, 0);
  if (isBack && stored > 0 && clicks.length === stored)
    return answered(2, `Broker 1 was stopped and started, and \`clicks\` holds all ${stored} clicks.`);

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (isBack && stored === 0) {
    return failed('`clicks` holds nothing that could have been kept or lost.', {
      expected: 'the clicks of the first steps',
      observed: 'an empty topic',
      why: 'Send a click in the tab page (bash page.sh, if it shows no >), then stop the broker and start it.',
    });
  }
  if (!cluster.zookeeper.answers) {
    return failed('You have stopped ZooKeeper; the broker is another server.', {
      expected: 'broker 1 stopped, and ZooKeeper running',
      observed: 'ZooKeeper does not answer',
      why: 'In the tab zookeeper the key ↑ and Enter start it again. The broker runs in the tab broker-1.',
    });
  }
  if (!runs) {
    const isUp = terminals
      .running({host: 'broker-1'})
      .some(({command}) => /kafka-server-start/.test(command));
    return waiting(
      isUp
        ? 'Broker 1 does not answer at this moment.'
        : 'Broker 1 is stopped. Now start it again, in its own tab.',
    );
  }
  return waiting(
    isBack ? 'Broker 1 is back; not all clicks are told yet.' : 'Broker 1 runs; nobody has stopped it yet.',
  );
});
