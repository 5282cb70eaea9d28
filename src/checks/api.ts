/**
 * What authors of checks import as `kafka-lessons/check`. docs/checks.md shows each part at work.
 * @module
 */

export type {ClusterChange} from '../observer/cluster-changes.ts';
export type {
  Broker,
  Connector,
  ConnectorTask,
  ConnectWorker,
  ConsumerGroup,
  GroupMember,
  GroupPosition,
  Message,
  Partition,
  Quorum,
  QuorumMember,
  Topic,
  WorkState,
  ZookeeperState,
} from '../observer/cluster-snapshot.ts';
export type {CommandRecord, TerminalRecord} from '../terminal/terminal-record.ts';
export {type ChangeFilter, type Cluster, type MessagesOptions, nearest} from './cluster.ts';
export {type CheckFinding, commonMistake, newestFinding} from './common-mistake.ts';
export {payloadOf} from './connect-json.ts';
export {errorLine} from './slips/placed-command.ts';
export type {CommandFilter, Terminals} from './terminals.ts';
export {type TimelineMoment, timeline} from './timeline.ts';
export type {Failed, Passed, Verdict, Waiting} from './verdict.ts';

import type {HostName} from '../course/lesson.ts';
import type {Cluster} from './cluster.ts';
import type {Terminals} from './terminals.ts';
import type {Failed, Passed, Verdict, Waiting} from './verdict.ts';

export interface CheckContext {
  /** The cluster as it is now. */
  readonly cluster: Cluster;
  /** What was typed and printed in the lab's terminals since the lab was opened. */
  readonly terminals: Terminals;
  /** A host of the lab, to run a command on or read a file from where cluster and terminals do not tell enough. */
  readonly host: (name: HostName) => CheckHost;
  readonly step: CheckStep;
}

export interface CheckHost {
  /** `up`, `paused` or `killed`. */
  readonly state: string;
  /** Runs a command with bash in the host's working directory. `exitCode` is undefined when it took over 8 s. */
  exec(command: string): Promise<{readonly output: string; readonly exitCode: number | undefined}>;
  /**
   * Starts a program on the host and leaves it running, to see what it does. Whatever runs when the check is over is
   * killed. A step whose check runs programs says `runsPrograms: true` in the lesson's front matter.
   */
  run(command: string, options?: RunOptions): Promise<RunningProgram>;
  /** A file of the host, path relative to its working directory; undefined when there is none. */
  readFile(path: string): Promise<string | undefined>;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds, 20,000 unless given. A program that takes longer is killed; its exit code is undefined. */
  readonly timeLimit?: number;
}

export interface RunningProgram {
  /** What it has printed so far, both streams as they came, at most 1 MiB. */
  readonly output: string;
  /** True once it has printed that; false when it ended, or `limit` milliseconds (10,000) were over, without it. */
  until(pattern: RegExp | string, limit?: number): Promise<boolean>;
  /** `SIGTERM` unless given. Resolves when it is sent; `ended` tells when the program is gone. */
  kill(signal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<void>;
  /** `exitCode` is as a shell tells it: 137 after SIGKILL. Undefined when the time limit ended the program. */
  readonly ended: Promise<{readonly output: string; readonly exitCode: number | undefined}>;
}

export interface CheckStep {
  readonly id: string;
  readonly title: string;
  /** When the learner came to this step, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** For a question that the cluster answers: the index of what the learner chose, once they did. */
  readonly choice: number | undefined;
}

/** The function a check file exports by default. */
export type Check = (context: CheckContext) => Verdict | Promise<Verdict>;

/** Types a check; returns it as it is. */
export function defineCheck(check: Check): Check {
  return check;
}

/** Nothing to judge yet. `message` says what is being waited for: it is the status of the step at all times. */
export function waiting(message?: string): Waiting {
  return message === undefined ? {type: 'waiting'} : {type: 'waiting', message};
}

/**
 * The learner did their part, and the cluster is still at work in the background. `message` says what is there now;
 * it is shown at once, and the check runs again every second, whatever happens.
 */
export function underWay(message: string): Waiting {
  return {type: 'waiting', message, isUnderWay: true};
}

/** The step is done. `evidence` is what the tick rests on, one sentence of what the cluster shows. */
export function passed(evidence: string): Passed {
  return {type: 'passed', evidence};
}

/** A predict-then-run question has its answer: the index of the choice that turned out right. */
export function answered(answer: number, evidence: string): Passed {
  return {type: 'passed', evidence, answer};
}

/** Something was done and it is not what the step asks for. */
export function failed(message: string, details: Omit<Failed, 'type' | 'message'> = {}): Failed {
  return {type: 'failed', message, ...details};
}
