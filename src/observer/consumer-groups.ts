import kafkajs from 'kafkajs';
import type {BrokerConnection} from './broker-connection.ts';
import type {ConsumerGroup, Topic} from './cluster-snapshot.ts';

/** The groups one broker coordinates, with their members and positions. */
export async function readGroups(
  broker: BrokerConnection,
  topics: readonly Topic[],
): Promise<readonly ConsumerGroup[]> {
  const {groups: listed} = await broker.ask('ListGroups', {});
  const names = listed
    .filter(({protocolType}) => protocolType === 'consumer' || protocolType === '')
    .map(({groupId}) => groupId);
  if (names.length === 0) return [];

  const {groups} = await broker.ask('DescribeGroups', {groupIds: names});
  return Promise.all(
    groups.map(async ({groupId, state, members}) => ({
      name: groupId,
      state,
      members: members
        .map(({memberId, clientId, memberAssignment}) => ({
          id: memberId,
          clientId,
          assignment: readAssignment(memberAssignment),
        }))
        .sort((left, right) => left.id.localeCompare(right.id)),
      positions: await readPositions(broker, groupId, topics),
    })),
  );
}

async function readPositions(
  broker: BrokerConnection,
  groupId: string,
  topics: readonly Topic[],
): Promise<ConsumerGroup['positions']> {
  const asked = topics
    .filter(({internal}) => !internal)
    .map(({name, partitions}) => ({topic: name, partitions: partitions.map(({partition}) => ({partition}))}));
  if (asked.length === 0) return [];

  const {responses} = await broker.ask('OffsetFetch', {groupId, topics: asked});
  return responses.flatMap(({topic, partitions}) =>
    partitions
      .filter(({offset}) => Number(offset) >= 0)
      .map(({partition, offset}) => {
        const end = topics
          .find(({name}) => name === topic)
          ?.partitions.find((found) => found.partition === partition);
        const position = Number(offset);
        return {
          topic,
          partition,
          offset: position,
          lag: Math.max(0, (end?.nextOffset ?? position) - position),
        };
      }),
  );
}

function readAssignment(encoded: Buffer): ConsumerGroup['members'][number]['assignment'] {
  if (encoded.length === 0) return [];
  const decoded = kafkajs.AssignerProtocol.MemberAssignment.decode(encoded);
  return Object.entries(decoded?.assignment ?? {}).map(([topic, partitions]) => ({topic, partitions}));
}
