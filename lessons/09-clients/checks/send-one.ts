import {commonMistake, defineCheck, failed, passed, waiting} from 'kafka-lessons/check';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const sent = await cluster.messages('orders');
  const [running] = terminals.running({since, host: 'workspace'});
  const ended = terminals
    .finished({since, host: 'workspace'})
    .filter(({command}) => /\bnode\b/.test(command));
  // Whoever sent by other means has shown nothing of a program's end.
  const endsByItself = ended.length === 0 || ended.some(({exitCode}) => exitCode === 0);
  if (sent.length > 0 && !running && endsByItself) {
    const {value, partition, offset} = sent[0] ?? {};
    return passed(`\`orders\` holds "${value}", in partition ${partition} at offset ${offset}.`);
  }
  if (running && /good-bye/.test(running.output)) {
    return failed('Your program took its leave while it was still sending, and does not end.', {
      expected: 'a program that sends first, then hangs up, and ends',
      observed: `\`${running.command}\` said good-bye and still runs`,
      why: '`await` is missing in front of `producer.send`: it opened the connection once more. Press Ctrl-C, and add it.',
    });
  }
  if (sent.length > 0) {
    return failed('Your message is there, but your program does not end.', {
      expected: 'a program that ends by itself',
      observed: running ? `\`${running.command}\` still runs` : 'a program that was stopped from outside',
      why: 'An open connection keeps Node alive. Press Ctrl-C where it still runs, see to it that `await` stands before each call and `await producer.disconnect();` at the end, and run it again.',
    });
  }
  const slip = commonMistake(terminals, since);
  if (slip) return slip;
  const last = ended.at(-1);
  if (!last) return waiting('`orders` is empty, and no program has run in the tab workspace yet.');
  const misspelt = cluster.misspelt('orders');
  if (misspelt) {
    return failed(`Your message is in another topic, \`${misspelt.name}\`.`, {
      expected: 'a message in `orders`',
      observed: `a topic \`${misspelt.name}\``,
      why: 'A topic that nobody made is made on the spot. Mend the name in producer.ts.',
    });
  }
  if (/argument must be of type string|ERR_INVALID_ARG_TYPE/.test(last.output)) {
    return failed('The value of your message is an object.', {
      expected: 'text, or bytes',
      observed: 'The "string" argument must be of type string',
      why: 'Kafka stores bytes and knows nothing of objects. JSON.stringify(…) makes text of one.',
    });
  }
  return failed('Your program has run, and `orders` is empty.', {
    expected: 'a message in `orders`',
    observed:
      last.exitCode === 0 ? 'a program that took its leave before anything was sent' : lastLine(last.output),
    why:
      last.exitCode === 0
        ? 'Either nothing is sent, or `await` is missing in front of `producer.send`: then the program hangs up while it is still sending.'
        : 'Read what the program says, mend it, save it, and run it again.',
  });
});

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => /error/i.test(line));
  return lines[0]?.trim() ?? 'an error';
}
