import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, it} from 'vitest';
import type {Course} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import {Learner} from './learner.ts';
import {playLesson} from './play-lesson.ts';

const courseDirectory = path.resolve(import.meta.dirname, '../fixtures/courses/small');

describe('a small course', () => {
  let home: string;
  let course: Course;
  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'learner '));
    course = await loadCourse(courseDirectory);
  });
  afterAll(async () => rm(home, {recursive: true, force: true}));

  it('is played through by hand', async () => {
    const [lesson] = course.lessons;
    if (!lesson) throw new Error('no lesson');
    await using learner = new Learner({
      columns: 80,
      rows: 24,
      home,
      arguments: ['--course', courseDirectory, '--runtime', 'local'],
    });
    await learner.sees('A small course');
    learner.press('enter');
    await learner.sees('Press n to begin');
    learner.press('n');
    await playLesson(learner, lesson);
  }, 120_000);
});
