import {type CheckFinding, failed, type Terminals} from 'kafka-lessons/check';

/** What went wrong with the newest kafka-reassign-partitions.sh; undefined where nothing did. */
export function reassignmentSlip(
  terminals: Terminals,
  since: number,
  file: string,
  wanted: 'execute' | 'verify' = 'execute',
): CheckFinding | undefined {
  const last = terminals
    .finished({since})
    .filter(({command}) => /kafka-reassign-partitions/.test(command))
    .at(-1);
  if (!last) return undefined;
  const {output, exitCode, startedAt: at} = last;
  if (/Unable to read file/.test(output)) {
    return failed('The command did not find its file.', {
      at,
      expected: `a file ${file} in the folder you are in`,
      observed: /Unable to read file \S+/.exec(output)?.[0] ?? '',
      why: 'Write the file first; `ls` shows what is there. It lies on the machine client.',
    });
  }
  const unknown = /Unknown broker id (\d+)/.exec(output)?.[1];
  if (unknown) {
    return failed(`The list names a broker ${unknown}, and there is none.`, {
      at,
      expected: 'brokers 1, 2 and 3',
      observed: `Unknown broker id ${unknown}`,
      why: 'Kafka moves nothing to a broker that is not there. Mend the list, or start that broker.',
    });
  }
  const topic = /(?:Unable to find|does not exist|not found).*?(\S+-\d+)/.exec(output)?.[1];
  if (exitCode !== 0 && topic) {
    return failed('The list names a partition that does not exist.', {
      at,
      expected: 'the name of a topic that exists, and partitions from 0 on',
      observed: /^Error: .*$/m.exec(output)?.[0] ?? topic,
      why: 'A slip in the name, most likely: `bin/kafka-topics.sh --list` shows every topic.',
    });
  }
  if (/Unexpected|JsonParseException|Failed to parse|Unrecognized token/.test(output)) {
    return failed('The file is not the JSON it should be.', {
      at,
      expected: '{"partitions": [{"topic": …, "partition": …, "replicas": […]}]}',
      observed: (/^Error: (.{0,90})/m.exec(output)?.[1] ?? 'an error').trim(),
      why: 'A bracket or a quote is missing, most likely. The shell takes double quotes away that have no single ones around them.',
    });
  }
  if (/^Command must include exactly one action/m.test(output)) {
    return failed('The command was not told what to do with the list.', {
      at,
      expected: `--${wanted}`,
      observed: last.command,
      why: '--generate proposes a list, --execute carries one out, --verify asks how far it is.',
    });
  }
  if (wanted === 'execute' && /Proposed partition reassignment/.test(output)) {
    return failed('That was a proposal: nothing has been moved.', {
      at,
      expected: '--reassignment-json-file with --execute',
      observed: 'Proposed partition reassignment configuration',
      why: '--generate only prints a list, and never one with more copies. Write your own and carry it out.',
    });
  }
  const wasCarriedOut = terminals
    .finished({since, output: 'Successfully started partition reassignment'})
    .some(({startedAt}) => startedAt < at);
  if (wanted === 'execute' && !wasCarriedOut && /^Status of partition reassignment/m.test(output)) {
    return failed('You asked how far it is; carry it out first.', {
      at,
      expected: `--reassignment-json-file ${file} --execute`,
      observed: 'Status of partition reassignment',
      why: '--verify only compares the list with the cluster.',
    });
  }
  if (wanted === 'verify' && /Successfully started partition reassignment/.test(output)) {
    return failed('You carried it out once more.', {
      at,
      expected: '--verify in place of --execute',
      observed: 'Successfully started partition reassignment',
      why: 'It does no harm: the cluster finds everything in its place. Now ask how far it is.',
    });
  }
  return undefined;
}
