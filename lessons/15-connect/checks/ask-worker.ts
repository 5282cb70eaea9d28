import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {judgeWorker} from './copies/worker.ts';

export default defineCheck((context) => {
  const {cluster, terminals, step} = context;
  const since = step.startedAt;
  const connectors = cluster.connect?.connectors ?? [];
  const told = terminals
    .finished({since})
    .map(({output}) => /"name":\s*"([^"]+)",\s*"connector":\s*\{\s*"state":\s*"([A-Z]+)"/.exec(output))
    .findLast((match) => match !== null);
  if (told && connectors.some(({name}) => name === told[1]))
    return passed(`The worker says: ${told[1]} is ${told[2]}.`);
  const trouble = judgeWorker(context);
  if (trouble) return trouble;
  const unknown = terminals.finished({since, output: /No status found for connector (\S+?)"/}).at(-1);
  const name = /No status found for connector (\S+?)"/.exec(unknown?.output ?? '')?.[1];
  const misnamed =
    unknown &&
    failed(`The worker knows no connector \`${name}\`.`, {
      at: unknown.startedAt,
      expected: connectors.map((each) => each.name).join(' or '),
      observed: name ?? '',
      why: '`./rest GET /connectors` lists the names.',
    });
  return (
    commonMistake(terminals, since, misnamed) ??
    waiting('No status of a connector was seen in a terminal yet.')
  );
});
