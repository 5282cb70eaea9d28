import type {CompactReader} from './compact-reader.ts';
import type {CompactWriter} from './compact-writer.ts';

/** A group of a kind that kafkajs does not know. */
export interface NewerGroup {
  readonly name: string;
  /** 0 where the broker tells of it. */
  readonly errorCode: number;
  readonly state: string;
  readonly members: readonly NewerMember[];
}

export interface NewerMember {
  readonly id: string;
  readonly clientId: string;
  readonly assignment: readonly {readonly topic: string; readonly partitions: readonly number[]}[];
}

/** The body of each request that describes groups: their names, and no wish to hear what one may do with them. */
export function writeNames(writer: CompactWriter, names: readonly string[]): void {
  writer.values(names, (each, name) => each.string(name)).boolean(false);
}

/** What their answers have in common. Each kind has something of its own before its members, and members of its own. */
export function readGroups<Before>(
  reader: CompactReader,
  readBefore: (reader: CompactReader) => Before,
  readMember: (before: Before) => NewerMember,
): readonly NewerGroup[] {
  reader.int32();
  return reader.structures(() => {
    const errorCode = reader.int16();
    reader.nullableString();
    const name = reader.string();
    const state = reader.string();
    reader.int32();
    reader.int32();
    const before = readBefore(reader);
    const members = reader.structures(() => readMember(before));
    reader.int32();
    return {name, errorCode, state, members};
  });
}
