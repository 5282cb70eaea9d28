import type {HostName} from '../course/lesson.ts';
import type {CommandRecord} from '../terminal/terminal-record.ts';
import {nearest} from './cluster.ts';
import type {Terminals} from './terminals.ts';
import type {Failed} from './verdict.ts';

/** What zookeeper-shell prints as soon as it has reached one; the event's own line may come too late. */
const connectedToZookeeper = /WATCHER::|SyncConnected/;

/** What `commonMistake` found: a failed verdict that names the slip in the learner's own terms. */
export type CheckFinding = Failed;

/**
 * Looks through the commands since a moment, newest first, for the slips every beginner makes: ZooKeeper's port
 * asked for a broker, `--zookeeper`, a server started twice, a broker before ZooKeeper, a misspelt command, and
 * more. A slip is over once a Kafka command after it ended well, or runs in the same terminal. Undefined where no
 * command shows one.
 */
export function commonMistake(terminals: Terminals, since: number): CheckFinding | undefined {
  const commands = terminals.all
    .flatMap((terminal) => placeCommands(terminal.name, terminal.host, terminal.commands))
    .filter(({startedAt}) => startedAt >= since)
    .sort((left, right) => (right.endedAt ?? right.startedAt) - (left.endedAt ?? left.startedAt));
  const begunAnew = new Set<string>();
  for (const command of commands) {
    const finding = slips.map((slip) => slip(command)).find((found) => found !== undefined);
    if (finding && !begunAnew.has(command.terminal)) return finding;
    if (!kafkaCommand.test(command.command)) continue;
    if (command.exitCode === 0) return undefined;
    if (command.endedAt === undefined) begunAnew.add(command.terminal);
  }

  return undefined;
}

/** A command, where it was typed, and what was typed there after it. */
interface PlacedCommand extends CommandRecord {
  readonly terminal: string;
  readonly host: HostName;
  readonly next: readonly string[];
}

type Slip = (command: PlacedCommand) => CheckFinding | undefined;

function placeCommands(
  terminal: string,
  host: HostName,
  commands: readonly CommandRecord[],
): readonly PlacedCommand[] {
  return commands.map((command, index) => ({
    ...command,
    terminal,
    host,
    next: commands.slice(index + 1).map((later) => later.command),
  }));
}

/** The commands the course uses, as they lie in `bin/`. */
const commandNames = [
  'kafka-configs.sh',
  'kafka-console-consumer.sh',
  'kafka-console-producer.sh',
  'kafka-consumer-groups.sh',
  'kafka-get-offsets.sh',
  'kafka-leader-election.sh',
  'kafka-reassign-partitions.sh',
  'kafka-server-start.sh',
  'kafka-topics.sh',
  'kafka-verifiable-producer.sh',
  'zookeeper-server-start.sh',
  'zookeeper-shell.sh',
];

const optionNames = [
  'add-config',
  'all-groups',
  'all-topics',
  'alter',
  'bootstrap-server',
  'broker-list',
  'consumer-property',
  'create',
  'delete',
  'delete-config',
  'describe',
  'dry-run',
  'entity-name',
  'entity-type',
  'execute',
  'from-beginning',
  'group',
  'include',
  'list',
  'members',
  'partitions',
  'property',
  'replication-factor',
  'reset-offsets',
  'to-earliest',
  'topic',
  'verbose',
];

const kafkaCommand = /\b(kafka|zookeeper)-[a-z-]+/;
const zookeeperStart = /\bzookeeper-server-start(\.sh)?\b/;
const brokerStart = /\bkafka-server-start(\.sh)?\b/;
const serverStart = /\b(zookeeper|kafka)-server-start(\.sh)?\b/;
const missingFile = /NoSuchFileException|FileNotFoundException|file is missing/;

/** Exit codes of a program stopped by Ctrl-Z: 128 and the signal's number, on Linux and on macOS. */
const suspended: readonly (number | undefined)[] = [148, 146];

const slips: readonly Slip[] = [
  // Ctrl-Z comes first: whatever the program printed, it stands still now.
  ({command, exitCode, terminal, next}) =>
    suspended.includes(exitCode) && !next.some((later) => /^\s*(fg|bg|kill)\b/.test(later))
      ? {
          type: 'failed',
          message: `Ctrl-Z did not end the program in ${terminal}: it only stands still there.`,
          expected: 'a program that runs, or one that was ended with Ctrl-C',
          observed: `\`${command}\` is suspended`,
          why: 'A suspended program still holds its port and its seat, and answers nobody. `fg` lets it go on; then Ctrl-C ends it.',
        }
      : undefined,
  ({command, output}) =>
    /zookeeper is not a recognized option/.test(output) ||
    (/--zookeeper\b/.test(command) && /recognized option|UnrecognizedOption/i.test(output))
      ? {
          type: 'failed',
          message: '`--zookeeper` is gone: since Kafka 3.0 these commands talk to a broker.',
          expected: '--bootstrap-server localhost:9092',
          observed: '--zookeeper …, "not a recognized option"',
          why: 'Older guides still show it. Commands used to write into ZooKeeper behind the brokers’ back; now they ask a broker.',
        }
      : undefined,
  ({command, output, exitCode}) =>
    /--(bootstrap-server|broker-list)[= ]+\S*:2181\b/.test(command) &&
    (exitCode !== 0 || /disconnected|Timed out|could not be established|TimeoutException/i.test(output))
      ? {
          type: 'failed',
          message: 'You asked port 2181, which is ZooKeeper’s; brokers listen on 9092.',
          expected: 'an address where a broker listens: localhost:9092',
          observed: 'localhost:2181',
          why: 'ZooKeeper answers there, but it does not speak Kafka’s protocol, so the command waits in vain. Stop it with Ctrl-C.',
        }
      : undefined,
  ({output}) => {
    const port = /^Connecting to \S*?:(909\d)$/m.exec(output)?.[1];
    if (port === undefined || connectedToZookeeper.test(output)) return undefined;
    return {
      type: 'failed',
      message: `You asked port ${port} for ZooKeeper, but a broker listens there.`,
      expected: 'bin/zookeeper-shell.sh localhost:2181 …',
      observed: `Connecting to localhost:${port}, and no answer`,
      why: 'zookeeper-shell speaks ZooKeeper’s language, brokers speak Kafka’s. Stop it with Ctrl-C; ZooKeeper is on 2181.',
    };
  },
  ({output}) =>
    /^Connecting to \S+$/m.test(output) &&
    !connectedToZookeeper.test(output) &&
    /ConnectionLoss|Connection refused/.test(output)
      ? {
          type: 'failed',
          message: 'Nobody answers where you looked for ZooKeeper.',
          expected: 'ZooKeeper answering on localhost:2181',
          observed: /^Connecting to \S+$/m.exec(output)?.[0] ?? '',
          why: 'Look at the tab zookeeper: does it still run there? If it was stopped, start it again first.',
        }
      : undefined,
  ({command, output}) =>
    /^Connecting to (ls|get|stat)$/m.test(output)
      ? {
          type: 'failed',
          message: 'zookeeper-shell takes ZooKeeper’s address first, then the question.',
          expected: 'bin/zookeeper-shell.sh localhost:2181 ls /brokers/ids',
          observed: command,
          why: 'It took the first word for the name of a machine.',
        }
      : undefined,
  ({command, output, exitCode}) => {
    // A command that was given the addresses of several brokers and ended well has found one that lives.
    if (exitCode === 0) return undefined;
    const port = /Connection to node -?\d+ \([^)]*:(\d+)\) could not be established/.exec(output)?.[1];
    if (port === undefined || serverStart.test(command)) return undefined;
    return {
      type: 'failed',
      message: `Nobody answers on port ${port}, which your command asked.`,
      expected: port === '9092' ? 'broker 1 running in its tab' : 'localhost:9092, where broker 1 listens',
      observed: `localhost:${port}: Connection … could not be established`,
      why: 'Either the number is a slip or the broker does not run. The command goes on trying without end: stop it with Ctrl-C.',
    };
  },
  ({command, output}) =>
    serverStart.test(command) &&
    /Address already in use|BindException|Failed to acquire lock on file \.lock/.test(output)
      ? {
          type: 'failed',
          message: 'This server runs already, so the second one gave up.',
          expected: 'one server for each port and each data folder',
          observed: /Failed to acquire lock/.test(output)
            ? 'Failed to acquire lock on file .lock'
            : 'java.net.BindException: Address already in use',
          why: 'The first one still runs, in another tab or suspended with Ctrl-Z (`fg` brings it back). Nothing more is to be started.',
        }
      : undefined,
  ({command, output}) =>
    brokerStart.test(command) && /NodeExists/.test(output)
      ? {
          type: 'failed',
          message:
            'ZooKeeper still remembers the broker that was here before, so the new one was turned away.',
          expected: 'no /brokers/ids/N when the broker registers',
          observed: 'KeeperErrorCode = NodeExists',
          why: 'A broker that was killed said no good-bye; its place is kept until its session ends, after 6 seconds here. Start it again now.',
        }
      : undefined,
  ({command, output}) =>
    brokerStart.test(command) && /InconsistentClusterId|Invalid cluster\.id/.test(output)
      ? {
          type: 'failed',
          message: 'The broker’s data belongs to another cluster than this ZooKeeper.',
          expected: 'the same cluster id in ZooKeeper and in data/kafka/meta.properties',
          observed: 'Invalid cluster.id',
          why: 'That happens when one of the two was wiped and the other was not: they are only ever removed together.',
        }
      : undefined,
  ({command, output, host}) => {
    const home = zookeeperStart.test(command)
      ? 'zookeeper'
      : brokerStart.test(command)
        ? 'broker'
        : undefined;
    if (home === undefined || host.startsWith(home) || !missingFile.test(output)) return undefined;
    return {
      type: 'failed',
      message: `You are on ${host}; this server belongs on ${home === 'broker' ? 'a broker’s host' : home}.`,
      expected: `the same command in the tab ${home === 'broker' ? 'broker-1' : home}`,
      observed: `\`${command}\` on ${host}, which has no such file`,
      why: 'Each host has a config folder of its own, as each machine would. Change the tab and type it there.',
    };
  },
  ({command, output}) =>
    brokerStart.test(command) &&
    /zookeeper\.properties/.test(command) &&
    /Exception|ERROR|FATAL|Missing required configuration/.test(output)
      ? {
          type: 'failed',
          message: 'You gave ZooKeeper’s configuration to the broker.',
          expected: 'bin/kafka-server-start.sh config/server.properties',
          observed: 'bin/kafka-server-start.sh config/zookeeper.properties',
          why: 'Each server reads its own file, and the names are easily mixed up.',
        }
      : undefined,
  ({command, output}) =>
    zookeeperStart.test(command) &&
    (/server\.properties/.test(command) || /dataDir is not set/.test(output)) &&
    /Exception|ERROR/.test(output)
      ? {
          type: 'failed',
          message: 'You gave the broker’s configuration to ZooKeeper.',
          expected: 'bin/zookeeper-server-start.sh config/zookeeper.properties',
          observed: command,
          why: 'Each server reads its own file, and the names are easily mixed up.',
        }
      : undefined,
  ({command, output}) =>
    brokerStart.test(command) &&
    /Timed out waiting for connection|Connection refused/.test(output) &&
    !/Session establishment complete/.test(output)
      ? {
          type: 'failed',
          message: 'The broker looks for ZooKeeper and does not find it.',
          expected: 'ZooKeeper answering on localhost:2181',
          observed: 'the broker’s log: it cannot reach ZooKeeper',
          why: 'A broker registers with ZooKeeper when it starts, so ZooKeeper comes first. The broker gives up after 18 seconds.',
        }
      : undefined,
  ({command, output}) =>
    serverStart.test(command) && /^USAGE: /m.test(output)
      ? {
          type: 'failed',
          message: 'The command wants to be told which configuration file to read.',
          expected: zookeeperStart.test(command)
            ? 'bin/zookeeper-server-start.sh config/zookeeper.properties'
            : 'bin/kafka-server-start.sh config/server.properties',
          observed: command,
          why: 'Started without a file it only prints how it is used.',
        }
      : undefined,
  ({command, output}) =>
    serverStart.test(command) && missingFile.test(output)
      ? {
          type: 'failed',
          message: 'The server did not find the configuration file it was given.',
          expected: zookeeperStart.test(command) ? 'config/zookeeper.properties' : 'config/server.properties',
          observed: `no file ${/NoSuchFileException: (\S+)|(\S+) file is missing/.exec(output)?.slice(1).find(Boolean) ?? 'of that name'}`,
          why: '`ls config` shows what is there; mind the spelling.',
        }
      : undefined,
  ({command, output, exitCode, terminal}) =>
    serverStart.test(command) &&
    exitCode !== undefined &&
    !suspended.includes(exitCode) &&
    /binding to port|started \(kafka\.server\.KafkaServer\)/.test(output)
      ? {
          type: 'failed',
          message: `The server in ${terminal} ran, and then it was stopped.`,
          expected: `\`${command}\` running in its tab`,
          observed: `it ended with exit code ${exitCode}`,
          why: 'A server lives in its terminal: Ctrl-C there ends it. Start it again, and do everything else in other tabs.',
        }
      : undefined,
  notFound,
  ({output}) => {
    const option = /^(\S+) is not a recognized option$/m.exec(output)?.[1];
    if (option === undefined) return undefined;
    const meant = nearest(option, optionNames);
    return {
      type: 'failed',
      message: `This command knows no option \`--${option}\`.`,
      expected: meant === undefined ? 'one of the options the step names' : `--${meant}`,
      observed: `${option} is not a recognized option`,
      why: 'Options begin with two hyphens and are spelt out in full.',
    };
  },
  ({output}) => {
    const missing =
      /^--(bootstrap-server) must be specified|^Missing required (?:option\(s\)|argument) "?\[([a-z-]+)/m.exec(
        output,
      );
    const option = missing?.[1] ?? missing?.[2];
    if (option === undefined) return undefined;
    return {
      type: 'failed',
      message: `The command misses its \`--${option}\`.`,
      expected: option === 'bootstrap-server' ? '--bootstrap-server localhost:9092' : `--${option} …`,
      observed: missing?.[0] ?? '',
      why: 'Each command has to be told whom to ask and what it is about; nothing is remembered from the one before.',
    };
  },
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
          expected: '--topic orders, or another name; or --all-topics',
          observed: 'One of the reset scopes should be defined: --all-topics, --topic.',
          why: 'A group may read many topics, and only some of them may have to be read again.',
        }
      : undefined,
  ({command, output}) =>
    /^Command must include exactly one action/m.test(output)
      ? {
          type: 'failed',
          message: 'The command was not told what to do with the topic.',
          expected: 'exactly one of --create, --list, --describe, --alter, --delete',
          observed: command,
          why: 'The action is an option too, and easily forgotten or given twice.',
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
      why: 'Usually a slip of the keyboard; `--list` shows the names there are. Capital letters count.',
    };
  },
];

/** The shell did not find the command: a message typed at the prompt, a missing folder, a slip of the keyboard. */
function notFound({command, output, exitCode}: PlacedCommand): CheckFinding | undefined {
  // zookeeper-shell ends with 127 too when it does not know a word.
  if ((exitCode !== 127 && exitCode !== 126) || /Exiting JVM/.test(output)) return undefined;
  const said = output.trim().split('\n').at(-1) ?? '';
  const word = command.trim().split(/\s+/)[0] ?? '';
  if (/^[A-Z][a-z]*$/.test(word)) {
    return {
      type: 'failed',
      message: 'You typed a message where the shell listens, and the shell took it for a command.',
      expected: 'the message behind the producer’s own prompt, `>`',
      observed: said,
      why: 'A line goes to the program that runs in that tab. Where you see `$`, that is the shell; start the producer first.',
    };
  }

  const name = word.split('/').at(-1) ?? '';
  const meant = commandNames.includes(name)
    ? name
    : (nearest(name, commandNames) ?? nearest(`${name}.sh`, commandNames));
  return {
    type: 'failed',
    message: `The shell found no command \`${word}\`.`,
    expected:
      meant === undefined
        ? 'a command as it lies in the folder bin/, for example bin/kafka-topics.sh'
        : `bin/${meant}`,
    observed: said,
    why:
      meant === name
        ? foldersWhy
        : `Most likely a slip of the keyboard: \`ls bin\` lists the commands. ${foldersWhy}`,
  };
}

const foldersWhy =
  'Kafka’s commands lie in bin/, seen from the folder the terminal opens in (`cd` alone leads away from it).';
