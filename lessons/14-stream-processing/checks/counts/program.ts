import {type CheckContext, commonMistake, failed, type Verdict, waiting} from 'kafka-lessons/check';
import {application} from './counts.ts';

/** Why no program counts; undefined where one has partitions to read. */
export function judgeProgram({cluster, terminals, step}: CheckContext): Verdict | undefined {
  const members = cluster.group(application)?.members ?? [];
  if (members.some(({assignment}) => assignment.length > 0)) return undefined;
  const since = step.startedAt;
  const ended = terminals.finished({since}).findLast(({command}) => /WordCountDemo/.test(command));
  const noClass = ended && /Could not find or load main class/.test(ended.output);
  const missing = /Missing source topics|streams-plaintext-input.*(does not exist|missing)/i;
  const noTopic = ended && missing.test(ended.output);
  const finding = noClass
    ? failed('Java found no class of that name on this host.', {
        at: ended.startedAt,
        expected: 'the name of the step, in the tab streams',
        observed: /class (\S+)/.exec(ended.output)?.[1] ?? ended.command,
        why: 'The jar with the examples lies on the host streams alone, and the name is easily misspelt. The key ↑ brings the command back.',
      })
    : noTopic
      ? failed('The program found no topic to read, and ended.', {
          at: ended.startedAt,
          expected: 'a topic streams-plaintext-input',
          observed: 'a source topic is missing',
          why: 'It looks for its topics when it starts. Create the topic, then start it again.',
        })
      : undefined;
  const slip = commonMistake(terminals, since, finding);
  if (slip) return slip;
  return waiting(members.length > 0 ? 'The program has joined its group.' : 'No program counts.');
}
