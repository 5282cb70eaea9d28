import type {HostName} from '../../course/lesson.ts';

/** A Kafka on this machine's disk that the local runtime runs its servers and commands from. */
export interface KafkaDistribution {
  /** For example `3.9.1`. */
  readonly version: string;
  /** Absolute path of a folder with `bin`, `libs` and `config`, as Kafka's own tarball has them. */
  readonly directory: string;
  readonly source: KafkaSource;
}

/** With what a lab's hosts need beside it. */
export interface KafkaForHosts extends KafkaDistribution {
  /** Absolute path of a folder with further jars, by the host that needs them. */
  readonly furtherJars: ReadonlyMap<HostName, string>;
}

/** Where a Kafka may come from, in the order in which the sources are asked. */
export const kafkaSources = ['KAFKA_HOME', 'Homebrew', 'cache', 'Apache', 'Maven'] as const;

export type KafkaSource = (typeof kafkaSources)[number];

/** What is being done while Kafka is looked for and fetched. `fraction` is 0 to 1, absent where nobody can know. */
export interface KafkaProgress {
  readonly message: string;
  readonly fraction?: number;
}

/** A source that was looked at and does not serve, and why: "KAFKA_HOME is Kafka 4.1.0, this lesson needs 3.9". */
export interface PassedOver {
  readonly source: KafkaSource;
  readonly why: string;
}
