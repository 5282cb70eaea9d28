import {withoutUnseen} from '../course/unseen.ts';
import {toPlainText} from '../terminal/plain-text.ts';

/** What a check says of a step. *Broken* means that the check itself failed: it is never blamed on the learner. */
export type Verdict = Waiting | Passed | Failed | Broken;

/** Nothing was done yet that could be judged. */
export interface Waiting {
  readonly type: 'waiting';
  /** What is being waited for: the status of the step. */
  readonly message?: string;
  /** The learner did their part and the cluster is at work: shown without asking, and looked at again. */
  readonly isUnderWay?: true;
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
  /** When it went wrong, in milliseconds since the epoch: of several findings the newest is told. */
  readonly at?: number;
  /** It is about a command alone, and says nothing of what the cluster did: told before a question is answered, too. */
  readonly isSlip?: true;
}

/** Characters of each text of a verdict: more than anybody reads. */
const longestText = 4000;

/** Words of a check as they may be shown: no escape sequences, which its output may be full of, and not too many. */
function plainWords(text: string): string {
  const plain = toPlainText(text.slice(0, 8 * longestText)).replaceAll('\t', '  ');
  return withoutUnseen(plain).slice(0, longestText);
}

/** The end of what a check printed, a few lines: what it said last tells most. */
export function lastWords(text: string): string {
  return plainWords(text.slice(-1000)).trim().split('\n').slice(-5).join('\n');
}

/**
 * The verdict a check returned, made of what belongs into one; undefined where it is none. Nobody checks the types
 * of a check before it runs: `observed: 2` must not reach a screen that expects words.
 */
export function readVerdict(value: unknown): Waiting | Passed | Failed | undefined {
  const {type, answer, isUnderWay, isSlip, ...rest} = Object(value) as Readonly<Record<string, unknown>>;
  const words: Partial<Record<'message' | 'evidence' | 'expected' | 'observed' | 'why', string>> = {};
  for (const name of ['message', 'evidence', 'expected', 'observed', 'why'] as const) {
    const text = rest[name];
    if (text === undefined || text === '') continue;
    if (typeof text !== 'string') return undefined;
    words[name] = plainWords(text);
  }
  if (answer !== undefined && !Number.isInteger(answer)) return undefined;

  const {message, evidence, ...details} = words;
  if (type === 'waiting') {
    if (message === undefined) return {type};
    return isUnderWay === true ? {type, message, isUnderWay} : {type, message};
  }
  if (type === 'failed' && message !== undefined)
    return {type, message, ...details, ...(isSlip === true ? {isSlip} : {})};
  if (type !== 'passed' || evidence === undefined) return undefined;
  return answer === undefined ? {type, evidence} : {type, evidence, answer: answer as number};
}

export interface Broken {
  readonly type: 'broken';
  /** What happened to the check, one sentence. */
  readonly reason: string;
  /** The end of what it printed, where it printed anything. */
  readonly detail?: string;
}
