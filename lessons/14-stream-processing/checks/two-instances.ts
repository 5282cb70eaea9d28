import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';
import {application, input} from './counts/counts.ts';
import {judgeProgram} from './counts/program.ts';

export default defineCheck((context) => {
  const {cluster, terminals, step} = context;
  const members = cluster.group(application)?.members ?? [];
  const shares = members.map(({assignment}) =>
    assignment.flatMap(({topic, partitions}) => (topic === input ? partitions : [])),
  );
  const [one, two] = shares.filter((partitions) => partitions.length > 0);
  if (one && two)
    return passed(
      `One program reads partition ${one.join(', ')} of \`${input}\`, the other ${two.join(', ')}.`,
    );
  const taken = terminals
    .finished({
      since: step.startedAt,
      output:
        /multiple instances of Kafka Streams are running in the same state directory|Unable to initialize state/i,
    })
    .at(-1);
  const sameFolder =
    taken &&
    failed('Both wanted to keep their state in the same folder, so the second one ended.', {
      at: taken.startedAt,
      expected: 'state.dir=data/second in the file of the second one',
      observed: 'the folder of the first one',
      why: 'On machines of their own they would not meet. Here the second one needs a file with another state.dir.',
    });
  const slip = commonMistake(terminals, step.startedAt, sameFolder);
  if (slip) return slip;
  return (
    judgeProgram(context) ??
    waiting(`${members.length} member of \`${application}\` is there; two are to share.`)
  );
});
