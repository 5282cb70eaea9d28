import {answered, commonMistake, defineCheck, failed, underWay, waiting} from 'kafka-lessons/check';
import {lineIn, linesOf} from './copies/lines.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, host, step} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const connectors = cluster.connect?.connectors ?? [];
  const sink = connectors.find(({type}) => type === 'sink');
  const source = connectors.find(({type}) => type === 'source');
  const last = (await linesOf(host('connect'), 'test.txt'))?.whole.at(-1);
  const fresh = (await cluster.messages('connect-test')).filter(({timestamp}) => timestamp >= step.startedAt);
  const written = await linesOf(host('connect'), 'test.sink.txt');
  if (sink?.state === 'PAUSED' && last !== undefined && fresh.some((message) => lineIn(message) === last)) {
    return written?.whole.includes(last)
      ? underWay(`${sink.name} wrote \`${last}\` before it paused. Add another line.`)
      : answered(1, `\`${last}\` is in the topic, and not in test.sink.txt.`);
  }
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;
  if (source?.state === 'PAUSED') {
    return failed('It is the source that is paused.', {
      expected: `${sink?.name} PAUSED`,
      observed: `${source.name} PAUSED`,
      why: `Let it go on (./rest PUT /connectors/${source.name}/resume), and pause the sink.`,
    });
  }
  return waiting(
    sink?.state === 'PAUSED' ? `${sink.name} is paused. Add a line to test.txt.` : 'No connector is paused.',
  );
});
