import {type NewerRequest, refuseError} from './newer-request.ts';

export interface ListedGroup {
  readonly name: string;
  /** `consumer`, `connect`, `share`, `streams`; empty for a group that nobody has joined. */
  readonly protocolType: string;
  readonly state: string;
  /** `classic`, `consumer`, `share`, `streams`, as Kafka writes it: `Classic`, … */
  readonly type: string;
}

/** Version 5, of Kafka 3.8 and later: the groups that one broker coordinates, of every type. */
export const listGroups: NewerRequest<undefined, readonly ListedGroup[]> = {
  name: 'ListGroups',
  apiKey: 16,
  apiVersion: 5,
  write: (writer) => {
    writer.values([], () => {}).values([], () => {});
  },
  read: (reader) => {
    reader.int32();
    refuseError('ListGroups', reader.int16());
    return reader.structures((groups) => ({
      name: groups.string(),
      protocolType: groups.string(),
      state: groups.string(),
      type: groups.string(),
    }));
  },
};
