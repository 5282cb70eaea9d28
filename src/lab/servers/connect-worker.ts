import {brokerPort} from './broker.ts';
import type {ServerPlace, ServerRole} from './server-role.ts';

/** Where a worker tells of its connectors and takes orders, over HTTP. */
export const connectPort = 8083;

const [source, sink] = ['config/connect-file-source.properties', 'config/connect-file-sink.properties'];

/** One process that copies data into Kafka and out of it. */
export const connectWorker: ServerRole = {
  called: 'a Connect worker',
  firstHost: 'connect',
  startScript: 'connect-standalone',
  configFile: 'config/connect-standalone.properties',
  mainClass: 'org.apache.kafka.connect.cli.ConnectStandalone',
  started: 'Kafka Connect started',
  heap: '-Xms32M -Xmx192M',
  memory: 200e6,
  identityFile: undefined,
  ports: () => [connectPort],
  renderConfig: workerProperties,
  alsoGiven: {
    [source]: `# What the connector is called, and which one it is: it reads a file, line by line.
name=local-file-source
connector.class=FileStreamSource
tasks.max=1

# The file, seen from where you start the worker, and the topic its lines go to.
file=test.txt
topic=connect-test
`,
    [sink]: `# What the connector is called, and which one it is: it writes a file, a message a line.
name=local-file-sink
connector.class=FileStreamSink
tasks.max=1

# The file, seen from where you start the worker, and the topics it takes messages from.
file=test.sink.txt
topics=connect-test
`,
  },
};

function workerProperties({runtime, version}: ServerPlace): string {
  // In a container a listener on localhost cannot be reached through a published port.
  const bind = runtime === 'local' ? '127.0.0.1' : '';
  return `# The broker it asks first.
bootstrap.servers=localhost:${brokerPort(1)}

# Where connectors are looked for that are not part of Connect itself: here those for files.
plugin.path=libs/connect-file-${version}.jar

# They are found by what their jars say of themselves, which takes a second; to look into every class takes far longer.
plugin.discovery=service_load

# How keys and values are written into messages: JSON, each with a description of its own type.
key.converter=org.apache.kafka.connect.json.JsonConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
key.converter.schemas.enable=true
value.converter.schemas.enable=true

# Where it keeps how far its sources have read, and how often it writes that down (a minute unless set).
offset.storage.file.filename=data/connect.offsets
offset.flush.interval.ms=1000

# Where it tells of its connectors.
listeners=http://${bind}:${connectPort}
rest.advertised.host.name=localhost
`;
}
