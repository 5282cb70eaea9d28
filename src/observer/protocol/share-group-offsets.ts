import type {NewerRequest} from './newer-request.ts';

export interface ShareGroupOffsets {
  readonly name: string;
  readonly errorCode: number;
  readonly positions: readonly {
    readonly topic: string;
    readonly partition: number;
    /** The oldest message that is not done with; -1 where nothing was read yet. */
    readonly offset: number;
  }[];
}

/** Version 0, of Kafka 4.1 and later: how far share groups have come in every topic, by name. */
export const describeShareGroupOffsets: NewerRequest<readonly string[], readonly ShareGroupOffsets[]> = {
  name: 'DescribeShareGroupOffsets',
  apiKey: 90,
  apiVersion: 0,
  write: (writer, names) => {
    writer.structures(names, (groups, name) => {
      // No list stands for every topic.
      groups.string(name).null();
    });
  },
  read: (reader) => {
    reader.int32();
    return reader.structures((groups) => {
      const name = groups.string();
      const positions = groups
        .structures((topics) => {
          const topic = topics.string();
          topics.uuid();
          return topics.structures((partitions) => {
            const partition = partitions.int32();
            const offset = partitions.int64();
            partitions.int32();
            partitions.int16();
            partitions.nullableString();
            return {topic, partition, offset};
          });
        })
        .flat();
      const errorCode = groups.int16();
      groups.nullableString();
      return {name, errorCode, positions};
    });
  },
};
