import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import type {Course} from '../../../src/course/lesson.ts';
import {loadCourse} from '../../../src/course/load-course.ts';
import {PlainLearner, playPlainly} from '../../app/plain-learner.ts';
import {leftOf, removeHome, runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

describe(`the course line by line on ${runtime}`, () => {
  let home: string;
  let course: Course;
  beforeAll(async () => {
    course = await loadCourse(path.resolve(import.meta.dirname, '../../../lessons'));
  });
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'plain '));
  });
  afterEach(async () => removeHome(home));

  it('is read, typed and finished without a screen, to the first messages read', async () => {
    await using learner = new PlainLearner({home, words: ['--runtime', runtime]});
    await learner.hears(course.title);
    const lessons = course.lessons.slice(0, 6);
    for (const lesson of lessons) {
      if (lesson === lessons[0]) learner.say('1');
      await learner.hears(`Lesson: ${lesson.title}.`, 90);
      learner.say('');
      await playPlainly(learner, lesson);
      if (lesson !== lessons.at(-1)) learner.say('');
    }
    await learner.ask(':quit', 'Good-bye.');
    expect(await learner.exitCode()).toBe(0);
    // Nothing but lines: no escape sequence, no carriage return, no bell, no tab that moves a cursor back.
    expect(learner.heard.match(/[\0-\x08\x0b-\x1f\x7f]/)).toBeNull();
    expect(leftOf(home)).toEqual([]);
  });

  it('takes programs that were saved in an editor, and waits for the checks that run them', async () => {
    const lesson = course.lessons.find(({id}) => id === '09-clients');
    if (!lesson) throw new Error('the course has no lesson 9');
    await using learner = new PlainLearner({home, words: ['start', lesson.id, '--runtime', runtime]});
    await learner.hears('The lab is ready', 90);
    learner.say('');
    await playPlainly(learner, lesson);
    await learner.ask(':quit', 'Good-bye.');
    expect(await learner.exitCode()).toBe(0);
    expect(leftOf(home)).toEqual([]);
  });
});
