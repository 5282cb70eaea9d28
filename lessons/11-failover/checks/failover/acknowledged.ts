import type {CommandRecord, Message, Terminals} from 'kafka-lessons/check';

/** One line of kafka-verifiable-producer.sh: a message that the brokers have taken over. */
export interface Acknowledged {
  /** Milliseconds since the epoch at which the answer came. */
  readonly at: number;
  readonly value: string;
}

const acknowledgement =
  /"timestamp":(\d+),"name":"producer_send_success","key":[^,]*,"value":"([^"]*)".*"topic":"([^"]*)"/;

/** What a run of the producer printed of messages to a topic that were acknowledged, in order. */
export function acknowledged(output: string, topic: string): readonly Acknowledged[] {
  return output.split('\n').flatMap((line) => {
    const [, at, value, where] = acknowledgement.exec(line) ?? [];
    return value !== undefined && where === topic ? [{at: Number(at), value}] : [];
  });
}

/** Runs of the producer that had messages for that topic acknowledged, oldest first, whether they still run or not. */
export function producerRuns(terminals: Terminals, topic: string): readonly CommandRecord[] {
  return [...terminals.finished(), ...terminals.running()]
    .filter(({output}) => acknowledged(output, topic).length > 0)
    .sort((left, right) => left.startedAt - right.startedAt);
}

/** The run that had messages acknowledged before that moment and was not over then. */
export function runAt(terminals: Terminals, topic: string, at: number): CommandRecord | undefined {
  return producerRuns(terminals, topic).findLast(
    ({output, endedAt}) =>
      (endedAt ?? Infinity) > at && acknowledged(output, topic).some((message) => message.at < at),
  );
}

/** Acknowledged messages of a run that are not among those stored since it began. */
export function missingOf(
  messages: readonly Acknowledged[],
  stored: readonly Message[],
  since: number,
): readonly Acknowledged[] {
  const values = new Set(stored.filter(({timestamp}) => timestamp >= since).map(({value}) => value));
  return messages.filter(({value}) => !values.has(value));
}
