import {defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {lineIn, linesOf} from './copies/lines.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, host} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const connectors = cluster.connect?.connectors ?? [];
  const types = connectors.map(({type}) => type);
  if (connectors.length === 0) {
    return failed('The worker runs, and has nothing to do.', {
      expected: 'a source and a sink',
      observed: 'no connectors',
      why: 'After its own settings it is given a file for each connector. Stop it with Ctrl-C and start it with all three.',
    });
  }
  if (!types.includes('source') || !types.includes('sink')) {
    return failed(`The worker runs with ${connectors.map(({name}) => name).join(', ')} alone.`, {
      expected: 'a source and a sink',
      observed: `${connectors.length} connector`,
      why: 'Each connector has its file. Stop the worker with Ctrl-C and start it with both.',
    });
  }
  const sent = (await cluster.messages('connect-test')).map(lineIn);
  const written = await linesOf(host('connect'), 'test.sink.txt');
  if (sent.length > 0 && written && written.whole.length >= sent.length)
    return passed(`${sent.length} lines are in \`connect-test\`, and as many in test.sink.txt.`);
  return waiting(
    sent.length > 0
      ? 'The lines are in the topic, not in test.sink.txt yet.'
      : 'No line is in the topic yet.',
  );
});
