import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {sinksOf} from './copies/sinks.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck((context) => {
  const {cluster, terminals, step} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const since = step.startedAt;
  const [sink] = sinksOf(cluster, 'plain');
  const broken = sink?.tasks.find(({state}) => state === 'FAILED');
  if (sink && broken) {
    const read = terminals.finished({since, output: /"state":"FAILED"[\s\S]*"trace":/}).at(-1);
    const cause = /Caused by: ([^\n]*)/g;
    const [, last = ''] = [...(broken.trace ?? '').matchAll(cause)].at(-1) ?? [];
    return read
      ? passed(`The task of ${sink.name} is FAILED: ${last}`)
      : waiting('Its task has failed. Ask for its status, and read why.');
  }
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  if (sink && (sink.config['value.converter'] ?? '').endsWith('StringConverter')) {
    return failed('This sink has a converter that takes any text.', {
      expected: 'a task that fails',
      observed: `${sink.name} ${sink.state}, with StringConverter`,
      why: 'That is the next step. To see it fail, remove the line from plain-sink.json and send it again.',
    });
  }
  if (sink)
    return waiting(`${sink.name} runs. Nothing is in the topic \`plain\` yet, or it was not read so far.`);
  return waiting('There is no sink for the topic `plain` yet.');
});
