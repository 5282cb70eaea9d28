import {brokerPort} from './broker.ts';

/** Settings for a program on Kafka Streams, relative to its host's folder. */
export const streamsFile = 'config/streams.properties';

/** Unless set, state lies in the machine's folder for temporary files, where it would outlive the lab. */
export const streamsProperties = `# The broker it asks first.
bootstrap.servers=localhost:${brokerPort(1)}

# Where it keeps what it has counted, seen from where you start it.
state.dir=data/state

# After 6 s of silence it counts as dead, and its work goes to others (45 s unless set).
session.timeout.ms=6000
heartbeat.interval.ms=2000

# How often it writes down how far it has come (30 s unless set).
commit.interval.ms=1000
`;

/** RocksDB unpacks its native part when it is first used, and a program that is killed leaves it there. */
export function streamsEnvironment(directory: string): Readonly<Record<string, string>> {
  return {ROCKSDB_SHAREDLIB_DIR: `${directory}/data`};
}
