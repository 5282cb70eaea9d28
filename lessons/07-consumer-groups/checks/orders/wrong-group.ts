import {type CheckFinding, type Cluster, failed, nearest, type Terminals} from 'kafka-lessons/check';

export interface Wanted {
  readonly group: string;
  /** Groups of the lesson that may have members, too. */
  readonly others?: readonly string[];
  readonly since: number;
}

/** What keeps a consumer started since a moment out of its group: a slip in a name, or no name at all. */
export function wrongGroup(
  cluster: Cluster,
  terminals: Terminals,
  {group: wanted, others = [], since}: Wanted,
): CheckFinding | undefined {
  const started = terminals.running({since, host: 'client'}).filter(({output}) => !/^>/m.test(output));
  if (started.length === 0) return undefined;
  const elsewhere = cluster
    .group(wanted)
    ?.members.flatMap(({assignment}) => assignment)
    .find(({topic}) => topic !== 'orders');
  if (elsewhere) {
    return failed(`A consumer of \`${wanted}\` reads the topic \`${elsewhere.topic}\`.`, {
      expected: 'a consumer of `orders`',
      observed: `a consumer of \`${elsewhere.topic}\``,
      why: 'A slip in the name, most likely: a topic that nobody made is made on the spot. Ctrl-C, and correct it.',
    });
  }

  const strangers = cluster.groups
    .filter(({name, members}) => members.length > 0 && name !== wanted && !others.includes(name))
    .map(({name}) => name);
  const nameless = strangers.find((name) => name.startsWith('console-consumer-'));
  if (nameless !== undefined) {
    return failed('A consumer reads under a name that was made up for it.', {
      expected: `a member of \`${wanted}\``,
      observed: `a group \`${nameless}\``,
      why: `Without --group each consumer is a group of its own, and shares with nobody. Ctrl-C, and add --group ${wanted}.`,
    });
  }
  const misspelt = nearest(wanted, strangers);
  if (misspelt !== undefined) {
    return failed(`A consumer reads in a group whose name is nearly \`${wanted}\`.`, {
      expected: `a member of \`${wanted}\``,
      observed: `a group \`${misspelt}\``,
      why: 'To Kafka these are two groups, and each of them gets everything. Stop it with Ctrl-C and correct the name.',
    });
  }
  return undefined;
}
