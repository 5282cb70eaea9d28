import type {HostName, LabNeeds} from '../../course/lesson.ts';
import type {LabFile, RuntimeName} from '../lab.ts';
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
    file(host, 'config/log4j.properties', serverLogging),
    file(host, 'config/tools-log4j.properties', commandLogging),
  ];
}

function file(host: HostName, path: string, content: string): LabFile {
  return {host, path, content, executable: false};
}

const serverLogging = `# What the servers of this host print on the terminal.
log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
log4j.logger.kafka.controller=WARN
log4j.logger.kafka.log.LogCleaner=WARN
log4j.logger.kafka.network.RequestChannel$=WARN
log4j.logger.kafka.request.logger=WARN
log4j.logger.state.change.logger=WARN

# The course asks ZooKeeper how it is several times a second; that would be all there is to see.
log4j.logger.org.apache.zookeeper.server.NIOServerCnxn=WARN
log4j.logger.org.apache.zookeeper.server.command=WARN
`;

const commandLogging = `# What Kafka's commands on this host print beside their answer: warnings.
log4j.rootLogger=WARN, stderr
log4j.appender.stderr=org.apache.log4j.ConsoleAppender
log4j.appender.stderr.Target=System.err
log4j.appender.stderr.layout=org.apache.log4j.PatternLayout
log4j.appender.stderr.layout.ConversionPattern=[%d] %p %m (%c)%n
`;
