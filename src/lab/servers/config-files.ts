import type {HostName, LabNeeds} from '../../course/lesson.ts';
import {kafkaReleases} from '../kafka-lines/kafka-releases.ts';
import type {LabFile, RuntimeName} from '../lab.ts';
import {roleOf} from './server-roles.ts';
import {streamsFile, streamsProperties} from './streams-program.ts';

/** The `config/` files of a host: those of its server, and what its commands print. */
export function renderConfigFiles(
  host: HostName,
  runtime: RuntimeName,
  needs: Pick<LabNeeds, 'kafka' | 'mode' | 'hosts' | 'running'>,
  /** Of the Kafka that lies there, where that is known. */
  version = kafkaReleases[needs.kafka].version,
): readonly LabFile[] {
  const role = roleOf(host, needs);
  const {servers, serversOfLab, commands} = kafkaReleases[needs.kafka].logging;
  const {hosts, running} = needs;
  return [
    ...(role
      ? [file(host, role.configFile, role.renderConfig({host, runtime, hosts, running, version}))]
      : []),
    ...(host === 'streams' ? [file(host, streamsFile, streamsProperties)] : []),
    ...Object.entries(role?.alsoGiven ?? {}).map(([path, text]) => file(host, path, text)),
    // Kafka's scripts look for log settings beside their own folder; those of commands only warn.
    file(
      host,
      `config/${servers.name}`,
      `# What the servers of this host print on the terminal.\n${serversOfLab}`,
    ),
    file(
      host,
      `config/${commands.name}`,
      `# What Kafka's commands on this host print beside their answer: warnings.\n${commands.text}`,
    ),
  ];
}

function file(host: HostName, path: string, content: string): LabFile {
  return {host, path, content, executable: false};
}
