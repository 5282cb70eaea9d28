import {combinedNode} from '../../lab/servers/combined-node.ts';
import {startCommandOf} from '../../lab/servers/server-roles.ts';
import {brokerStart, type PlacedCommand, type Slip} from './placed-command.ts';

const format = /\bkafka-storage(\.sh)?\s+format\b/;

const formatCommand = `bin/kafka-storage.sh format --standalone -t ID -c ${combinedNode.configFile}`;

/** Nodes of a cluster without ZooKeeper: formatting them, and the controllers’ port. */
export const nodeSlips: readonly Slip[] = [
  ({command, output}) =>
    brokerStart.test(command) && /No readable meta\.properties/.test(output)
      ? {
          type: 'failed',
          message: 'This node has not been formatted, so it does not know which cluster it belongs to.',
          expected: `${formatCommand}, then ${startCommandOf(combinedNode)}`,
          observed: 'No readable meta.properties files found.',
          why: 'Formatting writes the cluster’s id into the node’s folder. Without ZooKeeper there is nobody else to keep it.',
        }
      : undefined,
  ({command, output}) => {
    const {wanted, stored} =
      /Invalid cluster\.id in: \S+ Expected (?<wanted>\S+), but read (?<stored>\S+)/.exec(output)?.groups ??
      {};
    return format.test(command) && stored !== undefined
      ? {
          type: 'failed',
          message: 'This folder is formatted, for a cluster with another id.',
          expected: `the id that stands in ${combinedNode.identityFile}, or an empty folder`,
          observed: `${stored} in the folder, ${wanted} behind -t`,
          why: 'Each node of a cluster is formatted with the same id. Was the id made anew for this one? Take the first one’s; if the folder holds nothing you need, remove it: rm -r data/kafka.',
        }
      : undefined;
  },
  ({command, output}) =>
    format.test(command) && /is already formatted/.test(output)
      ? {
          type: 'failed',
          message: 'This folder is formatted already.',
          expected: startCommandOf(combinedNode),
          observed: /^.* is already formatted/m.exec(output)?.[0] ?? 'is already formatted',
          why: 'A node is formatted once, before its first start, and keeps what it stores from then on. Nothing is lost: start it.',
        }
      : undefined,
  ({command, output}) =>
    format.test(command) && /must specify one of the following: --standalone/.test(output)
      ? {
          type: 'failed',
          message: '`format` wants to be told who votes first.',
          expected: '--standalone, --initial-controllers or --no-initial-controllers',
          observed: command,
          why: 'The first node of a cluster votes alone (--standalone). One that joins later begins without a vote (--no-initial-controllers).',
        }
      : undefined,
  ({command, output}) =>
    format.test(command) && /cannot specify controller\.quorum\.voters and format/.test(output)
      ? {
          type: 'failed',
          message: 'The file lists the voters for good, and `format` was to write them down as well.',
          expected: 'controller.quorum.bootstrap.servers in the file, without controller.quorum.voters',
          observed: 'controller.quorum.voters in the file',
          why: 'That is the older way: a list in every file, which cannot change. Now the nodes keep it themselves.',
        }
      : undefined,
  (typed) => {
    const {command, output} = typed;
    const port = /--bootstrap-server[= ]\S*?:(\d+)/.exec(command)?.[1];
    return port !== undefined && /does not support METADATA|remote node is not a BROKER/.test(output)
      ? {
          type: 'failed',
          message: `On port ${port} the controllers speak among themselves; a broker listens elsewhere.`,
          expected: '--bootstrap-server localhost:9092',
          observed: `--bootstrap-server with port ${port}`,
          why: `A node is two things here, and has a port for each.${stillAsks(typed)}`,
        }
      : undefined;
  },
  ({command, output}) => {
    const port = /--bootstrap-controller[= ]\S*?:(\d+)/.exec(command)?.[1];
    return port !== undefined && /remote node is not a CONTROLLER/.test(output)
      ? {
          type: 'failed',
          message: `On port ${port} a broker listens, and the command was told to ask a controller.`,
          expected: `--bootstrap-server localhost:${port}`,
          observed: `--bootstrap-controller with port ${port}`,
          why: 'A node is two things here, and has a port for each.',
        }
      : undefined;
  },
];

function stillAsks({exitCode}: PlacedCommand): string {
  return exitCode === undefined ? ' It goes on asking: end it with Ctrl-C.' : '';
}
