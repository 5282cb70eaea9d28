import type {Lesson, Step} from '../course/lesson.ts';
import {isStepDone, type Progress} from './progress.ts';

export interface RebuildWish {
  readonly lesson: Lesson;
  /** Index of the step the learner goes to. */
  readonly at: number;
  readonly progress: Progress;
  /** The lab began without data of an earlier start. */
  readonly isNew: boolean;
  /** The learner asked for this very step, instead of coming to it or back to it. */
  readonly wasAskedFor: boolean;
}

/**
 * The earlier steps whose state the lab may lack: all of them in a new lab, those that were never done when the
 * learner jumped over them. Which of these hold all the same is for their checks to say. Pure.
 */
export function stepsToRebuild({lesson, at, progress, isNew, wasAskedFor}: RebuildWish): readonly Step[] {
  return lesson.steps
    .slice(0, Math.max(0, at))
    .filter(({check, solution}) => check !== undefined && solution.length > 0)
    .filter(({id}) => isNew || (wasAskedFor && !isStepDone(progress, lesson.id, id)));
}
