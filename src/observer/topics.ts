import type {BrokerAnswers, BrokerConnection} from './broker-connection.ts';
import type {Topic} from './cluster-snapshot.ts';

/** Asks every living broker; those that do not answer are left out. */
export type ForEachBroker = <Result>(
  ask: (connection: BrokerConnection, id: number) => Promise<Result>,
) => Promise<Result[]>;

/** Settings by topic and name. */
export type TopicConfigs = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Timestamps by which Kafka is asked for a partition's ends. */
const latest = '-1';
const earliest = '-2';

/** Source of a setting that was made on the topic itself. */
const topicConfigSource = 1;
const topicResource = 2;

/** Topics with the ends of their partitions and the settings made on them. A partition without a leader keeps -1 for both ends. */
export async function describeTopics(
  metadata: BrokerAnswers['Metadata'],
  readConfigs: (topics: readonly string[]) => Promise<TopicConfigs>,
  forEachBroker: ForEachBroker,
): Promise<readonly Topic[]> {
  const known = metadata.topicMetadata.filter(
    ({topicErrorCode, partitionMetadata}) => topicErrorCode === 0 || partitionMetadata.length > 0,
  );
  const [firstOffsets, nextOffsets, configs] = await Promise.all([
    askOffsets(known, earliest, forEachBroker),
    askOffsets(known, latest, forEachBroker),
    readConfigs(known.filter(({isInternal}) => !isInternal).map(({topic}) => topic)),
  ]);

  return known
    .map(({topic, isInternal, partitionMetadata}) => ({
      name: topic,
      internal: isInternal,
      configs: configs.get(topic) ?? {},
      partitions: partitionMetadata
        .map(({partitionId, leader, replicas, isr}) => ({
          partition: partitionId,
          leader,
          replicas,
          isr,
          firstOffset: firstOffsets.get(`${topic}-${partitionId}`) ?? -1,
          nextOffset: nextOffsets.get(`${topic}-${partitionId}`) ?? -1,
        }))
        .sort((left, right) => left.partition - right.partition),
    }))
    .sort((left, right) => left.name.localeCompare(right.name));
}

async function askOffsets(
  topics: BrokerAnswers['Metadata']['topicMetadata'],
  timestamp: string,
  forEachBroker: ForEachBroker,
): Promise<ReadonlyMap<string, number>> {
  const answers = await forEachBroker(async (broker, id) => {
    const led = topics.flatMap(({topic, isInternal, partitionMetadata}) => {
      const partitions = partitionMetadata
        .filter(({leader}) => leader === id && !isInternal)
        .map(({partitionId}) => ({partition: partitionId, timestamp}));
      return partitions.length > 0 ? [{topic, partitions}] : [];
    });
    return led.length > 0
      ? broker.ask('ListOffsets', {replicaId: -1, isolationLevel: 0, topics: led})
      : undefined;
  });
  return new Map(
    answers.flatMap((answer) =>
      (answer?.responses ?? []).flatMap(({topic, partitions}) =>
        partitions
          .filter(({errorCode}) => errorCode === 0)
          .map(({partition, offset}) => [`${topic}-${partition}`, Number(offset)] as const),
      ),
    ),
  );
}

/** Settings made on topics, by the topic's name. */
export async function askConfigs(
  topics: readonly string[],
  connection: BrokerConnection,
): Promise<TopicConfigs> {
  if (topics.length === 0) return new Map();
  const {resources} = await connection.ask('DescribeConfigs', {
    resources: topics.map((name) => ({type: topicResource, name, configNames: []})),
    includeSynonyms: false,
  });
  return new Map(
    resources.map(({resourceName, configEntries}) => [
      resourceName,
      Object.fromEntries(
        configEntries
          .filter(({configSource}) => configSource === topicConfigSource)
          .map(({configName, configValue}) => [configName, configValue ?? '']),
      ),
    ]),
  );
}
