import type {Verdict} from '../checks/verdict.ts';

/** A step judged by the lab as it stands. */
export interface LiveVerdict {
  readonly id: string;
  readonly verdict: Verdict;
  readonly ms: number;
}
