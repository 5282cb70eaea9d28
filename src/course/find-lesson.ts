import {distance} from 'fastest-levenshtein';
import type {Course, Lesson} from './lesson.ts';

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

  const near = course.lessons
    .map(({id}) => ({id, away: Math.min(distance(id, wanted), distance(id.replace(/^\d+-/, ''), wanted))}))
    .filter(({id, away}) => away <= Math.max(2, Math.floor(id.length / 3)))
    .sort((left, right) => left.away - right.away);
  return {type: 'unknown', nearest: near[0]?.id};
}
