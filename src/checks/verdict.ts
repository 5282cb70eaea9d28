/** What a check says of a step. *Broken* means that the check itself failed: it is never blamed on the learner. */
export type Verdict = Waiting | Passed | Failed | Broken;

/** Nothing was done yet that could be judged. */
export interface Waiting {
  readonly type: 'waiting';
  /** What is being waited for, shown when the learner asks. */
  readonly message?: string;
}

export interface Passed {
  readonly type: 'passed';
  /** What the tick rests on: "`test` exists with 1 partition, 1 replica". */
  readonly evidence: string;
  /** For a predict-then-run question: the index of the choice that turned out right. */
  readonly answer?: number;
}

export interface Failed {
  readonly type: 'failed';
  /** What is wrong, in the learner's own terms. */
  readonly message: string;
  readonly expected?: string;
  readonly observed?: string;
  /** Why that usually happens, and what to do. */
  readonly why?: string;
}

export interface Broken {
  readonly type: 'broken';
  /** What happened to the check, one sentence. */
  readonly reason: string;
  /** The end of what it printed, where it printed anything. */
  readonly detail?: string;
}
