import {distance} from 'fastest-levenshtein';
import type {Course, Lesson} from './lesson.ts';
import {nearestBy} from './nearest.ts';

/** The lesson with that id, its number (`4`, `04`) or the words of its id (`topics`); else the nearest id, to suggest. */
export function findLesson(
  course: Course,
  wanted: string,
):
  | {readonly type: 'found'; readonly lesson: Lesson}
  | {readonly type: 'unknown'; readonly nearest: string | undefined} {
  const lesson = course.lessons.find(({id}) => {
    const [, number, words] = /^(\d+)-(.*)$/.exec(id) ?? [];
    return (
      id === wanted ||
      words === wanted ||
      (number !== undefined && /^\d+$/.test(wanted) && Number(number) === Number(wanted))
    );
  });
  if (lesson) return {type: 'found', lesson};

  const nearest = nearestBy(
    course.lessons.map(({id}) => id),
    (id) => Math.min(distance(id, wanted), distance(id.replace(/^\d+-/, ''), wanted)),
    (id) => Math.max(2, Math.floor(id.length / 3)),
  );
  return {type: 'unknown', nearest};
}
