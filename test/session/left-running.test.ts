import path from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Course, Lesson} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import {programsLeftRunning} from '../../src/session/left-running.ts';
import {noProgress, type Progress, passStep} from '../../src/session/progress.ts';
import {after, now, start} from './sample-course.ts';

let course: Course;
beforeAll(async () => {
  course = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));
});

function lessonOf(id: string): Lesson {
  const lesson = course.lessons.find((each) => each.id.startsWith(id));
  if (!lesson) throw new Error(`no lesson ${id}`);
  return lesson;
}

/** All steps before this one are passed. */
function progressUpTo(lesson: Lesson, at: number): Progress {
  return lesson.steps
    .slice(0, at)
    .reduce(
      (progress, {id}) => passStep(progress, lesson.id, id, {passedAt: '', how: 'done', evidence: ''}),
      noProgress,
    );
}

/** What is said when the lesson is opened again at a step, in a lab that has its data. */
function saidOnReturn(lesson: Lesson, at: number, isNew = false): string | undefined {
  const progress = progressUpTo(lesson, at);
  return after(
    {...start(progress), course},
    {type: 'open-lesson', index: course.lessons.indexOf(lesson), now},
    {type: 'lab-running', isNew},
  ).state.notice;
}

describe('what the steps before have left running', () => {
  it('is the programs that stay and that no key of a later step ends, servers aside', () => {
    const lesson = lessonOf('07');
    const at = (id: string) => lesson.steps.findIndex((step) => step.id === id);
    const left = (id: string) => programsLeftRunning(lesson, at(id), () => true);
    expect(left('two-partitions')).toEqual([]);
    expect(left('second-consumer')).toEqual(['a']);
    expect(left('third-consumer')).toEqual(['producer', 'a', 'b']);
    expect(programsLeftRunning(lesson, at('third-consumer'), ({id}) => id !== 'first-consumer')).toEqual([
      'producer',
      'b',
    ]);
    const servers = lessonOf('03');
    expect(programsLeftRunning(servers, servers.steps.length, () => true)).toEqual([]);
  });

  it('is told when the lesson is opened again, unless all of it is done again', () => {
    const lesson = lessonOf('07');
    expect(saidOnReturn(lesson, 5)).toBe(
      'Ended with the lab: what ran in producer, a and b. ↑ there finds the command.',
    );
    expect(saidOnReturn(lesson, 2)).toMatch(/^Ended with the lab: what ran in a\./);
    expect(saidOnReturn(lesson, 0)).toBeUndefined();
    expect(saidOnReturn(lesson, 5, true)).toBeUndefined();
    expect(saidOnReturn(lessonOf('04'), 3)).toBeUndefined();
  });
});
