import type {Cluster, Connector} from 'kafka-lessons/check';

/** The connectors that copy a topic out of Kafka. */
export function sinksOf({connect}: Cluster, topic: string): readonly Connector[] {
  return (connect?.connectors ?? []).filter(
    ({type, config}) => type === 'sink' && (config['topics'] ?? '').split(',').includes(topic),
  );
}
