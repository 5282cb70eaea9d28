/** The hosts a lab can have. Broker ids and ports follow from the name: `broker-2` is broker 2 on 9093. */
export const hostNames = [
  'zookeeper',
  'broker-1',
  'broker-2',
  'broker-3',
  'connect',
  'streams',
  'client',
  'workspace',
] as const;
export type HostName = (typeof hostNames)[number];

/** The lines of Kafka that lessons run on, and how a cluster of each keeps its own state: 3.9 is the last with ZooKeeper. */
export const modeOfLine = {'3.9': 'zookeeper', '4.3': 'kraft'} as const;
export type KafkaLine = keyof typeof modeOfLine;
export type KafkaMode = (typeof modeOfLine)[KafkaLine];
export const kafkaLines = Object.keys(modeOfLine) as [KafkaLine, ...KafkaLine[]];

export interface Course {
  readonly title: string;
  /** What one is able to do at its end; undefined where `course.yaml` does not say. */
  readonly summary?: string | undefined;
  /** Absolute path of the folder that holds `course.yaml`. */
  readonly directory: string;
  readonly lessons: readonly Lesson[];
  /** The words of the course, as `glossary.md` has them; empty where a course has no such page. */
  readonly glossary: readonly GlossaryTerm[];
  /** Markdown of `end.md`: what is said when the last lesson is done; undefined where a course has no such page. */
  readonly end: string | undefined;
}

export interface GlossaryTerm {
  readonly name: string;
  /** What it means, plain words without marks. */
  readonly text: string;
  /** Index of the lesson where it is met, and the step's id. */
  readonly lesson: number;
  readonly step: string;
}

export interface Lesson {
  /** The folder's name: `04-topics`. */
  readonly id: string;
  readonly directory: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly lab: LabNeeds;
  /** Every terminal of the lesson, in the order of their tabs. */
  readonly terminals: readonly TerminalPlace[];
  /** Markdown before the first step. */
  readonly introduction: string;
  readonly steps: readonly Step[];
}

export interface LabNeeds {
  readonly kafka: KafkaLine;
  readonly mode: KafkaMode;
  readonly hosts: readonly HostName[];
  /** Hosts whose server the lab starts, visibly, when the lesson opens. ZooKeeper comes first. */
  readonly running: readonly HostName[];
  /** Ports beyond the servers' own, for example 8083. */
  readonly ports: readonly number[];
}

/** A tab: the terminal's name and the host its shell runs on. */
export interface TerminalPlace {
  readonly name: string;
  readonly host: HostName;
}

export type StepKind = 'task' | 'question' | 'reading';

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly kind: StepKind;
  /** The step's markdown as the learner reads it: without hints, solution, answer and setup. */
  readonly text: string;
  /** Markdown of each hint, in order. */
  readonly hints: readonly string[];
  /** The blocks *solve* types, in order. Empty for a reading and for a plain question. */
  readonly solution: readonly RunnableBlock[];
  /** Prose of the `<details>` Solution section, where the author wrote one. */
  readonly solutionText: string | undefined;
  /** The runnable blocks in the visible text, in order: what a key types for the learner who asks. */
  readonly runnable: readonly RunnableBlock[];
  readonly setup: readonly RunnableBlock[];
  readonly question: Question | undefined;
  /** Absent for a reading and for a plain question. */
  readonly check: CheckFile | undefined;
  /** True where the step's state is meant to be over by the end of the lesson. */
  readonly transient: boolean;
  /**
   * True where the check runs programs of the learner. It is run when a file was saved, a command has ended or the
   * learner asks, but not because the cluster changed: those programs change it themselves.
   */
  readonly runsPrograms: boolean;
  /** The terminal to be seen below the one that is typed into; undefined where the page asks for none. */
  readonly watch?: string | undefined;
  /** Milliseconds one run of the check may take. */
  readonly timeLimit: number;
  readonly line: number;
}

export interface Question {
  readonly choices: readonly string[];
  /** Index into `choices`, or undefined when the cluster gives the answer. */
  readonly answer: number | undefined;
  /** Markdown shown once the learner has chosen right, or the cluster has answered. */
  readonly explanation: string;
  /** For each choice, why it is not the right one, where the page says so. */
  readonly whyNot: readonly (string | undefined)[];
}

export interface CheckFile {
  readonly path: string;
  readonly language: 'typescript' | 'shell';
}

/** A fenced block whose info string names a terminal. */
export interface RunnableBlock {
  /** `file`: nothing is typed; the lines are saved as a file, as an editor does it. */
  readonly how: 'bash' | 'text' | 'keys' | 'file';
  readonly terminal: string;
  /** What is typed, line by line; for `keys` the names of keys, such as `ctrl-c`; for `file` its text. */
  readonly lines: readonly string[];
  /** Of a `file`: where it is saved, relative to the working directory of the terminal's host. */
  readonly path?: string;
  /** A server or another program that stays: the next block waits for `readiness`, not for the command's end. */
  readonly stays: boolean;
  readonly readiness: Readiness | undefined;
  readonly line: number;
}

/** What a block that stays waits for before the next one is typed. */
export type Readiness =
  | {readonly type: 'output'; readonly text: string}
  | {readonly type: 'broker'; readonly id: number};

/** One entry of `checks/mistakes.yaml`. */
export interface Mistake {
  readonly step: string;
  readonly name: string;
  readonly run: readonly RunnableBlock[];
  /** Pattern (regular expression, case-insensitive) the check's words must match. */
  readonly says: string;
  readonly undo: readonly RunnableBlock[];
}

/** What is wrong in a file of a course, where a person can find it. Lines and columns count from 1. */
export interface CourseProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly message: string;
}
