import type {Step} from '../course/lesson.ts';
import {checkUntil} from './check-until.ts';
import type {LessonLab} from './lesson-lab.ts';
import type {Rebuilding} from './session-state.ts';

export interface RebuildStage {
  readonly lab: Pick<LessonLab, 'check' | 'prepare' | 'runBlock'>;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Milliseconds between two typed characters. */
  readonly typingPace: number;
  /** Called before each terminal is typed into, so that the learner can be shown it. */
  readonly show: (terminal: string) => void;
  readonly report: (progress: Rebuilding) => void;
}

/**
 * Does those of the steps again that do not hold, one after the other, as a person would; each has to hold before the
 * next. Gives what went wrong, in one sentence, undefined when all hold. Throws the signal's reason when it aborts.
 */
export async function rebuildSteps(
  steps: readonly Step[],
  {lab, now, signal, typingPace, show, report}: RebuildStage,
): Promise<string | undefined> {
  // Whatever was done in this lab counts, whenever that was.
  const holds = async (step: Step) => {
    const {type} = await lab.check(step, {startedAt: 0, choice: undefined});
    signal.throwIfAborted();
    return type === 'passed';
  };
  // Where all that is to last is there, what was meant to be over by now need not happen again.
  if (
    await allHold(
      steps.filter(({transient}) => !transient),
      holds,
    )
  )
    return undefined;
  // A consumer of an earlier start counts as a member until the broker misses it: what held may hold no longer, and
  // is done again where a step fails for want of it.
  let passedOver = false;
  let again = false;
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index];
    if (!step) continue;
    if (!(again && step.transient) && (await holds(step))) {
      passedOver ||= step.transient;
      continue;
    }
    const startedAt = now();
    report({title: step.title, number: index + 1, of: steps.length});
    for (const block of [...step.setup, ...step.solution]) {
      const result = step.setup.includes(block)
        ? await lab.prepare(block, signal)
        : await lab.runBlock(block, {show, typingPace, signal});
      if (result.type === 'failed') return `“${step.title}” could not be done again: ${result.reason}.`;
    }
    const verdict = await checkUntil(step, {lab, startedAt, signal}, (seen) => seen.type === 'passed');
    if (verdict.type === 'passed') continue;
    if (again || !passedOver)
      return `“${step.title}” was done for you, and its check does not pass: what earlier steps started may have ended. Reset this step (R, then s): then all of them are done again in a new lab.`;
    again = true;
    index = -1;
  }

  return undefined;
}

async function allHold(steps: readonly Step[], holds: (step: Step) => Promise<boolean>): Promise<boolean> {
  for (const step of steps) {
    if (!(await holds(step))) return false;
  }

  return true;
}
