import type {HostName} from '../../../src/course/lesson.ts';
import type {LabIdentity, Runtime, RuntimeName} from '../../../src/lab/lab.ts';

/** A runtime, and how to see what its labs do without asking it: by the engine's or the system's own listing. */
export interface ContractSubject {
  readonly name: RuntimeName;
  makeRuntime(): Promise<Runtime>;
  /** What runs for a home: containers and networks, or processes. */
  listRunning(homeId: string): Promise<readonly string[]>;
  /** Where a lab's data lies: volumes, or folders. */
  listData(identity: LabIdentity): Promise<readonly string[]>;
  /** Programs on a host, without the lab's own waiting ones. */
  listPrograms(identity: LabIdentity, host: HostName): Promise<readonly Program[]>;
  /** Addresses of this machine on which something of the lab listens, as `127.0.0.1:9092`. */
  listListeners(identity: LabIdentity): Promise<readonly string[]>;
  /** Things that look much like a lab's and are somebody else's. */
  makeStrangers(): Promise<Strangers>;
}

export interface Program {
  readonly command: string;
  /** True when it is stopped (T) or in the freezer. */
  readonly standsStill: boolean;
}

export interface Strangers extends AsyncDisposable {
  /** What of them is still there, to be compared. */
  list(): Promise<readonly string[]>;
}
