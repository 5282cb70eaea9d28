import type {Course} from '../course/lesson.ts';
import {isLessonDone, nextLesson, type Progress} from '../session/progress.ts';

/** What a course is for and how long it takes: the first words of the map. */
export function aboutCourse({summary, lessons}: Course): string {
  const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  const time = minutes < 90 ? `${minutes} minutes` : `about ${Math.round(minutes / 60)} hours`;
  const size = `${lessons.length} lesson${lessons.length === 1 ? '' : 's'}, ${time} in all.`;
  return summary === undefined ? size : `${summary} ${size}`;
}

/** Where to begin or to go on; undefined when all is done. */
export function whereToBegin(course: Course, progress: Progress): string | undefined {
  const next = course.lessons[nextLesson(course, progress)];
  if (!next || isLessonDone(progress, next)) return undefined;
  const isBegun = Object.keys(progress.lessons).length > 0;
  return `${isBegun ? 'Go on with' : 'Begin with'} “${next.title}”`;
}
