import type {Lesson} from '../course/lesson.ts';
import {UsageError} from './explain-error.ts';

/** Throws `UsageError` that lists the steps when the lesson has no such step. */
export function refuseUnknownStep(lesson: Lesson | undefined, step: string | undefined): void {
  if (step === undefined) return;
  if (!lesson)
    throw new UsageError(
      '`--step` goes with a lesson.',
      'For example: kafka-lessons start topics --step create-topic',
    );
  if (!lesson.steps.some(({id}) => id === step)) {
    throw new UsageError(
      `Lesson ${lesson.id} has no step \`${step}\`.`,
      `It has: ${lesson.steps.map(({id}) => id).join(', ')}.`,
    );
  }
}
