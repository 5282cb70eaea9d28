import path from 'node:path';
import {broker, brokerIdOf} from '../../lab/servers/broker.ts';
import {startCommandOf} from '../../lab/servers/server-roles.ts';
import {zookeeper} from '../../lab/servers/zookeeper.ts';
import type {Failed} from '../verdict.ts';
import {
  brokerStart,
  errorLine,
  type PlacedCommand,
  roleStartedBy,
  type Slip,
  serverStart,
  serverStarted,
  suspended,
  zookeeperStart,
} from './placed-command.ts';

const missingFiles = /(?:NoSuchFileException|FileNotFoundException): (\S+)|(\S+) file is missing/g;
const wentWrong = /Exception|ERROR|FATAL|Missing required configuration/;

/** Servers that did not start, or were stopped. */
export const serverSlips: readonly Slip[] = [
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
          why: 'The first one still runs: in another tab, in the background, or suspended with Ctrl-Z (`fg` brings it back). Nothing more needs to be started.',
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
          why: 'A broker that was killed said no good-bye; its place is kept until its session with ZooKeeper ends. Start it again now.',
        }
      : undefined,
  ({command, output}) =>
    brokerStart.test(command) && /InconsistentClusterId|Invalid cluster\.id/.test(output)
      ? {
          type: 'failed',
          message: 'The broker’s data belongs to another cluster than this ZooKeeper.',
          expected: `the same cluster id in ZooKeeper and in ${broker.identityFile}`,
          observed: 'Invalid cluster.id',
          why: 'That happens when one of the two was wiped and the other was not: they are only ever removed together.',
        }
      : undefined,
  changedNumber,
  ({command, output}) => {
    const port = /binding to port \S*?:(\d+)/.exec(output)?.[1];
    return zookeeperStart.test(command) && port !== undefined && port !== '2181'
      ? {
          type: 'failed',
          message: `ZooKeeper listens on port ${port}; everybody in this lab asks port 2181.`,
          expected: 'clientPort=2181 in config/zookeeper.properties',
          observed: `its log: binding to port ${port}`,
          why: 'The port stands in its file, in the line clientPort. Stop it with Ctrl-C, change the line, start it again.',
        }
      : undefined;
  },
  wrongScript,
  wrongMachine,
  ({command, output}) =>
    brokerStart.test(command) && /zookeeper\.properties/.test(command) && wentWrong.test(output)
      ? {
          type: 'failed',
          message: 'You gave ZooKeeper’s configuration to the broker.',
          expected: startCommandOf(broker),
          observed: command,
          why: 'Each server reads its own file, and the names are easily mixed up.',
        }
      : undefined,
  ({command, output}) =>
    zookeeperStart.test(command) &&
    (/server\.properties/.test(command) || /dataDir is not set/.test(output)) &&
    wentWrong.test(output)
      ? {
          type: 'failed',
          message: /server\.properties/.test(command)
            ? 'You gave the broker’s configuration to ZooKeeper.'
            : 'The file you gave to ZooKeeper is not its configuration.',
          expected: startCommandOf(zookeeper),
          observed: command,
          why: 'Each server reads its own file, and the names are easily mixed up.',
        }
      : undefined,
  ({command, output}) => {
    const missing = /Missing required configuration [`"]([\w.]+)[`"]/.exec(output)?.[1];
    const hasLost = /\bserver\.properties/.test(command);
    return brokerStart.test(command) && missing !== undefined && missingFile(command, output) === undefined
      ? {
          type: 'failed',
          message: hasLost
            ? 'config/server.properties has lost lines that a broker needs.'
            : 'The file you gave to the broker is not its configuration.',
          expected: hasLost ? `a line ${missing}=… in it` : startCommandOf(broker),
          observed: `${command}: no line ${missing}=… in the file`,
          why: hasLost
            ? 'A single > replaces a file, >> adds to it. Remove the file (rm config/server.properties), leave the course with q and start it again: it is laid out again.'
            : 'Several files in `config` end with .properties; a broker’s is server.properties.',
        }
      : undefined;
  },
  noZookeeper,
  ({command, output}) =>
    serverStart.test(command) && /^USAGE: /m.test(output)
      ? {
          type: 'failed',
          message: 'The command wants to be told which configuration file to read.',
          expected: startCommandOf(roleStartedBy(command) ?? broker),
          observed: command,
          why: 'Started without a file it only prints how it is used.',
        }
      : undefined,
  ({command, output}) => {
    const missing = serverStart.test(command) ? missingFile(command, output) : undefined;
    return missing === undefined
      ? undefined
      : {
          type: 'failed',
          message: 'The server did not find the configuration file it was given.',
          expected: (roleStartedBy(command) ?? broker).configFile,
          observed: `no file ${missing}`,
          why: '`ls config` shows what is there; mind the spelling.',
        };
  },
  ({command, output, exitCode, terminal}) => {
    if (!serverStart.test(command) || exitCode === undefined || suspended.includes(exitCode))
      return undefined;
    const started = serverStarted.exec(output);
    if (!started) return undefined;
    const isStopped = [0, 130, 143].includes(exitCode);
    const fatal = isStopped ? undefined : errorLine(output.slice(started.index));
    return {
      type: 'failed',
      kind: 'server-stopped',
      message: isStopped
        ? `The server in ${terminal} ran, and then it was stopped.`
        : exitCode === 137
          ? `The server in ${terminal} ran, and then it was killed.`
          : `The server in ${terminal} ran, and then it ended with an error.`,
      expected: `\`${command}\` running in its tab`,
      observed: fatal ?? `it ended with exit code ${exitCode}`,
      why: 'A server lives in its terminal: Ctrl-C there ends it. Start it again, and do everything else in other tabs.',
    };
  },
];

/** A broker whose folder carries another number than its file does. */
function changedNumber({command, output, host}: PlacedCommand): Failed | undefined {
  const {configured, stored} =
    /Configured broker\.id (?<configured>\d+) doesn't match stored broker\.id (?:Some\()?(?<stored>\d+)/.exec(
      output,
    )?.groups ??
    /Stored node id (?<stored>\d+) doesn't match previous node id (?<configured>\d+)/.exec(output)?.groups ??
    {};
  if (!brokerStart.test(command) || configured === undefined) return undefined;
  const line = /KafkaRaftServer/.test(output) ? 'node.id' : 'broker.id';
  return {
    type: 'failed',
    message: `This broker calls itself ${configured}, and its folder belongs to a broker ${stored}.`,
    expected: `the same number in the line ${line} and in ${broker.identityFile}`,
    observed: `${line}=${configured} in its file, ${line}=${stored} in its folder`,
    why: `A broker writes its number into its folder when it first starts. If ${configured} is right and the folder holds nothing you need, remove it on ${host}: rm -r data/kafka. Else change ${line} back.`,
  };
}

/** The other server’s script, on a machine that has a configuration of its own for the right one. */
function wrongScript({command, host, terminal}: PlacedCommand): Failed | undefined {
  const given = /\b(zookeeper|server)\.properties/.exec(command)?.[1];
  const [other, right] =
    host === 'zookeeper' && brokerStart.test(command) && given === 'zookeeper'
      ? ['the broker’s script, with ZooKeeper’s file', startCommandOf(zookeeper)]
      : /^broker-/.test(host) && zookeeperStart.test(command) && given === 'server'
        ? ['ZooKeeper’s script, with the broker’s file', startCommandOf(broker)]
        : [];
  if (other === undefined || right === undefined) return undefined;
  return {
    type: 'failed',
    message: `That is ${other}.`,
    expected: right,
    observed: command,
    why: `The file is the right one for ${terminal}; the two scripts have similar names. If this one still runs, stop it with Ctrl-C.`,
  };
}

function wrongMachine({command, output, host, tabOf}: PlacedCommand): Failed | undefined {
  const right = roleStartedBy(command)?.firstHost;
  if (right === undefined || host === right || missingFile(command, output) === undefined) return undefined;
  const isBroker = right === broker.firstHost;
  if (isBroker && brokerIdOf(host) !== undefined) return undefined;
  return {
    type: 'failed',
    message: `You are on ${host}; this server belongs on ${isBroker ? 'a broker’s host' : right}.`,
    expected: `the same command in ${tabOf(right) ?? `a tab of ${right}`}`,
    observed: `\`${command}\` on ${host}, which has no such file`,
    why: 'Each host has a config folder of its own, as each machine would. Change the tab and type it there.',
  };
}

function noZookeeper({command, output, endedAt, tabOf}: PlacedCommand): Failed | undefined {
  if (
    !brokerStart.test(command) ||
    !/Timed out waiting for connection|Connection refused/.test(output) ||
    /Session establishment complete/.test(output)
  )
    return undefined;
  const address = /connectString=(\S+)/.exec(output)?.[1]?.replace(/\/.*$/, '') ?? 'localhost:2181';
  const tab = tabOf('zookeeper');
  const isElsewhere = !address.endsWith(':2181');
  return {
    type: 'failed',
    message: isElsewhere
      ? `The broker looks for ZooKeeper at ${address}, and nobody answers there.`
      : 'The broker looks for ZooKeeper and does not find it.',
    expected: isElsewhere
      ? 'zookeeper.connect=localhost:2181 in its file'
      : 'ZooKeeper answering on localhost:2181',
    observed: `the broker’s log: it cannot reach ${address}`,
    why: isElsewhere
      ? `ZooKeeper listens on 2181 unless its own file says otherwise. Change the line zookeeper.connect, and start the broker again.`
      : `A broker registers with ZooKeeper when it starts, so ZooKeeper comes first: start it${tab === undefined ? '' : ` in ${tab}`} (or type fg there, if Ctrl-Z suspended it).${endedAt === undefined ? ' The broker keeps looking for a while, then gives up.' : ' The broker has given up; start it again afterwards.'}`,
  };
}

/** A file that a command names and that is not there; a server also looks for others, plugins say, which are no slip. */
function missingFile(command: string, output: string): string | undefined {
  return [...output.matchAll(missingFiles)]
    .map(([, thrown, missing]) => thrown ?? missing ?? '')
    .find((file) => command.includes(path.basename(file)));
}
