import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

/** As a name in a list, or as what is in it. */
const file = /(?<![\w.-])server\.properties(?![\w-])|^broker\.id=1$/;

export default defineCheck(({terminals, step}) => {
  const since = step.startedAt;
  const isListed = (output: string) =>
    output
      .split('\n')
      .filter((line) => !/^USAGE: |No such file|cannot access|Exception/i.test(line))
      .some((line) => file.test(line));
  if (terminals.finished({since, host: 'broker-1'}).some(({output}) => isListed(output)))
    return passed('On broker-1 lies config/server.properties, the settings of a broker.');

  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const [elsewhere] = terminals.finished({since, host: 'client', output: 'tools-log4j.properties'});
  if (elsewhere) {
    return failed('You looked on client, where no server is to run.', {
      expected: 'the folder config on broker-1',
      observed: 'log4j.properties and tools-log4j.properties, which are about printing',
      why: 'Each tab is a machine with a folder of its own. Go to the tab broker-1 and look there.',
    });
  }
  return waiting('The settings of a broker were not seen on broker-1 yet.');
});
