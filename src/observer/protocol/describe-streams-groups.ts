import type {CompactReader} from './compact-reader.ts';
import {type NewerGroup, type NewerMember, readGroups, writeNames} from './described-groups.ts';
import type {NewerRequest} from './newer-request.ts';

/**
 * Groups of stream programs whose tasks the broker gives out (KIP-1071), by name. Version 0, of Kafka 4.1 and later. A
 * member's assignment has the input topics of its active tasks.
 */
export const describeStreamsGroups: NewerRequest<readonly string[], readonly NewerGroup[]> = {
  name: 'StreamsGroupDescribe',
  apiKey: 89,
  apiVersion: 0,
  write: writeNames,
  read: (reader) => readGroups(reader, readTopology, (sources) => readMember(reader, sources)),
};

function readMember(reader: CompactReader, sources: SourceTopics): NewerMember {
  const id = reader.string();
  reader.int32();
  reader.nullableString();
  reader.nullableString();
  const clientId = reader.string();
  reader.string();
  reader.int32();
  reader.string();
  if (hasStructure(reader)) {
    reader.string();
    reader.uint16();
    reader.laterFields();
  }
  reader.structures(() => [reader.string(), reader.string()]);
  readOffsets(reader);
  readOffsets(reader);
  const active = readAssignment(reader);
  readAssignment(reader);
  reader.boolean();
  const assignment = active.flatMap(({subtopology, partitions}) =>
    (sources.get(subtopology) ?? []).map((topic) => ({topic, partitions})),
  );
  return {id, clientId, assignment};
}

/** By subtopology. */
type SourceTopics = ReadonlyMap<string, readonly string[]>;

/** Input topics; none where the program has not told its topology yet. */
function readTopology(reader: CompactReader): SourceTopics {
  const sources = new Map<string, readonly string[]>();
  if (!hasStructure(reader)) return sources;
  reader.int32();
  reader.structures(() => {
    const id = reader.string();
    sources.set(
      id,
      reader.values(() => reader.string()),
    );
    reader.values(() => reader.string());
    readTopics(reader);
    readTopics(reader);
  });
  reader.laterFields();
  return sources;
}

function readTopics(reader: CompactReader): void {
  reader.structures(() => {
    reader.string();
    reader.int32();
    reader.int16();
    reader.structures(() => [reader.string(), reader.string()]);
  });
}

function readOffsets(reader: CompactReader): void {
  reader.structures(() => [reader.string(), reader.int32(), reader.int64()]);
}

interface Tasks {
  readonly subtopology: string;
  readonly partitions: readonly number[];
}

/** Only the active ones; those that stand by, and those that warm up, are passed over. */
function readAssignment(reader: CompactReader): readonly Tasks[] {
  const readTasks = () =>
    reader.structures(() => ({
      subtopology: reader.string(),
      partitions: reader.values(() => reader.int32()),
    }));
  const active = readTasks();
  readTasks();
  readTasks();
  reader.laterFields();
  return active;
}

/** A structure that may be missing begins with a byte: below 0 it is. */
function hasStructure(reader: CompactReader): boolean {
  return reader.int8() >= 0;
}
