import type {HostName} from '../course/lesson.ts';
import type {HostState} from '../lab/lab.ts';
import type {ClusterSnapshot, ConsumerGroup, Partition, Topic} from './cluster-snapshot.ts';

/** Something that became different, and when it was seen: at the look at the cluster that showed it first. */
export type ClusterChange = {
  /** Milliseconds since the epoch. */
  readonly at: number;
} & (
  | {readonly type: 'zookeeper'; readonly answers: boolean}
  /** The broker's id appeared under `/brokers/ids`, or among those the controller counts in, or went from there. */
  | {readonly type: 'registered' | 'unregistered'; readonly broker: number}
  /** The broker itself answers in Kafka's protocol, or no longer does. */
  | {readonly type: 'answers' | 'silent'; readonly broker: number}
  | {readonly type: 'controller'; readonly from: number | undefined; readonly to: number | undefined}
  /** -1 is no leader. */
  | {
      readonly type: 'leader';
      readonly topic: string;
      readonly partition: number;
      readonly from: number;
      readonly to: number;
    }
  /** The brokers in sync. The same ones in another order are no change. */
  | {
      readonly type: 'isr';
      readonly topic: string;
      readonly partition: number;
      readonly from: readonly number[];
      readonly to: readonly number[];
    }
  | {readonly type: 'topic-made' | 'topic-deleted'; readonly topic: string}
  /** Ids of the members of a group. */
  | {
      readonly type: 'members';
      readonly group: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
    }
  /** A machine of the lab was killed, started, paused or resumed. */
  | {readonly type: 'host'; readonly host: HostName; readonly from: HostState; readonly to: HostState}
);

/** What is known of the cluster from all looks together: what a look does not tell is as it was seen last. */
export interface KnownCluster {
  readonly zookeeperAnswers: boolean;
  readonly registered: readonly number[];
  readonly answering: readonly number[];
  readonly controller: number | undefined;
  /** Undefined before a broker answered for the first time. */
  readonly topics: readonly Topic[] | undefined;
  readonly groups: readonly ConsumerGroup[];
}

/** What one more look adds. The first one is where everything begins: it shows no change. Pure. */
export function compareLooks(
  known: KnownCluster | undefined,
  snapshot: ClusterSnapshot,
): {readonly known: KnownCluster; readonly changes: readonly ClusterChange[]} {
  const now = addLook(known, snapshot);
  return {known: now, changes: known === undefined ? [] : changesBetween(known, now, snapshot.takenAt)};
}

/** Ids of the brokers the cluster counts in; undefined where nobody tells. */
function registeredIn({
  zookeeper,
  quorum,
  reachable,
  brokers,
}: ClusterSnapshot): readonly number[] | undefined {
  if (zookeeper.answers) return zookeeper.brokerIds;
  return quorum && reachable ? brokers.map(({id}) => id) : undefined;
}

function addLook(known: KnownCluster | undefined, snapshot: ClusterSnapshot): KnownCluster {
  const {zookeeper, reachable, brokers, controller, topics, groups} = snapshot;
  const answering = brokers.filter(({answers}) => answers).map(({id}) => id);
  // A group is told by one broker alone; while that one is silent, nothing is known of its groups.
  const silentGroups = brokers.every(({answers}) => answers)
    ? []
    : (known?.groups.filter(({name}) => !groups.some((group) => group.name === name)) ?? []);
  return {
    zookeeperAnswers: zookeeper.answers,
    registered: registeredIn(snapshot) ?? known?.registered ?? [],
    answering,
    controller: reachable ? controller : known?.controller,
    topics: reachable ? topics : known?.topics,
    groups: reachable ? [...groups, ...silentGroups] : (known?.groups ?? []),
  };
}

function changesBetween(before: KnownCluster, after: KnownCluster, at: number): readonly ClusterChange[] {
  const changes: ClusterChange[] = [];
  if (before.zookeeperAnswers !== after.zookeeperAnswers)
    changes.push({at, type: 'zookeeper', answers: after.zookeeperAnswers});
  const {added: registered, gone: unregistered} = differ(before.registered, after.registered);
  const {added: answers, gone: silent} = differ(before.answering, after.answering);
  changes.push(
    ...silent.map((broker) => ({at, type: 'silent', broker}) as const),
    ...unregistered.map((broker) => ({at, type: 'unregistered', broker}) as const),
    ...registered.map((broker) => ({at, type: 'registered', broker}) as const),
    ...answers.map((broker) => ({at, type: 'answers', broker}) as const),
  );
  if (before.controller !== after.controller)
    changes.push({at, type: 'controller', from: before.controller, to: after.controller});
  if (before.topics) changes.push(...topicChanges(before.topics, after.topics ?? [], at));
  changes.push(...groupChanges(before.groups, after.groups, at));
  return changes;
}

function topicChanges(
  before: readonly Topic[],
  after: readonly Topic[],
  at: number,
): readonly ClusterChange[] {
  const {added, gone} = differ(
    before.map(({name}) => name),
    after.map(({name}) => name),
  );
  return [
    ...gone.map((topic) => ({at, type: 'topic-deleted', topic}) as const),
    ...added.map((topic) => ({at, type: 'topic-made', topic}) as const),
    ...after.flatMap((topic) => {
      const old = before.find(({name}) => name === topic.name);
      return topic.partitions.flatMap((partition) => {
        const was = old?.partitions.find((found) => found.partition === partition.partition);
        return was ? partitionChanges(topic.name, was, partition, at) : [];
      });
    }),
  ];
}

function partitionChanges(
  topic: string,
  before: Partition,
  after: Partition,
  at: number,
): readonly ClusterChange[] {
  const {partition} = after;
  const changes: ClusterChange[] = [];
  if (before.leader !== after.leader)
    changes.push({at, type: 'leader', topic, partition, from: before.leader, to: after.leader});
  if (isDifferent(before.isr, after.isr))
    changes.push({at, type: 'isr', topic, partition, from: before.isr, to: after.isr});
  return changes;
}

function groupChanges(
  before: readonly ConsumerGroup[],
  after: readonly ConsumerGroup[],
  at: number,
): readonly ClusterChange[] {
  const membersOf = (groups: readonly ConsumerGroup[], group: string) =>
    groups.find(({name}) => name === group)?.members.map(({id}) => id) ?? [];
  const names = new Set([...before, ...after].map(({name}) => name));
  return [...names].flatMap((group) => {
    const [from, to] = [membersOf(before, group), membersOf(after, group)];
    return isDifferent(from, to) ? [{at, type: 'members', group, from, to} as const] : [];
  });
}

function differ<Item>(before: readonly Item[], after: readonly Item[]): {added: Item[]; gone: Item[]} {
  return {
    added: after.filter((item) => !before.includes(item)),
    gone: before.filter((item) => !after.includes(item)),
  };
}

function isDifferent<Item>(before: readonly Item[], after: readonly Item[]): boolean {
  const {added, gone} = differ(before, after);
  return added.length > 0 || gone.length > 0;
}
