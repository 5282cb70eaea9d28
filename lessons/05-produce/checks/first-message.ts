import {commonMistake, defineCheck, failed, nearest, passed, waiting} from 'kafka-lessons/check';

const wanted = 'This is my first message!';

export default defineCheck(async ({cluster, terminals, step}) => {
  const messages = await cluster.messages('test');
  const found = messages.find(({value}) => plain(value) === plain(wanted));
  if (found) return passed(`\`test\` holds "${found.value?.trim()}" at offset ${found.offset}.`);

  for (const {name} of cluster.ownTopics.filter((topic) => topic.name !== 'test')) {
    const stray = (await cluster.messages(name)).find(({value}) => plain(value) === plain(wanted));
    if (stray) {
      return failed(`Your message is there, but in the topic \`${name}\`.`, {
        expected: 'the message in `test`',
        observed: `the message in \`${name}\`, at offset ${stray.offset}`,
        why: 'A producer that names a topic nobody made gets one. End it with Ctrl-D and start it with --topic test.',
      });
    }
  }
  const slip = commonMistake(terminals, step.startedAt);
  if (slip) return slip;

  const values = messages.flatMap(({value}) => value ?? []);
  const near = nearest(wanted, values);
  if (near !== undefined) {
    return failed('Nearly: one message is almost the one that is asked for.', {
      expected: wanted,
      observed: near,
      why: 'What is in a log stays as it is, so there is nothing to correct. Just send the line once more.',
    });
  }
  const typed = terminals
    .finished({since: step.startedAt})
    .some(({output}) => output.split('\n').some((line) => plain(line.replace(/^>+/, '')) === plain(wanted)));
  if (typed) {
    return failed('The message was typed, and the producer ended before it was sent: it is lost.', {
      expected: 'the message in `test`',
      observed: `\`test\` holds ${count(messages.length)}`,
      why: 'A producer gathers lines for up to a second, and Ctrl-C does not wait for that. Send it again; Ctrl-D ends it gently.',
    });
  }
  return waiting(`\`test\` holds ${count(messages.length)} so far.`);
});

/** Letters and digits only: a missing mark or capital makes no other message. */
function plain(text: string | null): string {
  return (text ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function count(messages: number): string {
  return messages === 0 ? 'no message' : `${messages} message${messages === 1 ? '' : 's'}`;
}
