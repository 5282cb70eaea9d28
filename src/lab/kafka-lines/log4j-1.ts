import type {LogSettings} from './kafka-release.ts';

// The controller, the state changes and the log cleaner fill files of their own in Kafka's distribution and do not show
// on the terminal; there are no such files here, so only their warnings are shown.
const servers = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
log4j.logger.kafka.controller=WARN
log4j.logger.kafka.log.LogCleaner=WARN
log4j.logger.kafka.network.RequestChannel$=WARN
log4j.logger.kafka.request.logger=WARN
log4j.logger.state.change.logger=WARN
`;

const commands = `log4j.rootLogger=WARN, stderr
log4j.appender.stderr=org.apache.log4j.ConsoleAppender
log4j.appender.stderr.Target=System.err
log4j.appender.stderr.layout=org.apache.log4j.PatternLayout
log4j.appender.stderr.layout.ConversionPattern=[%d] %p %m (%c)%n
`;

const connect = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %X{connector.context}%m (%c:%L)%n
log4j.logger.org.reflections=ERROR
`;

/** Of log4j 1, which reads properties. */
export const log4j1: LogSettings = {
  option: '-Dlog4j.configuration=file:',
  servers: {name: 'log4j.properties', text: servers},
  commands: {name: 'tools-log4j.properties', text: commands},
  connect: {name: 'connect-log4j.properties', text: connect},
  serversOfLab: `${servers}
# The course asks ZooKeeper how it is several times a second; that would be all there is to see.
log4j.logger.org.apache.zookeeper.server.NIOServerCnxn=WARN
log4j.logger.org.apache.zookeeper.server.command=WARN
`,
};
