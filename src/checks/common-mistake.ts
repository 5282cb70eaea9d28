import type {CommandRecord} from '../terminal/terminal-record.ts';
import type {Terminals} from './terminals.ts';
import type {Failed} from './verdict.ts';

/** What `commonMistake` found: a failed verdict that names the slip in the learner's own terms. */
export type CheckFinding = Failed;

/**
 * Looks through the commands since a moment, newest first, for the slips every beginner makes: ZooKeeper's port
 * asked for a broker, `--zookeeper`, a server started twice, a broker before ZooKeeper, a misspelt command, and
 * more. Undefined when the newest command shows none of them.
 */
export function commonMistake(terminals: Terminals, since: number): CheckFinding | undefined {
  const commands = [...terminals.finished({since}), ...terminals.running({since})].sort(
    (left, right) => (right.endedAt ?? right.startedAt) - (left.endedAt ?? left.startedAt),
  );
  for (const command of commands) {
    const finding = slips.map((slip) => slip(command)).find((found) => found !== undefined);
    if (finding) return finding;
  }

  return undefined;
}

type Slip = (command: CommandRecord) => CheckFinding | undefined;

const serverStart = /(zookeeper-server-start|kafka-server-start)(\.sh)?\b/;

const slips: readonly Slip[] = [
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
  ({command, output}) => {
    const port = /Connection to node -?\d+ \([^)]*:(\d+)\) could not be established/.exec(output)?.[1];
    if (port === undefined || serverStart.test(command)) return undefined;
    return {
      type: 'failed',
      message: `Nobody answers on port ${port}, which your command asked.`,
      expected: 'localhost:9092, where broker 1 listens',
      observed: `localhost:${port}: Connection … could not be established`,
      why: 'Either the number is a slip or the broker does not run. The command goes on trying without end: stop it with Ctrl-C.',
    };
  },
  ({command, output}) =>
    serverStart.test(command) && /Address already in use|BindException/.test(output)
      ? {
          type: 'failed',
          message: `This server runs already: its port is taken, so the second one gave up.`,
          expected: 'one server for each port',
          observed: 'java.net.BindException: Address already in use',
          why: 'Look at the other tabs: the first one still runs there. A server suspended with Ctrl-Z holds its port too (`fg` brings it back).',
        }
      : undefined,
  ({command, output}) =>
    /kafka-server-start/.test(command) && /NodeExists/.test(output)
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
    /kafka-server-start/.test(command) && /InconsistentClusterId|Invalid cluster\.id/.test(output)
      ? {
          type: 'failed',
          message: 'The broker’s data belongs to another cluster than this ZooKeeper.',
          expected: 'the same cluster id in ZooKeeper and in data/kafka/meta.properties',
          observed: 'Invalid cluster.id',
          why: 'That happens when one of the two was wiped and the other was not: they are only ever removed together.',
        }
      : undefined,
  ({command, output}) =>
    /kafka-server-start/.test(command) &&
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
    /kafka-server-start/.test(command) &&
    /ZooKeeperClientTimeoutException|Timed out waiting for connection|Connection refused|Opening socket connection to server localhost/.test(
      output,
    ) &&
    !/started \(kafka\.server\.KafkaServer\)|Session establishment complete|Connected\. /.test(output)
      ? {
          type: 'failed',
          message: 'The broker looks for ZooKeeper and does not find it.',
          expected: 'ZooKeeper answering on localhost:2181',
          observed: 'the broker’s log: it cannot reach ZooKeeper',
          why: 'A broker registers with ZooKeeper when it starts, so ZooKeeper comes first. The broker gives up after 18 seconds.',
        }
      : undefined,
  ({command, output, exitCode}) => {
    if (exitCode !== 127 && exitCode !== 126) return undefined;
    const word = command.trim().split(/\s+/)[0] ?? '';
    return {
      type: 'failed',
      message: `The shell found no command \`${word}\`.`,
      expected: 'a command as it lies in the folder bin/, for example bin/kafka-topics.sh',
      observed: output.trim().split('\n').at(-1) ?? '',
      why: 'Either a slip of the keyboard or a changed folder: the commands are typed from the folder the terminal opens in. `ls bin` lists them.',
    };
  },
  ({command, output}) =>
    serverStart.test(command) &&
    /NoSuchFileException|FileNotFoundException|is missing|Invalid config/.test(output)
      ? {
          type: 'failed',
          message: 'The server did not find the configuration file it was given.',
          expected:
            'a file that is there, for example config/zookeeper.properties or config/server.properties',
          observed:
            output
              .split('\n')
              .find((line) => /NoSuchFile|FileNotFound|missing|Invalid config/.test(line))
              ?.trim() ?? '',
          why: 'Each host has its own config folder: ZooKeeper’s file lies on zookeeper, the broker’s on broker-1. `ls config` shows it.',
        }
      : undefined,
];
