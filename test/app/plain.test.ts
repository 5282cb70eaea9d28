import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import type {Course} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import {describeOnEachRuntime, leftOf, removeHome} from '../runtimes.ts';
import {Learner} from './learner.ts';
import {PlainLearner, playPlainly} from './plain-learner.ts';

describeOnEachRuntime('the course line by line', (runtime) => {
  let home: string;
  let course: Course;
  beforeAll(async () => {
    course = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));
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
  }, 420_000);

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
  }, 420_000);

  it('explains a mistake, gives hints and the solution, and goes on where it was left', async () => {
    {
      await using learner = new PlainLearner({home, words: ['topics', '--runtime', runtime]});
      await learner.hears('The lab is ready', 90);
      learner.say('');
      learner.say('bin/kafka-topics.sh --create --topic tset --bootstrap-server localhost:9092');
      await learner.hears(/Not right yet: .*\n {2}Expected: .*\n {2}Observed: .*`tset`/);
      await learner.ask(':hint', /Hint 1 of \d/);
      await learner.ask(':solve', /Done: `test` exists/);
      learner.say('');
      await learner.hears('Step 2 of');
      // The pipe ends: that is a way to leave, too.
      learner.hangUp();
      await learner.hears('Good-bye.', 60);
      expect(await learner.exitCode()).toBe(0);
    }
    await using again = new PlainLearner({home, words: ['--runtime', runtime]});
    await again.hears('Step 2 of', 90);
    await again.hears('The lab is ready', 90);
    await again.ask(':steps', /1\. .* \(done\)\n {2}2\. .* \(open, you are here\)/);
    await again.ask(':wait 1', 'This step is not done after 1 seconds');
    await again.ask(':reset lesson', 'Type :reset lesson yes');
    await again.ask(':reset lesson yes', 'Stopping the servers');
    await again.hears('The lab is ready', 90);
    await again.ask(':quit', 'Good-bye.');
    // A script that waited for a step in vain hears of it.
    expect(await again.exitCode()).toBe(1);
    expect(leftOf(home)).toEqual([]);
  }, 180_000);
});

describe('the course line by line on a small terminal', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'plain '));
  });
  afterEach(async () => removeHome(home));

  it('has a prompt, and Ctrl-C for the program in it', async () => {
    const words = ['--plain', 'topics', '--runtime', 'local'];
    await using learner = new Learner({columns: 40, rows: 12, home, arguments: words});
    await learner.sees(/The lab is\s+ready/, 90);
    learner.type('\r');
    await learner.sees(/client> $/m);
    learner.type('sleep 1000\r');
    await learner.sees('client> sleep 1000');
    learner.type(':terminals\r');
    await learner.sees(/runs\s+sleep 1000/);
    learner.press('ctrl-c');
    await learner.sees(/ended with exit\s+code 130/);
    learner.press('ctrl-c');
    await learner.sees(/Nothing runs\s+here/);
    learner.press('ctrl-d');
    expect(await learner.exitCode()).toBe(0);
    expect(learner.isOnAlternateScreen).toBe(false);
    // From the program's first word on: before that it is the outer shell that writes.
    const said = learner.written().slice(learner.written().indexOf('Lesson: '));
    expect(said.slice(0, said.indexOf('Good-bye')).match(/\u001b/)).toBeNull();
    expect(leftOf(home)).toEqual([]);
  }, 120_000);
});
