import {type NewerRequest, refuseError} from './newer-request.ts';

const ofBrokers = 1;

/** Version 2, of Kafka 4: the brokers that are registered, and which of them are fenced off because they are silent. */
export const describeCluster: NewerRequest<
  undefined,
  readonly {readonly id: number; readonly isFenced: boolean}[]
> = {
  name: 'DescribeCluster',
  apiKey: 60,
  apiVersion: 2,
  write: (writer) => {
    writer.boolean(false).int8(ofBrokers).boolean(true);
  },
  read: (reader) => {
    reader.int32();
    refuseError('DescribeCluster', reader.int16(), reader.nullableString());
    reader.int8();
    reader.string();
    reader.int32();
    return reader.structures((brokers) => {
      const id = brokers.int32();
      brokers.string();
      brokers.int32();
      brokers.nullableString();
      return {id, isFenced: brokers.boolean()};
    });
  },
};
