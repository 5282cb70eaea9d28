import {distance} from 'fastest-levenshtein';
import {nearestBy} from '../course/nearest.ts';
import type {ClusterChange} from '../observer/cluster-changes.ts';
import type {Broker, ClusterSnapshot, ConsumerGroup, Message, Topic} from '../observer/cluster-snapshot.ts';

export interface MessagesOptions {
  /** Most messages read of each partition; 1000 unless set. */
  readonly limit?: number;
}

export interface ChangeFilter<Type extends ClusterChange['type'] = ClusterChange['type']> {
  readonly type?: Type;
  /** Only changes seen at or after this moment (milliseconds since the epoch). */
  readonly since?: number;
  /** Only changes seen before this moment. */
  readonly until?: number;
}

/** A snapshot with the questions checks ask of it. */
export interface Cluster extends ClusterSnapshot {
  topic(name: string): Topic | undefined;
  broker(id: number): Broker | undefined;
  group(name: string): ConsumerGroup | undefined;
  /** The topics learners made: without Kafka's own. */
  readonly ownTopics: readonly Topic[];
  /**
   * False for some seconds after a broker has registered or another one has become the controller: until it is told,
   * such a broker tells of no topics and no groups. That something is *not* there is evidence only where this is true.
   */
  readonly settled: boolean;
  /** A learner's topic whose name is a slip away from the one that was meant: `tset` for `test`. */
  misspelt(name: string): Topic | undefined;
  /** The cluster as it is by now, for a check that has run something meanwhile. */
  again(): Promise<Cluster>;
  /** Looks again and again until a condition holds; false when it has not within so many milliseconds. */
  until(condition: (now: Cluster) => boolean | Promise<boolean>, limit: number): Promise<boolean>;
  /** What became different since the lab was opened, oldest first; of more than 1,000 changes the newest. */
  changes<Type extends ClusterChange['type']>(
    filter?: ChangeFilter<Type>,
  ): readonly (ClusterChange & {readonly type: Type})[];
  /** Messages of a topic, oldest first within a partition; none when there is no such topic. */
  messages(topic: string, options?: MessagesOptions): Promise<readonly Message[]>;
  /**
   * What a broker was configured with, in its file or while it runs: `auto.create.topics.enable` → `false`. A config
   * that nobody set is not among them; undefined where that broker does not answer.
   */
  brokerConfigs(id: number): Promise<Readonly<Record<string, string>> | undefined>;
}

/** The cluster at one moment, and what had become different until then. */
export interface ClusterLook {
  readonly cluster: ClusterSnapshot;
  /** Since the lab was opened, oldest first. */
  readonly changes: readonly ClusterChange[];
}

/** What a snapshot does not hold and has to be asked for. */
export interface ClusterQuestions {
  readonly messages: (topic: string, limit: number) => Promise<readonly Message[]>;
  readonly brokerConfigs: Cluster['brokerConfigs'];
  readonly look: () => Promise<ClusterLook>;
  /** A moment between two looks of a check that waits for something. */
  readonly pause: () => Promise<void>;
}

/** Milliseconds in which a new broker, or a new controller, has told and been told everything. */
const fillingTime = 3000;

export function openCluster(look: ClusterLook, questions: ClusterQuestions): Cluster {
  const {cluster: snapshot, changes} = look;
  const ownTopics = snapshot.topics.filter(({internal}) => !internal);
  const again = async () => openCluster(await questions.look(), questions);
  return {
    ...snapshot,
    ownTopics,
    settled:
      snapshot.reachable &&
      !changes.some(
        ({type, at}) =>
          (type === 'registered' || type === 'answers' || type === 'controller') &&
          at > snapshot.takenAt - fillingTime,
      ),
    topic: (name) => snapshot.topics.find((topic) => topic.name === name),
    broker: (id) => snapshot.brokers.find((broker) => broker.id === id),
    group: (name) => snapshot.groups.find((group) => group.name === name),
    misspelt: (name) => {
      const near = nearest(
        name,
        ownTopics.map((topic) => topic.name).filter((other) => other !== name),
      );
      return ownTopics.find((topic) => topic.name === near);
    },
    changes: <Type extends ClusterChange['type']>({
      type,
      since = 0,
      until = Infinity,
    }: ChangeFilter<Type> = {}) =>
      changes.filter(
        (change): change is ClusterChange & {readonly type: Type} =>
          (type ?? change.type) === change.type && change.at >= since && change.at < until,
      ),
    again,
    until: async (condition, limit) => {
      const end = performance.now() + limit;
      for (;;) {
        if (await condition(await again())) return true;
        if (performance.now() > end) return false;
        await questions.pause();
      }
    },
    messages: async (topic, {limit = 1000} = {}) => questions.messages(topic, limit),
    brokerConfigs: async (id) => questions.brokerConfigs(id),
  };
}

/** The candidate that is a slip of the keyboard away from `wanted` (case, two letters, an added ending); undefined when none is. */
export function nearest(wanted: string, candidates: readonly string[]): string | undefined {
  const allowed = Math.max(1, Math.min(2, Math.floor(wanted.length / 2)));
  const meant = wanted.toLowerCase();
  return nearestBy(
    candidates,
    (candidate) => {
      const given = candidate.toLowerCase();
      return given === meant || given === `${meant}s` || meant === `${given}s` ? 0 : distance(meant, given);
    },
    () => allowed,
  );
}
