import {
  type CheckFinding,
  type Cluster,
  type CommandRecord,
  commonMistake,
  defineCheck,
  failed,
  passed,
  waiting,
} from 'kafka-lessons/check';

/** Milliseconds by which the clocks of two machines may differ. */
const clocks = 500;

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const sent = await cluster.messages('orders');
  const [running] = terminals.running({since, host: 'workspace'});
  const ended = terminals
    .finished({since, host: 'workspace'})
    .filter(({command}) => /\bnode\b/.test(command));
  // Whoever sent by other means has shown nothing of a program's end.
  const proof = sent.find(
    ({timestamp}) =>
      ended.length === 0 ||
      ended.some(
        ({exitCode, startedAt, endedAt = startedAt}) =>
          exitCode === 0 && timestamp >= startedAt - clocks && timestamp <= endedAt + clocks,
      ),
  );
  if (proof && !running) {
    const {value, partition, offset} = proof;
    return passed(`\`orders\` holds "${value}", in partition ${partition} at offset ${offset}.`);
  }
  const slip = commonMistake(
    terminals,
    since,
    running && leftEarly(running),
    inAnotherTopic(cluster, since),
    notText(ended.at(-1)),
  );
  if (slip) return slip;
  if (sent.length > 0) {
    return failed('Your message is there, but your program does not end.', {
      expected: 'a program that ends by itself',
      observed: running ? `\`${running.command}\` still runs` : 'a program that was stopped from outside',
      why: 'An open connection keeps Node alive. Press Ctrl-C where it still runs, see to it that `await` stands before each call and `await producer.disconnect();` at the end, and run it again.',
    });
  }
  if (running) return waiting(`\`${running.command}\` runs, and \`orders\` is empty so far.`);
  if (ended.length === 0)
    return waiting('`orders` is empty, and no program has run in the tab workspace yet.');
  return failed('Your program has run, and `orders` is empty.', {
    expected: 'a message in `orders`',
    observed: 'a program that ended before anything was sent',
    why: 'Either nothing is sent, or `await` is missing in front of `producer.send`: then the program hangs up while it is still sending.',
  });
});

function leftEarly({output, command, startedAt}: CommandRecord): CheckFinding | undefined {
  if (!/good-bye/.test(output)) return undefined;
  return failed('Your program said good-bye while it was still sending, and does not end.', {
    at: startedAt,
    expected: 'a program that sends first, then hangs up, and ends',
    observed: `\`${command}\` said good-bye and still runs`,
    why: '`await` is missing in front of `producer.send`: it opened the connection once more. Press Ctrl-C, and add it.',
  });
}

function inAnotherTopic(cluster: Cluster, since: number): CheckFinding | undefined {
  const misspelt = cluster.misspelt('orders');
  if (!misspelt) return undefined;
  const made = cluster.changes({type: 'topic-made'}).findLast(({topic}) => topic === misspelt.name);
  return failed(`Your message is in another topic, \`${misspelt.name}\`.`, {
    at: made?.at ?? since,
    expected: 'a message in `orders`',
    observed: `a topic \`${misspelt.name}\``,
    why: 'A topic that nobody made is made on the spot. Mend the name in producer.ts.',
  });
}

/** What kafkajs says to a value that is neither text nor bytes. */
function notText(last: CommandRecord | undefined): CheckFinding | undefined {
  if (!last || !/argument must be of type string|ERR_INVALID_ARG_TYPE/.test(last.output)) return undefined;
  const received = /Received (?:an instance of (\w+)|type (\w+))/.exec(last.output);
  const type = received?.[2] ?? 'object';
  return failed(`The value of your message is ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}.`, {
    at: last.startedAt,
    expected: 'text, or bytes',
    observed: `The "string" argument must be of type string. ${received?.[0] ?? ''}`.trim(),
    why: 'Kafka stores bytes and knows nothing of numbers or objects. JSON.stringify(…) makes text of either.',
  });
}
