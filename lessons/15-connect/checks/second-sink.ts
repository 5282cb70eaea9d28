import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {linesOf} from './copies/lines.ts';
import {sinksOf} from './copies/sinks.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, host, step} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const since = step.startedAt;
  const second = sinksOf(cluster, 'connect-test').find(({config}) => config['file'] !== 'test.sink.txt');
  if (second) {
    const file = second.config['file'] ?? '';
    const sent = await cluster.messages('connect-test');
    const written = await linesOf(host('connect'), file);
    if (written && written.whole.length >= sent.length)
      return passed(`${second.name} has written all ${sent.length} messages of the topic into ${file}.`);
    return waiting(`${second.name} is there, and has not written everything yet.`);
  }
  const noClass = terminals
    .finished({since, output: /Failed to find any class that implements Connector/})
    .at(-1);
  const name = /which name matches ([\w.]+)/.exec(noClass?.output ?? '')?.[1];
  const misspelt =
    noClass &&
    failed(`There is no connector of the class ${name ?? 'that was named'}.`, {
      at: noClass.startedAt,
      expected: 'FileStreamSink',
      observed: name ?? '',
      why: '`connector.class` names what Connect loads: it has to be spelt as the connector spells it.',
    });
  const refused = terminals.finished({since, output: /^4\d\d .*\n?.*"error_code":4\d\d/}).at(-1);
  const unread =
    refused &&
    failed('The worker refused it.', {
      at: refused.startedAt,
      expected: './rest PUT /connectors/second-sink/config second-sink.json',
      observed: /"message":"([^"]*)"/.exec(refused.output)?.[1] ?? refused.command,
      why: 'The settings go along as a file of JSON, to the path that ends with the name and /config.',
    });
  return (
    commonMistake(terminals, since, misspelt ?? unread) ?? waiting('There is one sink for `connect-test`.')
  );
});
