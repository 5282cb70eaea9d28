import {answered, commonMistake, defineCheck, failed, underWay, waiting} from 'kafka-lessons/check';
import {lineIn, linesOf} from './copies/lines.ts';
import {judgeWorker} from './copies/worker.ts';

/** Milliseconds in which a source that reads every second has read it. */
const patience = 3000;

export default defineCheck(async (context) => {
  const {cluster, terminals, host, step} = context;
  const since = step.startedAt;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const lines = await linesOf(host('connect'), 'test.txt');
  const ended = terminals.finished({since, host: 'connect'}).at(-1)?.endedAt;
  if (lines && lines.begun !== '') {
    const sent = (await cluster.messages('connect-test')).map(lineIn);
    if (sent.includes(lines.begun)) return answered(0, `\`${lines.begun}\` is in the topic.`);
    if (ended === undefined || cluster.takenAt - ended < patience)
      return underWay(`\`${lines.begun}\` is in the file, not in the topic so far.`);
    return answered(1, `After three seconds \`${lines.begun}\` is in the file, and not in the topic.`);
  }
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const written = terminals.finished({since, host: 'connect'}).findLast(({command}) => />/.test(command));
  if (lines && written) {
    return failed('The last line of test.txt has an end.', {
      expected: 'some letters without an end of line',
      observed: `${lines.whole.at(-1)} and an end of line`,
      why: 'echo writes an end of line, and so does \\n. Use printf, without \\n.',
    });
  }
  return waiting('The last line of test.txt is whole.');
});
