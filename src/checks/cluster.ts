import {distance} from 'fastest-levenshtein';
import type {Broker, ClusterSnapshot, ConsumerGroup, Message, Topic} from '../observer/cluster-snapshot.ts';

export interface MessagesOptions {
  /** Most messages read of each partition; 1000 unless set. */
  readonly limit?: number;
}

/** A snapshot with the questions checks ask of it. */
export interface Cluster extends ClusterSnapshot {
  topic(name: string): Topic | undefined;
  broker(id: number): Broker | undefined;
  group(name: string): ConsumerGroup | undefined;
  /** The topics learners made: without Kafka's own. */
  readonly ownTopics: readonly Topic[];
  /** A learner's topic whose name is a slip away from the one that was meant: `tset` for `test`. */
  misspelt(name: string): Topic | undefined;
  /** Messages of a topic, oldest first within a partition; none when there is no such topic. */
  messages(topic: string, options?: MessagesOptions): Promise<readonly Message[]>;
  /**
   * What a broker was configured with, in its file or while it runs: `auto.create.topics.enable` → `false`. A config
   * that nobody set is not among them; undefined where that broker does not answer.
   */
  brokerConfigs(id: number): Promise<Readonly<Record<string, string>> | undefined>;
}

/** What a snapshot does not hold and has to be asked for. */
export interface ClusterQuestions {
  readonly messages: (topic: string, limit: number) => Promise<readonly Message[]>;
  readonly brokerConfigs: Cluster['brokerConfigs'];
}

export function openCluster(snapshot: ClusterSnapshot, questions: ClusterQuestions): Cluster {
  const ownTopics = snapshot.topics.filter(({internal}) => !internal);
  return {
    ...snapshot,
    ownTopics,
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
    messages: async (topic, {limit = 1000} = {}) => questions.messages(topic, limit),
    brokerConfigs: async (id) => questions.brokerConfigs(id),
  };
}

/** The candidate that is a slip of the keyboard away from `wanted` (case, two letters, an added ending); undefined when none is. */
export function nearest(wanted: string, candidates: readonly string[]): string | undefined {
  const allowed = Math.max(1, Math.min(2, Math.floor(wanted.length / 2)));
  return candidates
    .map((candidate) => {
      const [left, right] = [wanted.toLowerCase(), candidate.toLowerCase()];
      return {
        candidate,
        away: left === right || left === `${right}s` || right === `${left}s` ? 0 : distance(left, right),
      };
    })
    .filter(({away}) => away <= allowed)
    .sort((left, right) => left.away - right.away)[0]?.candidate;
}
