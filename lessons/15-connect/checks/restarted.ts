import {
  type CheckFinding,
  type CheckHost,
  type CommandRecord,
  type Connector,
  commonMistake,
  defineCheck,
  failed,
  passed,
  waiting,
} from 'kafka-lessons/check';
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
  const written = sink && (await linesOf(host('connect'), file));
  if (sink && words.length > 0 && words.every((line) => written?.whole.includes(line)))
    return passed(`The task of ${sink.name} runs again, and has written ${file}.`);
  const hasFailed = sink?.tasks.some(({state}) => state === 'FAILED') === true;
  const [restart] = terminals
    .finished({since: step.startedAt, host: 'connect'})
    .filter(({command}) => /\bPOST\b.*\/restart|\/restart.*\bPOST\b/.test(command))
    .slice(-1);
  const inVain =
    sink && hasFailed && restart ? await restartedInVain(host('connect'), sink, restart) : undefined;
  const slip = commonMistake(terminals, step.startedAt, inVain);
  if (slip) return slip;
  if (!sink) return waiting('There is no sink yet that writes into a folder.');
  return waiting(
    `The task of ${sink.name} is ${hasFailed ? 'FAILED' : sink.state}, and ${file} is not there.`,
  );
});

async function restartedInVain(
  connect: CheckHost,
  {name, config}: Connector,
  {command, startedAt, endedAt = startedAt}: CommandRecord,
): Promise<CheckFinding> {
  const {file = ''} = config;
  const folder = file.slice(0, file.lastIndexOf('/'));
  const {exitCode} = await connect.exec(`test -d '${folder}'`);
  return exitCode === 0
    ? failed(`The task of ${name} is FAILED still.`, {
        at: endedAt,
        expected: `./rest POST /connectors/${name}/tasks/0/restart`,
        observed: command,
        why: 'Without a task in its path, restart starts the connector alone, which had not failed.',
      })
    : failed(`There is still no folder ${folder} on connect, so the task has failed again.`, {
        at: endedAt,
        expected: `a folder ${folder}, then a start of the task`,
        observed: command,
        why: 'A start does not mend what made it fail: mkdir first, in the tab files.',
      });
}
