import type {HostName} from '../course/lesson.ts';
import type {HostState, ProgramSignal} from '../lab/lab.ts';
import type {TerminalRecord} from '../terminal/terminal-record.ts';
import type {CheckStep} from './api.ts';
import type {ClusterLook} from './cluster.ts';
import type {Verdict} from './verdict.ts';

/** Variable that carries the mark of what checks start, as `NAME value`: as it is it would mark the checks' process, too. */
export const childMarkVariable = 'KAFKA_LESSONS_CHILD_MARK';

/** Everything a check is told; it crosses to the check process as JSON. */
export interface CheckInput extends ClusterLook {
  readonly terminals: readonly TerminalRecord[];
  readonly step: CheckStep;
  readonly hosts: Readonly<Partial<Record<HostName, HostState>>>;
}

/** What the app sends to the check process. */
export type ToCheckProcess =
  | {readonly type: 'run'; readonly run: number; readonly path: string; readonly input: CheckInput}
  | {readonly type: 'answer'; readonly id: number; readonly value: unknown}
  | {readonly type: 'refusal'; readonly id: number; readonly message: string};

/** What the check process sends back: questions while the check runs, then one verdict. */
export type FromCheckProcess =
  | {readonly type: 'ready'}
  /** The check has started a program of its own. */
  | {readonly type: 'started'}
  | {readonly type: 'ask'; readonly id: number; readonly question: CheckQuestion}
  | {readonly type: 'verdict'; readonly run: number; readonly verdict: Verdict};

export type CheckQuestion =
  | {readonly type: 'messages'; readonly topic: string; readonly limit: number}
  | {readonly type: 'look'}
  | {readonly type: 'broker-configs'; readonly broker: number}
  | {readonly type: 'exec'; readonly host: HostName; readonly command: string}
  | {
      readonly type: 'run';
      readonly host: HostName;
      readonly command: string;
      readonly environment: Readonly<Record<string, string>>;
      /** Milliseconds. */
      readonly timeLimit: number;
    }
  /** What the program has printed from that character on; answered when there is something. */
  | {readonly type: 'look-at-program'; readonly program: number; readonly from: number}
  | {readonly type: 'signal-program'; readonly program: number; readonly signal: ProgramSignal}
  | {readonly type: 'read-file'; readonly host: HostName; readonly path: string};

/** The answer to `look-at-program`. */
export interface ProgramLook {
  readonly printed: string;
  readonly isOver: boolean;
  /** Set once it is over, unless its time limit ended it. */
  readonly exitCode?: number;
}
