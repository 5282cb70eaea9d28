import type {CompactReader} from './compact-reader.ts';
import {type NewerGroup, type NewerMember, readGroups, writeNames} from './described-groups.ts';
import type {NewerRequest} from './newer-request.ts';

/** Groups whose members are given their partitions by the broker (KIP-848), by name. Version 0, of Kafka 3.7 and later. */
export const describeConsumerGroups: NewerRequest<readonly string[], readonly NewerGroup[]> = {
  name: 'ConsumerGroupDescribe',
  apiKey: 69,
  apiVersion: 0,
  write: writeNames,
  read: (reader) =>
    readGroups(reader, readAssignor, () => {
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
    readGroups(reader, readAssignor, () => {
      const id = reader.string();
      reader.nullableString();
      reader.int32();
      const clientId = reader.string();
      reader.string();
      reader.values(() => reader.string());
      return {id, clientId, assignment: readAssignment(reader)};
    }),
};

/** The name of the way in which partitions are dealt out. */
function readAssignor(reader: CompactReader): string {
  return reader.string();
}

function readAssignment(reader: CompactReader): NewerMember['assignment'] {
  const assignment = reader.structures(() => {
    reader.uuid();
    const topic = reader.string();
    return {topic, partitions: reader.values(() => reader.int32())};
  });
  reader.laterFields();
  return assignment;
}
