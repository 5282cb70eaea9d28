import {type Cluster, commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const messages = await cluster.messages('test');
  const values = messages.flatMap(({value}) => value ?? []);
  const outputs = [...terminals.finished({since}), ...terminals.running({since})].map(({output}) => output);
  const prints = outputs.map((output) => printed(output, values));
  const full = prints.find((lines) => lines.length >= 2 && isPart(values.slice(0, 2), lines));
  if (full) return passed(`A consumer printed ${full.length} messages, from offset 0 on.`);

  const limited = terminals.finished({since}).findLast(({command}) => /--max-messages[ =]+1\b/.test(command));
  const one =
    limited &&
    failed('That consumer was told to end after one message.', {
      at: limited.startedAt,
      expected: 'a consumer that prints both messages',
      observed: limited.command,
      why: '--max-messages 1 says how many. Leave it away: a consumer goes on until Ctrl-C.',
    });
  const slip = commonMistake(terminals, since, one);
  if (slip) return slip;
  const [wrong] = topicsReadNow(cluster).filter((name) => name !== 'test');
  if (wrong) {
    return failed(`Your consumer reads the topic \`${wrong}\`.`, {
      expected: 'a consumer of `test`',
      observed: `a consumer of \`${wrong}\``,
      why: 'Even a consumer makes a topic that it names and nobody made, and then waits there for ever. Ctrl-C, and correct the name.',
    });
  }
  if (topicsReadNow(cluster).includes('test')) {
    return failed('Your consumer waits in silence for new messages.', {
      expected: 'the two messages that are there',
      observed: 'a consumer that has printed none of them',
      why: 'Without --from-beginning a consumer begins at the end of the log. Stop it with Ctrl-C and add the option.',
    });
  }
  if (terminals.finished({since, output: 'Processed a total of 0 messages'}).length > 0) {
    return failed('That consumer ended without printing a message.', {
      expected: 'the two messages that are there',
      observed: 'Processed a total of 0 messages',
      why: 'Either it was stopped too early, or --from-beginning was missing.',
    });
  }
  return waiting(`\`test\` holds ${values.length} messages; no consumer has printed them yet.`);
});

/** The messages in what a program printed, in order. A line with the producer's prompt was typed, not read. */
function printed(output: string, values: readonly string[]): readonly string[] {
  if (/^>/m.test(output)) return [];
  return output
    .split('\n')
    .flatMap((line) => values.find((value) => line.split('\t').at(-1) === value) ?? []);
}

function isPart(wanted: readonly string[], lines: readonly string[]): boolean {
  return lines.some((_, start) => wanted.every((value, index) => lines[start + index] === value));
}

function topicsReadNow(cluster: Cluster): readonly string[] {
  return cluster.groups.flatMap(({members}) =>
    members.flatMap(({assignment}) => assignment.map(({topic}) => topic)),
  );
}
