import {setTimeout as delay} from 'node:timers/promises';
import type {Verdict} from '../checks/verdict.ts';
import type {LessonLab} from './lesson-lab.ts';
import type {SessionEffect} from './session-effect.ts';
import type {SessionEvent} from './session-event.ts';

/** A step judged by the lab as it stands. */
export interface LiveVerdict {
  readonly id: string;
  readonly verdict: Verdict;
  readonly ms: number;
}

export interface CheckingParts {
  readonly lab: () => LessonLab | undefined;
  readonly now: () => number;
  readonly send: (event: SessionEvent) => void;
}

/** Milliseconds after which a check looks again at what the cluster does in the background. */
const lookingAgain = 1000;

/** A shell check starts JVMs, so it runs once a second at most; others cost next to nothing. */
const shellCheckPace = 1000;

/** Runs the check of a step, and says what came of it under the number it was asked with. */
export class Checking {
  readonly #parts: CheckingParts;
  #lastShellCheck = 0;
  #lookTimer: NodeJS.Timeout | undefined;

  constructor(parts: CheckingParts) {
    this.#parts = parts;
  }

  async check({number, step, startedAt, choice}: Extract<SessionEffect, {type: 'check'}>): Promise<void> {
    const lab = this.#parts.lab();
    if (!lab) return;
    if (step.check?.language === 'shell') {
      const wait = this.#lastShellCheck + shellCheckPace - performance.now();
      if (wait > 0) await delay(wait);
      this.#lastShellCheck = performance.now();
    }
    let verdict: Verdict;
    try {
      verdict = await lab.check(step, {startedAt, choice});
    } catch (error) {
      verdict = {type: 'broken', reason: `the check could not be run: ${(error as Error).message}`};
    }
    if (this.#parts.lab() !== lab) return;
    this.#parts.send({type: 'verdict', check: number, step: step.id, verdict, now: this.#parts.now()});
  }

  /** Says `look-again` after a while. */
  lookAgainSoon(): void {
    clearTimeout(this.#lookTimer);
    this.#lookTimer = setTimeout(() => this.#parts.send({type: 'look-again'}), lookingAgain);
  }

  /** There is nothing to look at any more. */
  stopLooking(): void {
    clearTimeout(this.#lookTimer);
  }
}

/** Judges every step of a lesson by its lab as it stands. */
export async function judgeAsItStands(lab: LessonLab): Promise<readonly LiveVerdict[]> {
  const verdicts: LiveVerdict[] = [];
  for (const step of lab.lesson.steps.filter(({check}) => check !== undefined)) {
    const began = performance.now();
    const verdict = await lab.check(step, {startedAt: 0, choice: undefined});
    verdicts.push({id: step.id, verdict, ms: performance.now() - began});
  }

  return verdicts;
}
