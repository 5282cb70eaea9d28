import type {Course, Lesson} from '../course/lesson.ts';
import {findLesson} from '../course/load-course.ts';
import {UsageError} from './explain-error.ts';

/** The lesson a person named; throws `UsageError` with the nearest one when there is none. */
export function chooseLesson(course: Course, wanted: string): Lesson {
  const found = findLesson(course, wanted);
  if (found.type === 'found') return found.lesson;
  throw new UsageError(
    `There is no lesson \`${wanted}\` in this course.`,
    found.nearest === undefined
      ? `It has: ${course.lessons.map(({id}) => id).join(', ')}.`
      : `Did you mean ${found.nearest}?`,
  );
}
