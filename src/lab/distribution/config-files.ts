import {commandLogging, serverLogging} from '../log-settings.ts';

/**
 * What lies under `config` beside the launch scripts: where the servers and commands write what they have to
 * say, and small stock configurations. A lab renders its own server configurations.
 */
export const configFiles: Readonly<Record<string, string>> = {
  'log4j.properties': serverLogging,
  'tools-log4j.properties': commandLogging,
  'connect-log4j.properties': `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %X{connector.context}%m (%c:%L)%n
log4j.logger.org.reflections=ERROR
`,
  'zookeeper.properties': `dataDir=/tmp/zookeeper
clientPort=2181
maxClientCnxns=0
admin.enableServer=false
`,
  'server.properties': `broker.id=0
log.dirs=/tmp/kafka-logs
num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
zookeeper.connect=localhost:2181
`,
  'connect-standalone.properties': `bootstrap.servers=localhost:9092
key.converter=org.apache.kafka.connect.json.JsonConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
key.converter.schemas.enable=true
value.converter.schemas.enable=true
offset.storage.file.filename=/tmp/connect.offsets
offset.flush.interval.ms=10000
`,
  'connect-file-source.properties': `name=local-file-source
connector.class=FileStreamSource
tasks.max=1
file=test.txt
topic=connect-test
`,
  'connect-file-sink.properties': `name=local-file-sink
connector.class=FileStreamSink
tasks.max=1
file=test.sink.txt
topics=connect-test
`,
};
