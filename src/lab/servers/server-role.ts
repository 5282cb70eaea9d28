import type {HostName, LabNeeds} from '../../course/lesson.ts';
import type {RuntimeName} from '../lab.ts';

/** A kind of server that a host of a lab runs: everything that the rest of the program knows of it. */
export interface ServerRole {
  /** As a sentence calls one of them. */
  readonly called: string;
  /** Where the first such server of a lab runs. */
  readonly firstHost: HostName;
  /** Kafka's script that starts it, without `.sh`. */
  readonly startScript: string;
  /** The file of its settings, relative to its host's folder. */
  readonly configFile: string;
  /** Main class, by which its process is known: one word of its command line. */
  readonly mainClass: string;
  /** A part of the line that it prints when it serves. */
  readonly started: string;
  /** What its JVM is given, in the words of KAFKA_HEAP_OPTS: an 8 GB laptop is to hold a lab of them. */
  readonly heap: string;
  /** Bytes of memory it comes to: a broker takes 120 MB, ZooKeeper 85, and a heap may grow. */
  readonly memory: number;
  /** The file in which it keeps the id of its cluster, relative to its host's folder; undefined where it keeps none. */
  readonly identityFile: string | undefined;
  /** The ports the host's server listens on. The first is the one its clients ask. */
  ports(host: HostName): readonly number[];
  /** Where a host's controller speaks with the others; absent where the server has none. */
  readonly controllerPort?: (host: HostName) => number;
  /**
   * Bash that makes the host's folder ready for the server's first start, and does nothing where it is; absent where
   * nothing has to be done. `first` are the hosts that the cluster begins with.
   */
  readonly prepare?: (first: readonly HostName[], clusterId: string) => string;
  /** Text of further files that it is given when it starts, by their path; absent where it is given one alone. */
  readonly alsoGiven?: Readonly<Record<string, string>>;
  /** The text of `configFile`: short and commented, the same in both runtimes but for the address it listens on. */
  renderConfig(place: ServerPlace): string;
}

export interface ServerPlace {
  readonly host: HostName;
  readonly runtime: RuntimeName;
  /** Every host of the lab. */
  readonly hosts: LabNeeds['hosts'];
  /** What the lab starts when the lesson opens. */
  readonly running: LabNeeds['running'];
  /** Of the Kafka that lies there: `4.3.1`. */
  readonly version: string;
}
