import type {CompactReader} from './compact-reader.ts';
import {type NewerRequest, refuseError} from './newer-request.ts';

export interface QuorumAnswer {
  readonly leader: number;
  readonly epoch: number;
  readonly highWatermark: number;
  readonly voters: readonly ReplicaAnswer[];
  readonly observers: readonly ReplicaAnswer[];
}

interface ReplicaAnswer {
  readonly id: number;
  readonly directoryId: string;
  /** Offset after the last record it has; -1 where the leader does not know yet. */
  readonly logEndOffset: number;
}

const metadataTopic = '__cluster_metadata';

/** Version 2, of Kafka 3.9 and later. Only the controller that leads answers; another refuses with error 6. */
export const describeQuorum: NewerRequest<undefined, QuorumAnswer> = {
  name: 'DescribeQuorum',
  apiKey: 55,
  apiVersion: 2,
  write: (writer) => {
    writer.structures([metadataTopic], (topics, name) => {
      topics.string(name).structures([0], (partitions, index) => partitions.int32(index));
    });
  },
  read: (reader) => {
    refuseError('DescribeQuorum', reader.int16(), reader.nullableString());
    const [partition] = reader
      .structures((topics) => {
        topics.string();
        return topics.structures(readPartition);
      })
      .flat();
    if (!partition) throw new RangeError('an answer without the partition that was asked for');
    refuseError('DescribeQuorum', partition.code, partition.message);
    return partition;
  },
};

function readPartition(reader: CompactReader): QuorumAnswer & {code: number; message: string | undefined} {
  reader.int32();
  const code = reader.int16();
  const message = reader.nullableString();
  const leader = reader.int32();
  const epoch = reader.int32();
  const highWatermark = reader.int64();
  const voters = reader.structures(readReplica);
  const observers = reader.structures(readReplica);
  return {code, message, leader, epoch, highWatermark, voters, observers};
}

function readReplica(reader: CompactReader): ReplicaAnswer {
  const id = reader.int32();
  const directoryId = reader.uuid();
  const logEndOffset = reader.int64();
  reader.int64();
  reader.int64();
  return {id, directoryId, logEndOffset};
}
