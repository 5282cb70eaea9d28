import type {
  Cluster,
  CommandRecord,
  ConsumerGroup,
  GroupMember,
  Message,
  Terminals,
} from 'kafka-lessons/check';

/** The members of a group that read `orders`, and those that sit there without a partition. */
export interface Seats {
  readonly working: readonly Seat[];
  readonly idle: readonly GroupMember[];
  /** True when nobody is about to come or to go, and each partition of `orders` has its reader. */
  readonly settled: boolean;
}

export interface Seat {
  readonly member: GroupMember;
  readonly partitions: readonly number[];
}

export function seatsOf(cluster: Cluster, group: ConsumerGroup | undefined): Seats {
  const seats = (group?.members ?? []).map((member) => ({
    member,
    partitions: member.assignment.flatMap(({topic, partitions}) => (topic === 'orders' ? partitions : [])),
  }));
  const working = seats.filter(({partitions}) => partitions.length > 0);
  const wanted = cluster.topic('orders')?.partitions.length ?? 0;
  return {
    working,
    idle: seats
      .filter(({partitions, member}) => partitions.length === 0 && member.assignment.length === 0)
      .map(({member}) => member),
    settled:
      group?.state === 'Stable' &&
      wanted > 0 &&
      new Set(working.flatMap(({partitions}) => partitions)).size === wanted,
  };
}

/** `a has partition 0, b has partition 1`. */
export function describeSeats({working}: Seats): string {
  return working
    .map(
      ({member, partitions}) =>
        `\`${member.clientId}\` has partition${partitions.length > 1 ? 's' : ''} ${new Intl.ListFormat('en-GB').format(partitions.map(String))}`,
    )
    .join(', ');
}

/** Where a group has read `orders` to the end of each partition. */
export function hasReadAll(cluster: Cluster, group: ConsumerGroup | undefined): boolean {
  return (cluster.topic('orders')?.partitions ?? []).every(({partition, firstOffset, nextOffset}) =>
    nextOffset === firstOffset
      ? true
      : group?.positions.some(
          (position) => position.topic === 'orders' && position.partition === partition && position.lag === 0,
        ),
  );
}

/** Messages of `orders` a group has still to read. */
export function lagOf(group: ConsumerGroup | undefined): number {
  return (group?.positions ?? [])
    .filter(({topic}) => topic === 'orders')
    .reduce((sum, {lag}) => sum + lag, 0);
}

/** The lines of a command's output that are orders, in the order they were printed. Empty for a producer. */
export function printedOrders({output}: CommandRecord, orders: readonly Message[]): readonly string[] {
  if (/^>/m.test(output)) return [];
  const values = new Set(orders.map(({value}) => value));
  return output
    .split('\n')
    .map((line) => line.split('\t').at(-1) ?? '')
    .filter((line) => values.has(line));
}

/** What was sent since a moment was sent to one partition only: its number and the messages. */
export function onlyPartition(
  fresh: readonly Message[],
): {readonly partition: number; readonly keyless: boolean} | undefined {
  const [first] = fresh;
  if (!first || fresh.length < 3 || fresh.some(({partition}) => partition !== first.partition))
    return undefined;
  return {partition: first.partition, keyless: fresh.every(({key}) => key === null)};
}

/** Commands on the machine client that have run at some time since a moment. */
export function commandsSince(terminals: Terminals, since: number): readonly CommandRecord[] {
  return [
    ...terminals.finished({host: 'client'}).filter(({endedAt}) => (endedAt ?? 0) >= since),
    ...terminals.running({host: 'client'}),
  ];
}
