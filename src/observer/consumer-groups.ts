import kafkajs from 'kafkajs';
import type {BrokerConnection} from './broker-connection.ts';
import type {ConsumerGroup, Topic} from './cluster-snapshot.ts';
import {describeConsumerGroups, describeShareGroups} from './protocol/describe-newer-groups.ts';
import {describeStreamsGroups} from './protocol/describe-streams-groups.ts';
import type {NewerGroup} from './protocol/described-groups.ts';
import {listGroups} from './protocol/list-groups.ts';
import type {NewerRequest} from './protocol/newer-request.ts';
import {describeShareGroupOffsets} from './protocol/share-group-offsets.ts';

/** The groups one broker coordinates, of every kind, with their members and positions. */
export async function readGroups(
  broker: BrokerConnection,
  topics: readonly Topic[],
): Promise<readonly ConsumerGroup[]> {
  const listed = await broker.askNewer(listGroups, undefined);
  const namesOf = (kind: ConsumerGroup['kind']) =>
    listed
      .filter(({type, protocolType}) => kindOf(type) === kind && isRead(protocolType))
      .map(({name}) => name);
  const groups = await Promise.all([
    readClassic(broker, namesOf('classic')),
    readNewer(broker, describeConsumerGroups, 'consumer', namesOf('consumer')),
    readNewer(broker, describeStreamsGroups, 'streams', namesOf('streams')),
    readNewer(broker, describeShareGroups, 'share', namesOf('share')),
  ]);
  return Promise.all(
    groups.flat().map(async (group) => ({
      ...group,
      positions: await (group.kind === 'share' ? readShared : readPositions)(broker, group.name, topics),
    })),
  );
}

type Described = Omit<ConsumerGroup, 'positions'>;

function kindOf(type: string): ConsumerGroup['kind'] {
  const kind = type.toLowerCase();
  return kind === 'consumer' || kind === 'share' || kind === 'streams' ? kind : 'classic';
}

/** Connect's workers form a group as well, and read nothing in it. */
function isRead(protocolType: string): boolean {
  return protocolType !== 'connect';
}

async function readClassic(broker: BrokerConnection, names: readonly string[]): Promise<Described[]> {
  if (names.length === 0) return [];
  const {groups} = await broker.ask('DescribeGroups', {groupIds: names});
  return groups.map(({groupId, state, members}) => ({
    name: groupId,
    kind: 'classic',
    state,
    members: members
      .map(({memberId, clientId, memberAssignment}) => ({
        id: memberId,
        clientId,
        assignment: readAssignment(memberAssignment),
      }))
      .sort(byId),
  }));
}

/** A group that the broker does not tell of, since it has just ended, is left out. */
async function readNewer(
  broker: BrokerConnection,
  request: NewerRequest<readonly string[], readonly NewerGroup[]>,
  kind: ConsumerGroup['kind'],
  names: readonly string[],
): Promise<Described[]> {
  if (names.length === 0) return [];
  const groups = await broker.askNewer(request, names);
  return groups
    .filter(({errorCode}) => errorCode === 0)
    .map(({name, state, members}) => ({name, kind, state, members: [...members].sort(byId)}));
}

function byId(left: {readonly id: string}, right: {readonly id: string}): number {
  return left.id.localeCompare(right.id);
}

async function readShared(
  broker: BrokerConnection,
  groupId: string,
  topics: readonly Topic[],
): Promise<ConsumerGroup['positions']> {
  const [group] = await broker.askNewer(describeShareGroupOffsets, [groupId]);
  return (group?.positions ?? [])
    .filter(({offset}) => offset >= 0)
    .map((position) => ({...position, lag: lagOf(position, topics)}));
}

function lagOf(
  {topic, partition, offset}: {readonly topic: string; readonly partition: number; readonly offset: number},
  topics: readonly Topic[],
): number {
  const end = topics
    .find(({name}) => name === topic)
    ?.partitions.find((candidate) => candidate.partition === partition);
  return Math.max(0, (end?.nextOffset ?? offset) - offset);
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
        const position = {topic, partition, offset: Number(offset)};
        return {...position, lag: lagOf(position, topics)};
      }),
  );
}

function readAssignment(encoded: Buffer): ConsumerGroup['members'][number]['assignment'] {
  if (encoded.length === 0) return [];
  const decoded = kafkajs.AssignerProtocol.MemberAssignment.decode(encoded);
  return Object.entries(decoded?.assignment ?? {}).map(([topic, partitions]) => ({topic, partitions}));
}
