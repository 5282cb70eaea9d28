/** What the observer saw of the cluster at one moment. Plain data: it crosses to the check process as JSON. */
export interface ClusterSnapshot {
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly zookeeper: ZookeeperState;
  /** How the controllers stand; undefined in a cluster with ZooKeeper, and where none of them answers. */
  readonly quorum: Quorum | undefined;
  /** False when no broker answered: then the lists below are empty. */
  readonly reachable: boolean;
  readonly clusterId: string | undefined;
  /** Id of the controller that leads. */
  readonly controller: number | undefined;
  readonly brokers: readonly Broker[];
  /** Ids of brokers that the controller still knows and takes for dead; none in a cluster with ZooKeeper, which forgets. */
  readonly fenced: readonly number[];
  /** Internal topics (`__consumer_offsets`) included, marked. Sorted by name. */
  readonly topics: readonly Topic[];
  readonly groups: readonly ConsumerGroup[];
  /** The worker of Connect; undefined in a lab that has none. */
  readonly connect: ConnectWorker | undefined;
}

/** ZooKeeper's own words, from its `srvr` and `dump` commands. */
export interface ZookeeperState {
  readonly answers: boolean;
  /** `standalone`, `leader`, `follower`. */
  readonly mode: string | undefined;
  /** Ids under `/brokers/ids`. A killed broker's id stays until its session ends. */
  readonly brokerIds: readonly number[];
  /** True while somebody holds `/controller`. */
  readonly hasController: boolean;
}

/** The controllers of a cluster without ZooKeeper, as they tell it themselves. */
export interface Quorum {
  /** The node that leads; undefined while none of those that answer does. */
  readonly leader: number | undefined;
  /** Grows with every election; undefined without a leader. */
  readonly epoch: number | undefined;
  /** Who has a vote, as the leader tells; none without a leader. */
  readonly voters: readonly QuorumMember[];
  /** Who follows without a vote. */
  readonly observers: readonly QuorumMember[];
  /** Nodes whose controller answers. */
  readonly answering: readonly number[];
}

export interface QuorumMember {
  readonly id: number;
  /** Records that are agreed on and that it has not got yet; undefined where the leader does not know. */
  readonly lag: number | undefined;
}

export interface Broker {
  readonly id: number;
  /** As advertised: `localhost:9092`. */
  readonly address: string;
  /** False for one that the cluster still counts in and that does not answer itself. */
  readonly answers: boolean;
}

export interface Topic {
  readonly name: string;
  readonly internal: boolean;
  readonly partitions: readonly Partition[];
  /** Settings that differ from the default: `retention.ms` → `60000`. */
  readonly configs: Readonly<Record<string, string>>;
}

export interface Partition {
  readonly partition: number;
  /** -1 when the partition has no leader. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** Offset of the oldest message kept. */
  readonly firstOffset: number;
  /** Offset the next message will get. */
  readonly nextOffset: number;
}

export interface ConsumerGroup {
  readonly name: string;
  /** How its members come to their partitions: by agreement among themselves (`classic`), or given by the broker. */
  readonly kind: 'classic' | 'consumer' | 'share' | 'streams';
  /** `Stable`, `Empty`, `PreparingRebalance`, `CompletingRebalance`, `Dead`. */
  readonly state: string;
  readonly members: readonly GroupMember[];
  readonly positions: readonly GroupPosition[];
}

export interface GroupMember {
  readonly id: string;
  readonly clientId: string;
  readonly assignment: readonly {readonly topic: string; readonly partitions: readonly number[]}[];
}

export interface GroupPosition {
  readonly topic: string;
  readonly partition: number;
  /** Next offset the group will read; of a share group the oldest that is not done with. */
  readonly offset: number;
  /** Messages between that and the partition's end. */
  readonly lag: number;
}

export interface ConnectWorker {
  /** False where it does not run, or is still on its way up. */
  readonly answers: boolean;
  /** Sorted by name. */
  readonly connectors: readonly Connector[];
}

/** `RUNNING`, `PAUSED`, `STOPPED`, `FAILED`, `RESTARTING`, `UNASSIGNED`; `trace` is Java's own where it failed. */
export interface WorkState {
  readonly state: string;
  readonly trace?: string;
}

export interface Connector extends WorkState {
  readonly name: string;
  /** Undefined for one that has only just been made. */
  readonly type: 'source' | 'sink' | undefined;
  /** As it was given: `topic` → `connect-test`. */
  readonly config: Readonly<Record<string, string>>;
  readonly tasks: readonly ConnectorTask[];
}

export interface ConnectorTask extends WorkState {
  readonly id: number;
}

/** One message as stored. Keys and values are text; a missing one is null. */
export interface Message {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  /** Set where the value has eight bytes: the whole number they make, as Kafka's `LongSerializer` writes it. */
  readonly long?: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Set where an idempotent producer sent it: the number the broker knows that producer by. */
  readonly producerId?: string;
  /** Set where it was sent in a transaction, which is committed by now. */
  readonly inTransaction?: true;
}
