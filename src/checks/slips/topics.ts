import type {Slip} from './placed-command.ts';

/** What a broker, or a command on its behalf, said of topics, messages and positions. */
export const topicSlips: readonly Slip[] = [
  ({output}) => {
    const said = /No key separator found on line number \d+: '(.*)'/.exec(output);
    if (!said) return undefined;
    return {
      type: 'failed',
      message:
        'The producer expects a key in each line, and found no place to cut one line in two; that ended it.',
      expected: said[1]?.includes(':') ? '--property key.separator=:' : 'key, separator, message: name:text',
      observed: said[0],
      why: 'With parse.key=true it looks for key.separator in each line: the Tab key’s character unless you name one. What was sent before is there; start it again.',
    };
  },
  ({output}) =>
    /^One of the reset scopes should be defined/m.test(output)
      ? {
          type: 'failed',
          message: 'The command was not told whose positions to set back: of which topic.',
          expected: '--topic and a name, or --all-topics',
          observed: 'One of the reset scopes should be defined: --all-topics, --topic.',
          why: 'A group may read many topics, and only some of them may have to be read again.',
        }
      : undefined,
  ({output}) => {
    const [, asked, there] =
      /Replication factor: (\d+) larger than available brokers: (\d+)/.exec(output) ?? [];
    if (asked === undefined || there === undefined) return undefined;
    return {
      type: 'failed',
      message: `You asked for ${asked} replicas, and ${there === '1' ? 'one broker runs' : `${there} brokers run`}.`,
      expected: `--replication-factor ${there} at most`,
      observed: `Replication factor: ${asked} larger than available brokers: ${there}`,
      why: 'A second copy on the same machine would be lost together with the first, so each replica needs a broker of its own.',
    };
  },
  ({output}) => {
    const name = /Topic 'Optional\[(.+?)\]' does not exist as expected/.exec(output)?.[1];
    if (name === undefined) return undefined;
    return {
      type: 'failed',
      message: `You asked about a topic \`${name}\`, and there is none.`,
      expected: 'the name of a topic that exists',
      observed: `Topic '${name}' does not exist`,
      why: 'Either a slip of the keyboard (capital letters count), or nobody has created it yet; `--list` shows the names there are.',
    };
  },
  ({output}) => {
    const said = /Could not match any topic-partitions[^\n]*/.exec(output)?.[0];
    if (said === undefined) return undefined;
    return {
      type: 'failed',
      message: 'There is no topic of that name, so there is no offset to show.',
      expected: '--topic and the name of a topic that exists',
      observed: said,
      why: 'Compare the name with what `bin/kafka-topics.sh --list` shows.',
    };
  },
  ({output}) => {
    const said = /Consumer group '(.+?)' does not exist/.exec(output);
    if (!said) return undefined;
    return {
      type: 'failed',
      message: 'You asked about a group that does not exist.',
      expected: '--group and the name of a group that exists',
      observed: said[0],
      why: 'Either a slip in the name, or nobody has read under it yet: `--list` shows every group.',
    };
  },
  ({output}) => {
    const said = /Topic name is invalid: [^\n]*|InvalidTopicException: ([^\n]*)/.exec(output);
    if (!said) return undefined;
    return {
      type: 'failed',
      message: 'Kafka does not take that name for a topic.',
      expected: 'letters, digits, dots, hyphens and underscores, without a blank',
      observed: (said[1] ?? said[0]).trim(),
      why: 'Quotes keep a blank that stands inside them; without quotes the shell takes it away.',
    };
  },
  ({output}) => {
    const name = /Topic '(\S+)' already exists/.exec(output)?.[1];
    if (name === undefined) return undefined;
    return {
      type: 'failed',
      message: `There is a topic \`${name}\` already.`,
      expected: 'a name that is not taken, or --if-not-exists',
      observed: `Topic '${name}' already exists`,
      why: 'Creating never changes a topic that is there: --describe shows how it is, --alter adds partitions, --delete removes it.',
    };
  },
];
