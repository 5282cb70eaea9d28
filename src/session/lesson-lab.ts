import type {ClusterLook} from '../checks/cluster.ts';
import type {Verdict} from '../checks/verdict.ts';
import type {HostName, Lesson, RunnableBlock, Step} from '../course/lesson.ts';
import type {Lab} from '../lab/lab.ts';
import type {ClusterSnapshot} from '../observer/cluster-snapshot.ts';
import type {LabTerminal} from '../terminal/lab-terminal.ts';
import type {RecordingEvent} from '../terminal/recording.ts';
import type {BlockResult} from './run-block.ts';
import type {WebPage} from './web-page.ts';

/** What a lesson's lab tells whoever drives it. */
export type LessonLabEvent =
  | {readonly type: 'snapshot'; readonly snapshot: ClusterSnapshot}
  | {readonly type: 'terminal'; readonly terminal: string; readonly event: RecordingEvent}
  | {readonly type: 'terminal-state'; readonly terminal: string}
  | {readonly type: 'host-state'; readonly host: HostName}
  /** In the learner's folder; the path is relative to it. */
  | {readonly type: 'file-saved'; readonly file: string}
  /** A block saved `path`; what the learner had there lies beside it now, as `beside`. */
  | {readonly type: 'file-kept'; readonly path: string; readonly beside: string};

/** A server that ran in a tab, to be typed there again: the terminal's name and the command. */
export interface RunningServer {
  readonly terminal: string;
  readonly command: string;
}

/** How a block is typed. */
export interface TypingOptions {
  /** Called before each terminal is typed into, so that the learner can be shown it. */
  readonly show: (terminal: string) => void;
  /** Milliseconds between two typed characters: 0 types at once. */
  readonly typingPace: number;
  readonly signal: AbortSignal;
  /** The last Enter of a text is the learner's own to press. */
  readonly leavesLastEnter?: boolean;
}

/**
 * A lesson at work: its lab, one terminal for each tab, the observer that looks at the cluster, the checks. Disposing of
 * it ends shells and servers in order and the lab, whatever goes wrong before; the data stays.
 */
export interface LessonLab extends AsyncDisposable {
  readonly lesson: Lesson;
  readonly lab: Lab;
  /** In the order of the tabs. */
  readonly terminals: readonly LabTerminal[];
  /** Absolute path of the learner's folder, where the lesson has such. */
  readonly workspace: string | undefined;
  /** What the learner's own servers show in a browser, one for each port the lesson declares. */
  readonly pages: readonly WebPage[];

  /** The terminal of that name. Throws when the lesson has no such. */
  terminal(name: string): LabTerminal;
  /** A new shell in a tab whose shell ended. */
  reopen(name: string): Promise<void>;

  /** The newest look at the cluster, at most 250 ms old; undefined before the first. */
  readonly lastLook: ClusterLook | undefined;
  /** The cluster as it is now, and what became different since the lab was opened, oldest first. */
  look(): Promise<ClusterLook>;
  /** Resolves with the first snapshot that fulfils the condition, of a look that begins after this call. */
  untilCluster(
    condition: (snapshot: ClusterSnapshot) => boolean,
    signal: AbortSignal,
  ): Promise<ClusterSnapshot>;
  /** Judges a step by the cluster as it is now. `startedAt` is milliseconds since the epoch. */
  check(
    step: Step,
    facts: {readonly startedAt: number; readonly choice: number | undefined},
  ): Promise<Verdict>;

  /** Types a block where it belongs and waits for what it is to bring about. */
  runBlock(block: RunnableBlock, options: TypingOptions): Promise<BlockResult>;
  /**
   * What a lesson makes ready before a step: beside the terminals, so that nothing of it stands in a learner's tab, or
   * counts as their doing. Only what goes on running, or is typed into a program, needs a tab.
   */
  prepare(block: RunnableBlock, signal: AbortSignal): Promise<BlockResult>;

  /** The servers that run now, ZooKeeper first. */
  runningServers(): readonly RunningServer[];
  /** The servers the lesson opens with, as a learner would start them. */
  lessonServers(): readonly RunningServer[];
  /**
   * What is to run again of the servers that ran when the lesson was left, and the tabs in which, unlike at the lesson's
   * beginning, nothing will. No broker starts without ZooKeeper, even one that went on without it.
   */
  serversAgain(remembered: readonly RunningServer[]): {
    readonly servers: readonly RunningServer[];
    readonly missing: readonly string[];
  };
  /** Types each server's command into its tab and waits until it serves, ZooKeeper first. `report` names what is waited for. */
  startServers(
    servers: readonly RunningServer[],
    report: (message: string) => void,
    signal: AbortSignal,
  ): Promise<void>;

  /** Ends the host's processes without a good-bye. */
  killHost(host: HostName): Promise<void>;
  /** Starts a host that was killed, with new shells; its servers do not start by themselves. */
  startHost(host: HostName): Promise<void>;
}
