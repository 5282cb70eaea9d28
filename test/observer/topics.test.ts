import {describe, expect, it} from 'vitest';
import type {BrokerAnswers, BrokerConnection} from '../../src/observer/broker-connection.ts';
import {askConfigs, describeTopics, type ForEachBroker} from '../../src/observer/topics.ts';

type TopicAnswer = BrokerAnswers['Metadata']['topicMetadata'][number];

/** What one broker says of the ends of the partitions it is asked for; -1 and -2 ask for the newest and oldest. */
type Ends = Readonly<
  Record<string, {readonly first: number; readonly next: number; readonly error?: number}>
>;

interface Asked {
  readonly api: string;
  readonly request: unknown;
}

function broker(ends: Ends, asked: Asked[] = []): BrokerConnection {
  const ask = async (api: string, request: {topics: {topic: string; partitions: unknown[]}[]}) => {
    asked.push({api, request});
    return {
      responses: request.topics.map(({topic, partitions}) => ({
        topic,
        partitions: (partitions as {partition: number; timestamp: string}[]).map(({partition, timestamp}) => {
          const {first = -1, next = -1, error = 0} = ends[`${topic}-${partition}`] ?? {};
          return {partition, errorCode: error, offset: String(timestamp === '-2' ? first : next)};
        }),
      })),
    };
  };
  return {ask} as unknown as BrokerConnection;
}

function cluster(brokers: Readonly<Record<number, BrokerConnection>>): ForEachBroker {
  return async (ask) =>
    Promise.all(Object.entries(brokers).map(async ([id, connection]) => ask(connection, Number(id))));
}

function topic(name: string, leaders: readonly number[], more: Partial<TopicAnswer> = {}): TopicAnswer {
  return {
    topicErrorCode: 0,
    topic: name,
    isInternal: false,
    partitionMetadata: leaders.map((leader, partitionId) => ({
      partitionId,
      leader,
      replicas: [1, 2],
      isr: leader === -1 ? [2] : [1, 2],
    })),
    ...more,
  };
}

function metadata(...topicMetadata: readonly TopicAnswer[]): BrokerAnswers['Metadata'] {
  return {brokers: [], clusterId: 'one', controllerId: 1, topicMetadata};
}

const noConfigs = async () => new Map();

describe('26: topics, as the brokers tell of them', () => {
  it('have the ends that each partition’s own leader names', async () => {
    const brokers = {
      1: broker({'page-views-0': {first: 3, next: 9}, 'page-views-1': {first: 70, next: 70}}),
      2: broker({'page-views-0': {first: 60, next: 60}, 'page-views-1': {first: 0, next: 4}}),
    };
    const [views] = await describeTopics(metadata(topic('page-views', [1, 2])), noConfigs, cluster(brokers));
    expect(views).toEqual({
      name: 'page-views',
      internal: false,
      configs: {},
      partitions: [
        {partition: 0, leader: 1, replicas: [1, 2], isr: [1, 2], firstOffset: 3, nextOffset: 9},
        {partition: 1, leader: 2, replicas: [1, 2], isr: [1, 2], firstOffset: 0, nextOffset: 4},
      ],
    });
  });

  it('come by name, and their partitions by number, however they were told', async () => {
    const {partitionMetadata, ...told} = topic('b', [1, 1, 1]);
    const reversed = {...told, partitionMetadata: partitionMetadata.toReversed()};
    const topics = await describeTopics(metadata(reversed, topic('a', [1])), noConfigs, cluster({}));
    expect(topics.map(({name}) => name)).toEqual(['a', 'b']);
    expect(topics[1]?.partitions.map(({partition}) => partition)).toEqual([0, 1, 2]);
  });

  it('keep -1 for both ends of a partition without a leader, with an error, or whose leader is silent', async () => {
    const asked: Asked[] = [];
    const brokers = {1: broker({'t-1': {first: 5, next: 6, error: 6}}, asked)};
    const [found] = await describeTopics(
      metadata(topic('t', [-1, 1, 3], {topicErrorCode: 5})),
      noConfigs,
      cluster(brokers),
    );
    expect(found?.partitions.map(({firstOffset, nextOffset}) => [firstOffset, nextOffset])).toEqual([
      [-1, -1],
      [-1, -1],
      [-1, -1],
    ]);
    expect(asked).toHaveLength(2);
    for (const {request} of asked)
      expect(request).toMatchObject({topics: [{topic: 't', partitions: [{partition: 1}]}]});
  });

  it('do not count where they are being deleted or made', async () => {
    const gone = topic('gone', [], {topicErrorCode: 3});
    expect(await describeTopics(metadata(gone), noConfigs, cluster({}))).toEqual([]);
  });

  it('of Kafka’s own are named, and asked neither for ends nor for settings', async () => {
    const asked: Asked[] = [];
    const own = topic('__consumer_offsets', [1], {isInternal: true});
    let configsOf: readonly string[] = [];
    const topics = await describeTopics(
      metadata(own, topic('t', [1])),
      async (names) => {
        configsOf = names;
        return new Map([['t', {'retention.ms': '60000'}]]);
      },
      cluster({1: broker({'t-0': {first: 0, next: 1}}, asked)}),
    );
    expect(topics.map(({name, internal}) => [name, internal])).toEqual([
      ['__consumer_offsets', true],
      ['t', false],
    ]);
    expect(topics[1]?.configs).toEqual({'retention.ms': '60000'});
    expect(configsOf).toEqual(['t']);
    expect(JSON.stringify(asked)).not.toContain('__consumer_offsets');
  });

  it('have as settings what was made on the topic itself', async () => {
    const connection = {
      ask: async () => ({
        resources: [
          {
            resourceName: 't',
            configEntries: [
              {configName: 'retention.ms', configValue: '60000', configSource: 1},
              {configName: 'segment.bytes', configValue: '1073741824', configSource: 5},
              {configName: 'cleanup.policy', configValue: 'delete', configSource: 4},
              {configName: 'follower.replication.throttled.replicas', configValue: null, configSource: 1},
            ],
          },
        ],
      }),
    } as unknown as BrokerConnection;
    expect(await askConfigs(['t'], connection)).toEqual(
      new Map([['t', {'retention.ms': '60000', 'follower.replication.throttled.replicas': ''}]]),
    );
    expect(await askConfigs([], {} as BrokerConnection)).toEqual(new Map());
  });
});
