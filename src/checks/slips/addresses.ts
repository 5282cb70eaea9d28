import {brokerPort} from '../../lab/servers/broker.ts';
import {connectedToZookeeper, type PlacedCommand, type Slip, serverStart} from './placed-command.ts';

/** Whom a command asked: ZooKeeper for a broker, a broker for ZooKeeper, nobody. */
export const addressSlips: readonly Slip[] = [
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
  (typed) =>
    /--(bootstrap-server|broker-list)[= ]+\S*:2181\b/.test(typed.command) &&
    (typed.exitCode !== 0 ||
      /disconnected|Timed out|could not be established|TimeoutException/i.test(typed.output))
      ? {
          type: 'failed',
          message: 'You asked port 2181, which is ZooKeeper’s; brokers listen on 9092.',
          expected: 'an address where a broker listens: localhost:9092',
          observed: 'localhost:2181',
          why: `ZooKeeper does not speak Kafka’s protocol, so the command waits for nothing.${stopIt(typed)}`,
        }
      : undefined,
  (typed) => {
    const port = /^Connecting to \S*?:(909\d)$/m.exec(typed.output)?.[1];
    if (port === undefined || connectedToZookeeper.test(typed.output)) return undefined;
    return {
      type: 'failed',
      message: `You asked port ${port} for ZooKeeper; that is a broker’s port.`,
      expected: 'bin/zookeeper-shell.sh localhost:2181 …',
      observed: `Connecting to localhost:${port}, and no answer`,
      why: `zookeeper-shell speaks ZooKeeper’s language, brokers speak Kafka’s. ZooKeeper is on 2181.${stopIt(typed)}`,
    };
  },
  (typed) =>
    /^Connecting to \S+$/m.test(typed.output) &&
    !connectedToZookeeper.test(typed.output) &&
    /ConnectionLoss|Connection refused/.test(typed.output)
      ? {
          type: 'failed',
          message: 'Nobody answers where you looked for ZooKeeper.',
          expected: 'ZooKeeper answering on localhost:2181',
          observed: /^Connecting to \S+$/m.exec(typed.output)?.[0] ?? '',
          why: `Either the address is a slip, or ZooKeeper does not run: look at ${typed.tabOf('zookeeper') ?? 'its machine'}, and start it there first.${stopIt(typed)}`,
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
  (typed) => {
    const {command, output, exitCode} = typed;
    // A command that was given the addresses of several brokers and ended well has found one that lives.
    if (exitCode === 0) return undefined;
    // One that runs may have found another broker since: then something else was printed after it.
    const words = exitCode === undefined ? lastLines(output) : output;
    const port = /Connection to node -?\d+ \([^)]*:(\d+)\) could not be established/.exec(words)?.[1];
    if (port === undefined || serverStart.test(command)) return undefined;
    const broker = ([1, 2, 3] as const).find((id) => brokerPort(id) === Number(port));
    const tab = broker && typed.tabOf(`broker-${broker}`);
    return {
      type: 'failed',
      kind: 'nobody-answers',
      message: `Nobody answers on port ${port}, which your command asked.`,
      expected: tab === undefined ? 'localhost:9092, where broker 1 listens' : `broker ${broker} running`,
      observed: `localhost:${port}: Connection … could not be established`,
      why:
        tab === undefined
          ? `The number is a slip: no broker of this lab listens there.${stopIt(typed)}`
          : `Broker ${broker} listens there when it runs: look at ${tab}.${stopIt(typed)}`,
    };
  },
];

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-3).join('\n');
}

/** What to do about a command that goes on trying; nothing where it has ended. */
function stopIt({endedAt, terminal}: PlacedCommand): string {
  return endedAt === undefined ? ` It goes on trying: stop it in ${terminal} with Ctrl-C.` : '';
}
