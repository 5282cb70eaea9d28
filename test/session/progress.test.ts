import {describe, expect, it} from 'vitest';
import type {Course, Lesson, Step} from '../../src/course/lesson.ts';
import {
  isLessonDone,
  isStepDone,
  nextLesson,
  nextStep,
  noProgress,
  type Progress,
  passStep,
  rememberPlace,
  rememberServers,
  type StepProgress,
  stepProgress,
} from '../../src/session/progress.ts';

function lesson(id: string, kinds: Readonly<Record<string, Step['kind']>>): Lesson {
  return {
    id,
    steps: Object.entries(kinds).map(([step, kind]) => ({id: step, kind})),
  } as unknown as Lesson;
}

const one = lesson('one', {read: 'reading', do: 'task', ask: 'question'});
const two = lesson('two', {do: 'task'});
const course = {title: '', directory: '', lessons: [one, two], glossary: [], end: undefined} as Course;

const passed = (how: StepProgress['how'], evidence = how as string): StepProgress => ({
  passedAt: '2030-01-01T00:00:00.000Z',
  how,
  evidence,
});

function having(
  ...steps: readonly (readonly [lesson: string, step: string, how: StepProgress['how']])[]
): Progress {
  return steps.reduce((progress, [id, step, how]) => passStep(progress, id, step, passed(how)), noProgress);
}

describe('a step', () => {
  it('is passed once', () => {
    const progress = passStep(noProgress, 'one', 'do', passed('done', 'first'));
    expect(passStep(progress, 'one', 'do', passed('done', 'second'))).toBe(progress);
    expect(passStep(progress, 'one', 'do', passed('skipped'))).toBe(progress);
    expect(stepProgress(progress, 'one', 'do')).toEqual(passed('done', 'first'));
  });

  it('that was skipped can be done after all', () => {
    for (const how of ['done', 'solved', 'answered', 'read'] as const) {
      const progress = passStep(having(['one', 'do', 'skipped']), 'one', 'do', passed(how));
      expect(stepProgress(progress, 'one', 'do')?.how).toBe(how);
    }
    expect(isStepDone(having(['one', 'do', 'skipped']), 'one', 'do')).toBe(false);
    expect(isStepDone(having(['one', 'do', 'solved']), 'one', 'do')).toBe(true);
  });

  it('may be called like something every object has', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      expect(stepProgress(noProgress, 'one', name)).toBeUndefined();
      expect(stepProgress(noProgress, name, 'do')).toBeUndefined();
      expect(stepProgress(having(['one', 'do', 'done']), 'one', name)).toBeUndefined();
      expect(isStepDone(having([name, name, 'done']), name, name)).toBe(true);
    }
  });

  it('leaves everything else as it was', () => {
    const before = rememberPlace(rememberServers(having(['one', 'do', 'done']), 'one', []), 'one', 'do');
    const after = passStep(before, 'two', 'do', passed('done'));
    expect(after.lessons['one']).toEqual(before.lessons['one']);
    expect(after.last).toEqual({lesson: 'one', step: 'do'});
    expect(noProgress).toEqual({version: 1, lessons: {}, last: undefined});
  });
});

describe('a lesson', () => {
  it('is done when its tasks and questions are, read or not', () => {
    expect(isLessonDone(noProgress, one)).toBe(false);
    expect(isLessonDone(having(['one', 'do', 'done']), one)).toBe(false);
    expect(isLessonDone(having(['one', 'do', 'solved'], ['one', 'ask', 'answered']), one)).toBe(true);
    expect(isLessonDone(having(['one', 'do', 'done'], ['one', 'ask', 'skipped']), one)).toBe(false);
  });

  it('stays done when the course gains no task, and loses nothing when it drops a step', () => {
    const progress = having(['one', 'do', 'done'], ['one', 'ask', 'answered'], ['one', 'gone', 'done']);
    expect(isLessonDone(progress, lesson('one', {do: 'task', more: 'reading'}))).toBe(true);
    expect(isLessonDone(progress, lesson('one', {do: 'task', more: 'task'}))).toBe(false);
    expect(stepProgress(progress, 'one', 'gone')?.how).toBe('done');
  });

  it('to offer is the one where the learner was, else the first that is not done', () => {
    const doneOne = having(['one', 'do', 'done'], ['one', 'ask', 'answered']);
    expect(nextLesson(course, noProgress)).toBe(0);
    expect(nextLesson(course, rememberPlace(noProgress, 'two', 'do'))).toBe(1);
    expect(nextLesson(course, doneOne)).toBe(1);
    expect(nextLesson(course, rememberPlace(doneOne, 'one', undefined))).toBe(1);
    expect(nextLesson(course, rememberPlace(noProgress, 'gone', 'do'))).toBe(0);
    expect(nextLesson(course, passStep(doneOne, 'two', 'do', passed('done')))).toBe(0);
  });
});

describe('the step to open a lesson at', () => {
  it.each([
    ['the introduction when it was never opened', noProgress, -1],
    ['the introduction when nothing of it was done', rememberServers(noProgress, 'one', []), -1],
    ['where the learner was', rememberPlace(having(['one', 'read', 'read']), 'one', 'ask'), 2],
    [
      'the first that is not done when they were elsewhere',
      rememberPlace(having(['one', 'read', 'read']), 'two', 'do'),
      1,
    ],
    [
      'the first that is not done when that step is gone',
      rememberPlace(having(['one', 'read', 'read']), 'one', 'gone'),
      1,
    ],
    [
      'the introduction when all is done',
      having(['one', 'read', 'read'], ['one', 'do', 'done'], ['one', 'ask', 'answered']),
      -1,
    ],
  ])('is %s', (_, progress, expected) => {
    expect(nextStep(one, progress)).toBe(expected);
  });
});
