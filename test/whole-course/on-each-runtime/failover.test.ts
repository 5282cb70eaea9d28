import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Lesson} from '../../../src/course/lesson.ts';
import {loadCourse} from '../../../src/course/load-course.ts';
import {Learner} from '../../app/learner.ts';
import {playLesson} from '../../app/play-lesson.ts';
import {leftOf, removeHome, runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

describe(`a learner with three brokers on ${runtime}`, () => {
  let home: string;
  let lessons: readonly Lesson[];
  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'brokers-'));
    ({lessons} = await loadCourse(path.resolve(import.meta.dirname, '../../../lessons')));
  });
  afterAll(async () => removeHome(home));

  it.each(['10-more-brokers', '11-failover'])(
    'does %s by hand at 80×24, from the first page to the last',
    async (id) => {
      const lesson = lessons.find((candidate) => candidate.id === id);
      if (!lesson) throw new Error(`no lesson ${id}`);
      const size = {columns: 80, rows: 24};
      await using learner = new Learner({...size, home, arguments: ['--runtime', runtime, 'start', id]});
      await learner.sees('Press n to begin', 120);
      learner.press('n');
      await playLesson(learner, lesson);
      learner.press('q');
      expect(await learner.exitCode()).toBe(0);
      expect(leftOf(home)).toEqual([]);
    },
    480_000,
  );
});
