import type {HostName, LabNeeds} from '../../course/lesson.ts';
import type {LabFile, RuntimeName} from '../lab.ts';
import {commandLogging, serverLogging} from '../log-settings.ts';
import {roleOf} from './server-roles.ts';

/** The `config/` files of a host: those of its server, and what its commands print. */
export function renderConfigFiles(
  host: HostName,
  runtime: RuntimeName,
  {running}: Pick<LabNeeds, 'running'>,
): readonly LabFile[] {
  const role = roleOf(host);
  return [
    ...(role ? [file(host, role.configFile, role.renderConfig({host, runtime, running}))] : []),
    // Kafka's scripts look for log settings beside their own folder; those of commands only warn.
    file(host, 'config/log4j.properties', serversOfLab),
    file(host, 'config/tools-log4j.properties', commandsOfLab),
  ];
}

function file(host: HostName, path: string, content: string): LabFile {
  return {host, path, content, executable: false};
}

const serversOfLab = `# What the servers of this host print on the terminal.
${serverLogging}
# The course asks ZooKeeper how it is several times a second; that would be all there is to see.
log4j.logger.org.apache.zookeeper.server.NIOServerCnxn=WARN
log4j.logger.org.apache.zookeeper.server.command=WARN
`;

const commandsOfLab = `# What Kafka's commands on this host print beside their answer: warnings.
${commandLogging}`;
