import {commonMistake, defineCheck, passed, waiting} from 'kafka-lessons/check';
import {linesOf} from './copies/lines.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, host, step} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const sink = cluster.connect?.connectors.find(({type}) => type === 'sink');
  if (sink?.state !== 'RUNNING')
    return commonMistake(terminals, step.startedAt) ?? waiting(`${sink?.name} is ${sink?.state}.`);
  const last = (await linesOf(host('connect'), 'test.txt'))?.whole.at(-1);
  const written = await linesOf(host('connect'), 'test.sink.txt');
  return last !== undefined && written?.whole.includes(last)
    ? passed(`${sink.name} runs again, and has written \`${last}\`.`)
    : waiting('The sink runs again, and has not written the newest line yet.');
});
