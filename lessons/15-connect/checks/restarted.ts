import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {linesOf} from './copies/lines.ts';
import {sinksOf} from './copies/sinks.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, host, step} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const sink = sinksOf(cluster, 'plain').find(({config}) => config['file']?.includes('/'));
  const file = sink?.config['file'] ?? '';
  const words = (await cluster.messages('plain')).map(({value}) => value ?? '');
  const written = await linesOf(host('connect'), file);
  if (sink && words.every((line) => written?.whole.includes(line)))
    return passed(`The task of ${sink.name} runs again, and has written ${file}.`);
  const hasFailed = sink?.tasks.some(({state}) => state === 'FAILED') === true;
  const folder = file.slice(0, file.lastIndexOf('/'));
  const [restart] = terminals
    .finished({since: step.startedAt, host: 'connect'})
    .filter(({command}) => /\bPOST\b.*\/restart|\/restart.*\bPOST\b/.test(command))
    .slice(-1);
  const at = restart?.endedAt ?? restart?.startedAt ?? 0;
  const {exitCode} = await host('connect').exec(`test -d '${folder}'`);
  const inVain =
    hasFailed &&
    restart &&
    (exitCode === 0
      ? failed(`The task of ${sink?.name} is FAILED still.`, {
          at,
          expected: `./rest POST /connectors/${sink?.name}/tasks/0/restart`,
          observed: restart.command,
          why: 'Without a task in its path, restart starts the connector alone, which had not failed.',
        })
      : failed(`There is still no folder ${folder} on connect, so the task has failed again.`, {
          at,
          expected: `a folder ${folder}, then a start of the task`,
          observed: restart.command,
          why: 'A start does not mend what made it fail: mkdir first, in the tab files.',
        }));
  const slip = commonMistake(terminals, step.startedAt, inVain || undefined);
  if (slip) return slip;
  if (!sink) return waiting('There is no sink yet that writes into a folder.');
  return waiting(
    `The task of ${sink.name} is ${hasFailed ? 'FAILED' : sink.state}, and ${file} is not there.`,
  );
});
