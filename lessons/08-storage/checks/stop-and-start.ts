import {answered, commonMistake, defineCheck, failed, underWay, waiting} from 'kafka-lessons/check';
import {count} from './parts/segments.ts';

const setting = 'log.retention.check.interval.ms';
/** Seconds between two looks that somebody can wait for. */
const longest = 60;
const seconds = (text: string | undefined) => Number(text ?? 300_000) / 1000;

export default defineCheck(async ({cluster, terminals, step, host}) => {
  const since = step.startedAt;
  const config = (await host('broker-1').readFile('config/server.properties')) ?? '';
  const isWritten = seconds(/^log\.retention\.check\.interval\.ms=(\d+)\s*$/m.exec(config)?.[1]) <= longest;
  if (cluster.broker(1) === undefined) {
    const found = isWritten ? 'The settings are there' : 'The settings are as they were';
    return commonMistake(terminals, since) ?? waiting(`${found}; broker 1 does not run at the moment.`);
  }
  const wasStarted = terminals.running({since, output: 'started (kafka.server.KafkaServer)'}).length > 0;
  if (!isWritten && !wasStarted)
    return commonMistake(terminals, since) ?? waiting('Broker 1 runs as before, and so are its settings.');

  const {output, exitCode} = await host('client').exec(
    'bin/kafka-configs.sh --describe --all --entity-type brokers --entity-name 1 --bootstrap-server localhost:9092',
  );
  const used = /^\s*log\.retention\.check\.interval\.ms=(\d+)/m.exec(output)?.[1];
  if (exitCode !== 0 || used === undefined) return waiting('Broker 1 does not tell its settings yet.');
  if (seconds(used) > longest && isWritten) {
    return failed('The file has the new settings, but the broker that runs has not read them.', {
      expected: 'a broker that was started after the file was changed',
      observed: `${setting} is ${used} in the running broker`,
      why: 'A broker reads its file only when it starts: Ctrl-C in its tab, then the key ↑ and Enter.',
    });
  }
  if (seconds(used) > longest) {
    return failed('The broker runs again, without the new settings.', {
      expected: `${setting}=1000 in config/server.properties`,
      observed: 'no such line there',
      why: 'Stop it once more, put the lines of impatient.properties at the end of its settings, and start it.',
    });
  }
  const {length} = await cluster.messages('prices');
  if (length === 0 && !cluster.settled)
    return underWay('Broker 1 has just started and tells of no messages yet.');
  if (length === 0) {
    return failed('`prices` holds no message that could have been kept or lost.', {
      expected: 'the messages of the first step',
      observed: 'an empty topic',
      why: 'Was the topic deleted? Send the prices of the first step once more, then stop the broker and start it.',
    });
  }
  return answered(
    2,
    `Broker 1 was started again and looks every ${seconds(used)} s; \`prices\` holds ${count(length, 'message')}.`,
  );
});
