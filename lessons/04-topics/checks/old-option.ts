import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(({cluster, terminals, step}) => {
  const since = step.startedAt;
  const refused = terminals.finished({since, output: /^zookeeper is not a recognized option$/m});
  if (refused.length > 0) return passed('The command refused: "zookeeper is not a recognized option".');

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const listed = terminals
    .finished({since})
    .some(({output}) => cluster.ownTopics.some(({name}) => output.split('\n').includes(name)));
  if (listed) {
    return failed('The command did its work: it asked a broker.', {
      expected: 'the error that --zookeeper gives today',
      observed: 'a list of the topics',
      why: 'You typed what is right today. For once take the old option: --zookeeper localhost:2181.',
    });
  }
  return waiting('The error was not seen in a terminal yet.');
});
