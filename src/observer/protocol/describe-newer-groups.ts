import type {CompactReader} from './compact-reader.ts';
import type {CompactWriter} from './compact-writer.ts';
import type {NewerRequest} from './newer-request.ts';

export interface NewerGroup {
  readonly name: string;
  /** 0 where the broker tells of it. */
  readonly errorCode: number;
  readonly state: string;
  readonly members: readonly NewerMember[];
}

interface NewerMember {
  readonly id: string;
  readonly clientId: string;
  readonly assignment: readonly TopicPartitions[];
}

interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** Groups whose members are given their partitions by the broker (KIP-848), by name. Version 0, of Kafka 3.7 and later. */
export const describeConsumerGroups: NewerRequest<readonly string[], readonly NewerGroup[]> = {
  name: 'ConsumerGroupDescribe',
  apiKey: 69,
  apiVersion: 0,
  write: writeNames,
  read: (reader) =>
    readGroups(reader, () => {
      const id = reader.string();
      reader.nullableString();
      reader.nullableString();
      reader.int32();
      const clientId = reader.string();
      reader.string();
      reader.values(() => reader.string());
      reader.nullableString();
      const assignment = readAssignment(reader);
      readAssignment(reader);
      return {id, clientId, assignment};
    }),
};

/** Groups whose members share the messages of a partition (KIP-932), by name. Version 1, of Kafka 4.1 and later. */
export const describeShareGroups: NewerRequest<readonly string[], readonly NewerGroup[]> = {
  name: 'ShareGroupDescribe',
  apiKey: 77,
  apiVersion: 1,
  write: writeNames,
  read: (reader) =>
    readGroups(reader, () => {
      const id = reader.string();
      reader.nullableString();
      reader.int32();
      const clientId = reader.string();
      reader.string();
      reader.values(() => reader.string());
      return {id, clientId, assignment: readAssignment(reader)};
    }),
};

function writeNames(writer: CompactWriter, names: readonly string[]): void {
  writer.values(names, (each, name) => each.string(name)).boolean(false);
}

function readGroups(reader: CompactReader, readMember: () => NewerMember): readonly NewerGroup[] {
  reader.int32();
  return reader.structures(() => {
    const errorCode = reader.int16();
    reader.nullableString();
    const name = reader.string();
    const state = reader.string();
    reader.int32();
    reader.int32();
    reader.string();
    const members = reader.structures(readMember);
    reader.int32();
    return {name, errorCode, state, members};
  });
}

function readAssignment(reader: CompactReader): readonly TopicPartitions[] {
  const assignment = reader.structures(() => {
    reader.uuid();
    const topic = reader.string();
    return {topic, partitions: reader.values(() => reader.int32())};
  });
  reader.laterFields();
  return assignment;
}
