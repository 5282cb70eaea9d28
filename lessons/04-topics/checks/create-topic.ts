import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const topic = cluster.topic('test');
  const partitions = topic?.partitions.length ?? 0;
  const replicas = topic?.partitions[0]?.replicas.length ?? 0;
  if (partitions === 1) return passed(`\`test\` exists with 1 partition, ${replicas} replica.`);

  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (partitions > 1) {
    return failed(`\`test\` has ${partitions} partitions.`, {
      expected: '1 partition',
      observed: `${partitions} partitions`,
      why: 'Partitions can be added to a topic and never taken away. Remove it (--delete --topic test) and create it again.',
    });
  }
  const misspelt = cluster.misspelt('test');
  if (misspelt) {
    return failed('There is no topic `test`, but one whose name is nearly that.', {
      expected: 'a topic `test`',
      observed: `a topic \`${misspelt.name}\``,
      why: 'A slip of the keyboard, most likely. To Kafka it is a name like any other; capital letters count too.',
    });
  }
  if (!cluster.reachable) {
    return failed('No broker answers.', {
      expected: 'broker 1 on localhost:9092',
      observed: 'nobody there',
      why: 'Look at the tab broker-1: the broker was stopped. Start it again first.',
    });
  }
  return waiting('The broker knows no topic `test` yet.');
});
