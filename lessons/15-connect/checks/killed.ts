import {answered, defineCheck, waiting} from 'kafka-lessons/check';
import {lineIn, linesOf} from './copies/lines.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, host, step} = context;
  const killed = cluster
    .changes({type: 'host', since: step.startedAt})
    .findLast(({to, host: which}) => which === 'connect' && to === 'killed');
  if (!killed) return waiting('The worker was not killed yet: lab kill connect.');
  if (host('connect').state !== 'up') return waiting('The host connect is dead: lab start connect.');
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const lines = (await linesOf(host('connect'), 'test.txt'))?.whole ?? [];
  const last = lines.at(-1);
  const messages = await cluster.messages('connect-test');
  const sent = messages.map(lineIn);
  const isNew = messages.some((message) => message.timestamp > killed.at && lineIn(message) === last);
  if (last === undefined || !isNew) return waiting('No new line has come into the topic since it died.');
  const often = sent.length - new Set(sent).size - (lines.length - new Set(lines).size);
  return often === 0
    ? answered(
        0,
        `test.txt has ${lines.length} lines, \`connect-test\` as many messages, \`${last}\` among them.`,
      )
    : answered(
        0,
        `\`${last}\` is there, and ${often} lines of the last second were copied again: at least once.`,
      );
});
