import {setTimeout as delay} from 'node:timers/promises';
import type {Verdict} from '../checks/verdict.ts';
import type {Step} from '../course/lesson.ts';
import type {LessonLab} from './lesson-lab.ts';

export interface CheckContext {
  readonly lab: Pick<LessonLab, 'check'>;
  /** Milliseconds since the epoch at which the step was begun. */
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

/**
 * Milliseconds until a check must have noticed what was typed. A lesson's own time limit adds to it. Programs that have
 * just been started again took 17 s, on a machine at a load of 18, until they had read their first message.
 */
const noticing = 45_000;

/** Milliseconds between two runs of a check that does not say yet what it should. */
const pace = 300;

/** Runs the check until it says what is hoped for or the time to notice is over; gives the last verdict. */
export async function checkUntil(
  step: Step,
  {lab, startedAt, signal}: CheckContext,
  isHopedFor: (verdict: Verdict) => boolean,
): Promise<Verdict> {
  const until = performance.now() + noticing;
  for (;;) {
    const verdict = await lab.check(step, {startedAt, choice: undefined});
    if (isHopedFor(verdict) || verdict.type === 'broken' || performance.now() > until) return verdict;
    await delay(pace, undefined, {signal});
  }
}
