import type {FurtherJars} from './kafka-release.ts';

/** What programs on Kafka Streams need beside Kafka's own jars: RocksDB alone has 58 MB, so it comes when it is needed. */
export function streamsJars(version: string): FurtherJars {
  return {
    called: 'Kafka Streams',
    artifacts: [['org.apache.kafka', 'kafka-streams-examples', version]],
    knownBy: [/^kafka-streams-\d/, /^kafka-streams-examples-/, /^rocksdbjni-/],
  };
}
