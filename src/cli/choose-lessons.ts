import {distance} from 'fastest-levenshtein';
import {findLesson} from '../course/find-lesson.ts';
import type {Course, Lesson} from '../course/lesson.ts';
import {nearestName} from '../course/nearest.ts';
import {commandNames} from './command.ts';
import {UsageError} from './explain-error.ts';

/** The lesson a person named; throws `UsageError` with the nearest lesson or command when there is none. */
export function chooseLesson(course: Course, wanted: string): Lesson {
  const found = findLesson(course, wanted);
  if (found.type === 'found') return found.lesson;
  // `kafka-lessons lits` is read as the lesson to start; `clients` is further away from it than `list`.
  const away = (name: string) => distance(name, wanted);
  const command = nearestName(wanted, commandNames);
  const lesson = found.nearest?.replace(/^\d+-/, '');
  if (command !== undefined && (lesson === undefined || away(command) < away(lesson))) {
    throw new UsageError(
      `There is no command and no lesson \`${wanted}\`.`,
      `Did you mean kafka-lessons ${command}?`,
    );
  }
  throw new UsageError(
    `There is no lesson \`${wanted}\` in this course.`,
    found.nearest === undefined
      ? `It has: ${course.lessons.map(({id}) => id).join(', ')}.`
      : `Did you mean ${found.nearest}?`,
  );
}
