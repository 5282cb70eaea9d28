import {
  type CheckContext,
  type CheckFinding,
  commonMistake,
  failed,
  type Message,
  nearest,
  passed,
  type Verdict,
  waiting,
} from 'kafka-lessons/check';

/** Is this message in `test`? If not: what became of it. `other` is the one of the step before or after. */
export async function judgeMessage(
  wanted: string,
  other: string,
  {cluster, terminals, step}: CheckContext,
): Promise<Verdict> {
  const messages = await cluster.messages('test');
  const found = messages.find(({value}) => plain(value) === plain(wanted));
  if (found) return passed(`\`test\` holds "${found.value?.trim()}" at offset ${found.offset}.`);

  const stray = await inAnotherTopic(wanted, {cluster, step});
  const slip = commonMistake(
    terminals,
    step.startedAt,
    stray,
    inOneLine(wanted, messages),
    nearlyThat(wanted, messages),
    tooEarly(other, messages, step),
    lost(wanted, messages, {terminals, since: Math.max(step.startedAt, stray?.at ?? 0)}),
  );
  const others = messages.length === 0 ? '' : '; the one this page shows is not among them';
  return slip ?? waiting(`\`test\` holds ${count(messages.length)} so far${others}.`);
}

/** The message that is asked for, or any that came since the step began. */
async function inAnotherTopic(
  wanted: string,
  {cluster, step}: Pick<CheckContext, 'cluster' | 'step'>,
): Promise<CheckFinding | undefined> {
  const others = cluster.ownTopics.map(({name}) => name).filter((name) => name !== 'test');
  const inTopics = await Promise.all(
    others.map(async (topic) => (await cluster.messages(topic)).map((message) => ({...message, topic}))),
  );
  const strays = inTopics.flat().toSorted((left, right) => left.timestamp - right.timestamp);
  const stray =
    strays.findLast(({value}) => plain(value) === plain(wanted)) ??
    strays.findLast(({timestamp}) => timestamp >= step.startedAt);
  return (
    stray &&
    failed(`Your message is there, but in the topic \`${stray.topic}\`.`, {
      at: stray.timestamp,
      expected: 'the message in `test`',
      observed: `"${stray.value ?? ''}" in \`${stray.topic}\`, at offset ${stray.offset}`,
      why: 'A producer that names a topic nobody made gets one. End it with Ctrl-D and start it with --topic test.',
    })
  );
}

function inOneLine(wanted: string, messages: readonly Message[]): CheckFinding | undefined {
  const long = messages.findLast(({value}) => plain(value).includes(plain(wanted)));
  return (
    long &&
    failed('The message that is asked for is part of a longer one.', {
      at: long.timestamp,
      expected: wanted,
      observed: long.value ?? '',
      why: 'A line is a message: Enter ends it. What is in a log stays as it is; just send the one line by itself.',
    })
  );
}

function nearlyThat(wanted: string, messages: readonly Message[]): CheckFinding | undefined {
  const near = nearest(
    wanted,
    messages.flatMap(({value}) => value ?? []),
  );
  const message = messages.findLast(({value}) => value === near);
  return near === undefined || message === undefined
    ? undefined
    : failed('Nearly: one message is almost the one that is asked for.', {
        at: message.timestamp,
        expected: wanted,
        observed: near,
        why: 'What is in a log stays as it is, so there is nothing to correct. Just send the line once more.',
      });
}

/** The message of the other step came in this one. */
function tooEarly(
  other: string,
  messages: readonly Message[],
  {startedAt}: CheckContext['step'],
): CheckFinding | undefined {
  const early = messages.findLast(
    ({value, timestamp}) => timestamp >= startedAt && plain(value) === plain(other),
  );
  return (
    early &&
    failed('That is the message of the other step; this one’s is still missing.', {
      at: early.timestamp,
      expected: 'the message that this page shows',
      observed: `"${early.value}" at offset ${early.offset}`,
      why: 'Kafka takes messages in any order, and each gets the next offset. Send the one of this page now.',
    })
  );
}

/** Typed at a producer, started since a moment, that was ended before it had sent its lines. */
function lost(
  wanted: string,
  messages: readonly Message[],
  {terminals, since}: {readonly terminals: CheckContext['terminals']; readonly since: number},
): CheckFinding | undefined {
  const typed = terminals
    .finished({since, output: /^>/m})
    // One that never reached a broker has lost it by its address, not by its end.
    .filter(({output}) => !/disconnected|could not be established/.test(output))
    .findLast(({output}) =>
      output.split('\n').some((line) => plain(line.replace(/^>+/, '')) === plain(wanted)),
    );
  return (
    typed &&
    failed('The message was typed, and the producer ended before it was sent: it is lost.', {
      at: typed.endedAt ?? typed.startedAt,
      expected: 'the message in `test`',
      observed: `\`test\` holds ${count(messages.length)}`,
      why: 'A producer gathers lines for up to a second, and Ctrl-C does not wait for that. Send it again; Ctrl-D ends it gently.',
    })
  );
}

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
