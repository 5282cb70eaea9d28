import {commonMistake, defineCheck, failed, nearest, passed, waiting} from 'kafka-lessons/check';
import {count} from './parts/segments.ts';

export default defineCheck(async ({cluster, terminals, step}) => {
  const since = step.startedAt;
  const messages = await cluster.messages('prices');
  const keys = messages.flatMap(({key}) => key?.trim() ?? []);
  const apples = messages.filter(({key}) => key?.trim() === 'apple');
  if (apples.length >= 2 && keys.includes('pear')) {
    return passed(
      `\`prices\` holds ${count(keys.length, 'message')} with a key; the newest of apple says ${apples.at(-1)?.value}.`,
    );
  }

  const typed = terminals.finished({since}).at(-1);
  const atPrompt =
    typed?.exitCode === 127 && /^[a-z]+:\d+\s*$/.test(typed.command)
      ? failed('You typed a price where the shell listens.', {
          at: typed.startedAt,
          expected: `${typed.command.trim()} behind the producer’s own prompt, \`>\``,
          observed: typed.output.trim().split('\n')[0] ?? '',
          why: 'The producer did not run in that tab, or not yet. Start it, wait for its `>`, then type the prices.',
        })
      : undefined;
  const slip = commonMistake(terminals, since, atPrompt);
  if (slip) return slip;
  const stray = cluster.misspelt('prices');
  if (stray && (await cluster.messages(stray.name)).length > 0) {
    return failed(`Your prices are in the topic \`${stray.name}\`.`, {
      expected: 'the messages in `prices`',
      observed: `messages in \`${stray.name}\``,
      why: 'A producer that names a topic nobody made gets one. End it with Ctrl-D and start it with --topic prices.',
    });
  }
  const bare = messages.findLast(({timestamp}) => timestamp >= since);
  if (bare && bare.key === null) {
    return failed('Your message has no key: the whole line became its value.', {
      expected: 'key apple, value 10',
      observed: `no key, value ${bare.value}`,
      why: 'Without parse.key=true the producer does not look for a key. End it with Ctrl-D, add the option, send again.',
    });
  }
  const near = ['apple', 'pear'].find((wanted) => nearest(wanted, keys) && !keys.includes(wanted));
  if (near !== undefined) {
    return failed(`No message has the key \`${near}\`, but one has nearly that.`, {
      expected: near,
      observed: nearest(near, keys) ?? '',
      why: 'A key counts to the letter: to Kafka these are two kinds of fruit. Send the line once more.',
    });
  }
  return waiting(
    `\`prices\` holds ${count(keys.length, 'message')} with a key; apple:10, pear:7 and apple:12 are asked for.`,
  );
});
