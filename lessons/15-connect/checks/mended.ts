import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {linesOf} from './copies/lines.ts';
import {sinksOf} from './copies/sinks.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, host, step} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const [sink] = sinksOf(cluster, 'plain');
  const words = (await cluster.messages('plain')).map(({value}) => value ?? '');
  const written = await linesOf(host('connect'), sink?.config['file'] ?? 'plain.txt');
  if (sink && words.length > 0 && words.every((line) => written?.whole.includes(line)))
    return passed(`${sink.name} has written \`${words.at(-1)}\` into ${sink.config['file']}.`);
  const refused = terminals
    .finished({since: step.startedAt, output: /^(4\d\d|500) [\s\S]*"error_code":/})
    .at(-1);
  const unread =
    refused &&
    failed('The worker did not take the settings.', {
      at: refused.startedAt,
      expected: 'JSON with one line more',
      observed: /"message":"([^"]*)"/.exec(refused.output)?.[1] ?? refused.output.split('\n')[0] ?? '',
      why: 'Look at plain-sink.json: each line but the last ends with a comma, and names and values stand in quotation marks.',
    });
  const slip = commonMistake(terminals, step.startedAt, unread);
  if (slip) return slip;
  if (!sink) return waiting('There is no sink for the topic `plain`.');
  const state = sink.tasks.some((task) => task.state === 'FAILED') ? 'FAILED' : sink.state;
  return waiting(`The task of ${sink.name} is ${state}; nothing of \`plain\` is in its file.`);
});
