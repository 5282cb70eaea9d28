import type {LaunchScript} from './launch-script.ts';

/** A line of Kafka, as the release of it that is fetched: all that the rest of the program knows of the line. */
export interface KafkaRelease {
  /** For example `3.9.1`. */
  readonly version: string;
  /** Matches the versions that serve lessons of the line. */
  readonly fits: RegExp;
  readonly tarball: string;
  /** Of the tarball, in lower case. docs/kafka-sources.md says how it was come by, and what rests on it. */
  readonly sha512: string;
  /** Kafka leaves the choice of a logger to its distribution, so Maven has to be asked for one. */
  readonly logger: Artifact;
  /** How many jars Maven brings. */
  readonly jars: number;
  /** What the host `streams` needs beside them; undefined in a line that has no lesson on it. */
  readonly streams: FurtherJars | undefined;
  /** The image that hosts are made from. docs/public-image.md has what we rely on. */
  readonly image: string;
  /** The setting that names another: its key in the file, and the variable that goes before it. */
  readonly imageSetting: string;
  readonly imageVariable: string;
  /** Servers do not start on an older one. */
  readonly oldestJava: number;
  /** Versions of Java that lessons of the line are tried on. */
  readonly triedJavas: readonly number[];
  readonly logging: LogSettings;
  /** The commands under `bin`, which Maven's artifacts have not. */
  readonly launchScripts: readonly LaunchScript[];
  /** Small stock configurations under `config`, text by name; a lab renders its own for the servers. */
  readonly configFiles: Readonly<Record<string, string>>;
  /** Bash: the part of `class-archive/make.sh` that runs the line's servers while classes are noted. */
  readonly archiveServers: ArchiveServers;
}

/** As Maven knows it. */
export type Artifact = readonly [groupId: string, artifactId: string, version: string];

/** Jars that one kind of host needs beside Kafka's own. */
export interface FurtherJars {
  readonly called: string;
  /** With all that they need themselves. */
  readonly artifacts: readonly Artifact[];
  /** One jar's name for each: where all are there, nothing is missing. */
  readonly knownBy: readonly RegExp[];
}

/** How what servers and commands have to say comes to the terminal. */
export interface LogSettings {
  /** Before the path of a file of settings this is what Java is told of it by. */
  readonly option: '-Dlog4j.configuration=file:' | '-Dlog4j2.configurationFile=';
  readonly servers: LogFile;
  /** Of Kafka's commands: warnings beside their answer. */
  readonly commands: LogFile;
  readonly connect: LogFile;
  /** What the servers of a lab are given: as `servers`, without what comes of being watched by the course. */
  readonly serversOfLab: string;
}

/** A file under `config`. */
export interface LogFile {
  readonly name: string;
  readonly text: string;
}

/** Pieces of bash; they see `$workplace`, `$1` and `$2` (free ports), `$broker` (its address) and `note_classes`. */
export interface ArchiveServers {
  /** Starts the servers and waits until the broker takes commands. */
  readonly start: string;
  /** Runs the commands that only this line has. */
  readonly commands: string;
  /** Ends the servers and waits for them. */
  readonly stop: string;
}
