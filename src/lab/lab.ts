import type {HostName, LabNeeds} from '../course/lesson.ts';
import type {Terminal, TerminalSize} from '../terminal/terminal.ts';
import type {ProgramOutput} from './program-output.ts';

export type RuntimeName = 'docker' | 'local';

/** Which lab: its id is unique to home and lesson, and stands on everything the lab makes. */
export interface LabIdentity {
  /** Of the home: labels and tokens carry it, so that two homes never touch each other's. */
  readonly homeId: string;
  readonly lessonId: string;
  /** Absolute path of the folder the lab may write in. */
  readonly directory: string;
  /** Absolute path of the learner's own folder, the working directory of the host `workspace` in both runtimes. */
  readonly workspace: string;
}

/** What the lab is doing while it starts: "broker-1 is being made". `fraction` is 0 to 1. */
export interface LabProgress {
  readonly message: string;
  readonly fraction?: number;
}

export interface LabOptions {
  readonly identity: LabIdentity;
  readonly needs: LabNeeds;
  /** Files of the lesson laid into hosts' working directories: absolute source by host and relative path. */
  readonly files: readonly LabFile[];
  /** Absolute path of the kafkajs that programs on the host `workspace` import. */
  readonly kafkajs: string;
  /** False where a person wants no colours: shells and programs are told by NO_COLOR. */
  readonly colour?: boolean;
  readonly report: (progress: LabProgress) => void;
  readonly signal: AbortSignal;
}

export interface LabFile {
  readonly host: HostName;
  /** Relative to the host's working directory, with `/`. */
  readonly path: string;
  readonly content: string;
  readonly executable: boolean;
}

/** Makes labs of one runtime. */
export interface Runtime {
  readonly name: RuntimeName;
  /** Makes and starts every host. Data of an earlier start is kept. Throws `LabError`. */
  startLab(options: LabOptions): Promise<Lab>;
  /** Removes what earlier labs of this home left running, and nothing else. Data is kept. */
  sweep(homeId: string): Promise<void>;
  /** Removes the lab's data too; the lab need not run. Gives where the learner's own files, if any, were moved to. */
  removeLab(identity: LabIdentity): Promise<string | undefined>;
  /** What of this home's labs is still there, named as the machine names it: processes, containers, volumes. */
  findLeftovers(homeId: string): Promise<readonly string[]>;
  /** What it keeps beside the home's own folder, such as volumes and images. Without an id: of no home in particular. */
  findKept(homeId: string | undefined): Promise<readonly Kept[]>;
  /** Removes that, and whatever of this home's labs still runs. Gives what could not be removed, and why. */
  removeKept(homeId: string): Promise<readonly string[]>;
}

/** Something of ours on this machine. `bytes` is absent where nobody says. */
export interface Kept {
  readonly what: string;
  /** A path, or the name the engine knows it by. */
  readonly name: string;
  readonly bytes: number | undefined;
}

export type HostState = 'up' | 'paused' | 'killed';

/** A running set of hosts. `stop` keeps the data; disposal stops. */
export interface Lab extends AsyncDisposable {
  readonly runtime: RuntimeName;
  readonly identity: LabIdentity;
  /** True when there was no data of an earlier start. */
  readonly isNew: boolean;
  /** Secret that every mark of this lab's shells carries. */
  readonly nonce: string;
  hostState(host: HostName): HostState;
  /** Resolves, with what to say of it, when something else has ended the lab as a whole; never once `stop` was called. */
  readonly lost: Promise<LabError>;
  /** Runs one command in the host's working directory, without a terminal. */
  exec(host: HostName, command: string, options: ExecOptions): Promise<ExecResult>;
  /** Starts a command in the host's working directory, without a terminal, and leaves it running. */
  startProgram(host: HostName, command: string, options: Omit<ExecOptions, 'input'>): Promise<LabProgram>;
  /** Opens a shell that prints marks. */
  openTerminal(host: HostName, size: TerminalSize): Promise<Terminal>;
  /** SIGKILL for everything on the host: no server gets a chance to say good-bye. The data stays. */
  kill(host: HostName): Promise<void>;
  /** Brings a killed host back. Its servers do not start by themselves. */
  startHost(host: HostName): Promise<void>;
  pause(host: HostName): Promise<void>;
  unpause(host: HostName): Promise<void>;
  /** Where, seen from this program, `localhost:port` of the lab answers. Changes at every start. */
  address(port: number): {readonly host: string; readonly port: number};
  /** Cluster ids stored beside the brokers' data, in the order of hosts; none before the first broker's first start. */
  storedClusterIds(): Promise<readonly string[]>;
  /** Bytes of memory that everything running on its hosts takes now. */
  memory(): Promise<number>;
  /** Absolute path, seen from this machine, of a host's working directory; absent in Docker but for `workspace`. */
  directoryOf(host: HostName): string | undefined;
  /** Servers in order (brokers, then ZooKeeper), then the hosts. Keeps the data. */
  stop(): Promise<void>;
}

export interface ExecOptions {
  /** Milliseconds. */
  readonly timeLimit: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export type ProgramSignal = 'SIGTERM' | 'SIGINT' | 'SIGKILL';

/** A program that runs, until it ends, its time limit is over or it has printed 1 MiB. */
export interface LabProgram {
  readonly output: ProgramOutput;
  /** As a shell tells it: 137 after SIGKILL. Undefined when the time limit ended it. */
  readonly ended: Promise<{readonly exitCode: number | undefined}>;
  /** To the program and what it has started. */
  signal(name: ProgramSignal): Promise<void>;
  /** SIGKILL for all of it; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * `exitCode` is undefined when the time limit ended the command, 128 when more than 1 MiB was printed. `output` holds
 * both streams, at most 1 MiB.
 */
export interface ExecResult {
  readonly output: string;
  readonly stdout: string;
  readonly exitCode: number | undefined;
}

/** The machine lacks something or refuses something: what happened and what the person can do. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly cure: string;

  constructor(message: string, cure: string, options?: ErrorOptions) {
    super(message, options);
    this.cure = cure;
  }
}
