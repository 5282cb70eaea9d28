import {answered, defineCheck, failed, waiting} from 'kafka-lessons/check';
import {lineIn, linesOf} from './copies/lines.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck(async (context) => {
  const {cluster, terminals, host, step} = context;
  const since = step.startedAt;
  const lines = (await linesOf(host('connect'), 'test.txt'))?.whole ?? [];
  const again = (await cluster.messages('connect-test'))
    .filter(({timestamp}) => timestamp >= since)
    .map(lineIn);
  if (lines.length > 0 && lines.every((line) => again.includes(line)))
    return answered(1, `All ${lines.length} lines of test.txt were copied once more.`);
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const started = terminals
    .running({since, host: 'connect'})
    .find(({command}) => /connect-standalone/.test(command));
  const removed = terminals
    .finished({since, host: 'connect'})
    .findLast(({command}) => /\brm\b/.test(command));
  if (removed && !started && again.length === 0) {
    return failed('The file was removed while the worker ran, and it has written it again.', {
      at: removed.startedAt,
      expected: 'a worker that is stopped, then rm, then a start',
      observed: 'rm, and a worker that runs since before',
      why: 'It keeps what it knows in its memory, too. Stop it with Ctrl-C first.',
    });
  }
  return waiting('No line of before was copied once more yet.');
});
