import {commonMistake, defineCheck, passed, waiting} from 'kafka-lessons/check';
import {lineIn, linesOf} from './copies/lines.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, host, step} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const lines = await linesOf(host('connect'), 'test.txt');
  const last = lines?.whole.at(-1);
  const sent = (await cluster.messages('connect-test')).map(lineIn);
  const written = await linesOf(host('connect'), 'test.sink.txt');
  const isWhole = lines !== undefined && lines.begun === '' && lines.whole.length > 2;
  if (isWhole && last !== undefined && sent.includes(last) && written?.whole.includes(last))
    return passed(`\`${last}\` went through the topic into test.sink.txt.`);
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  return waiting(isWhole ? 'The line is on its way.' : 'The last line of test.txt has no end yet.');
});
