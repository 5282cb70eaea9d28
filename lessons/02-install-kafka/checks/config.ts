import {answered, commonMistake, defineCheck, failed, waiting} from 'kafka-lessons/check';

// The choices: 1. A copy of bin and libs. 2. A file of settings. 3. A second Java.
export default defineCheck(async ({terminals, host, step}) => {
  const since = step.startedAt;
  const shown = terminals.finished({since, host: 'broker-1', output: /broker\.id=\d/});
  const file = shown.length > 0 ? await host('broker-1').readFile('config/server.properties') : undefined;
  const id = /^broker\.id=(\d+)$/m.exec(file ?? '')?.[1];
  const folder = /^log\.dirs=(.+)$/m.exec(file ?? '')?.[1];
  const port = /^listeners=.*:(\d+)$/m.exec(file ?? '')?.[1];
  // Behind the file's name or a line's number, too.
  const line = new RegExp(`(?:^|:)broker\\.id=${id}\\s*$`, 'm');
  if (id !== undefined && shown.some(({output}) => line.test(output)))
    return answered(
      1,
      `The file says: number ${id}, port ${port}, folder ${folder}. A second broker needs others.`,
    );

  const [elsewhere] = terminals
    .finished({since, host: 'client', output: /tools-log4j\.properties|server\.properties.*No such file/})
    .slice(-1);
  const wrongTab =
    elsewhere &&
    failed('You looked on client, where no broker is to run.', {
      at: elsewhere.startedAt,
      expected: 'the file config/server.properties on broker-1',
      observed: elsewhere.output.trim().split('\n').at(-1) ?? '',
      why: 'Each tab is a machine with a folder of its own. Go to the tab broker-1 and look there.',
    });
  const other = terminals
    .finished({since, host: 'broker-1', output: /log4j\.(?:rootLogger|logger|appender)/})
    .at(-1);
  const logging =
    other &&
    failed('You read another file: it says what a server prints.', {
      at: other.startedAt,
      expected: 'config/server.properties',
      observed: other.command,
      why: 'Names with log4j are about printing. The settings of a broker are in server.properties.',
    });
  const slip = commonMistake(terminals, since, wrongTab, logging);
  if (slip) return slip;
  return terminals.finished({since, host: 'broker-1', output: 'server.properties'}).length > 0
    ? waiting('The file is there. Now read how it begins.')
    : waiting('The settings of a broker were not read on broker-1 yet.');
});
