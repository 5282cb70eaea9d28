import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {sinksOf} from './copies/sinks.ts';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck((context) => {
  const {cluster, terminals, step} = context;
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const sinks = sinksOf(cluster, 'connect-test').map(({name}) => name);
  const left = cluster.groups.find(
    ({name, positions}) =>
      name.startsWith('connect-') &&
      !sinks.includes(name.slice('connect-'.length)) &&
      positions.some(({topic}) => topic === 'connect-test'),
  );
  if (sinks.length === 1 && left) {
    const [position] = left.positions.filter(({topic}) => topic === 'connect-test');
    return passed(
      `${sinks[0]} is the only sink left; the group \`${left.name}\` still stands at offset ${position?.offset}.`,
    );
  }
  const unknown = terminals.finished({since: step.startedAt, output: /Connector \S+ not found/}).at(-1);
  const misnamed =
    unknown &&
    failed('There is no connector of this name to remove.', {
      at: unknown.startedAt,
      expected: './rest DELETE /connectors/second-sink',
      observed: /Connector (\S+) not found/.exec(unknown.output)?.[1] ?? unknown.command,
      why: '`./rest GET /connectors` lists the names.',
    });
  return (
    commonMistake(terminals, step.startedAt, misnamed) ??
    waiting(`${sinks.length} sinks copy \`connect-test\`: ${sinks.join(', ')}.`)
  );
});
