import {expect, it} from 'vitest';
import {noProgress, passStep} from '../../src/session/progress.ts';
import {aboutCourse, whereToBegin} from '../../src/ui/course-words.ts';
import {course} from '../session/sample-course.ts';

const passed = {passedAt: '', how: 'done', evidence: ''} as const;

it('the map says what the course is for and how long it takes', () => {
  expect(aboutCourse(course)).toBe('2 lessons, 10 minutes in all.');
  const long = {
    ...course,
    summary: 'You run Kafka.',
    lessons: course.lessons.map((lesson) => ({...lesson, minutes: 150})),
  };
  expect(aboutCourse(long)).toBe('You run Kafka. 2 lessons, about 5 hours in all.');
});

it('the map says where to begin, where to go on, and nothing when all is done', () => {
  expect(whereToBegin(course, noProgress)).toBe('Begin with “Lesson 01-one”');
  const begun = passStep(noProgress, '01-one', 'create', passed);
  expect(whereToBegin(course, begun)).toBe('Go on with “Lesson 01-one”');
  let done = noProgress;
  for (const {id, steps} of course.lessons)
    for (const step of steps) done = passStep(done, id, step.id, passed);
  expect(whereToBegin(course, done)).toBeUndefined();
});
