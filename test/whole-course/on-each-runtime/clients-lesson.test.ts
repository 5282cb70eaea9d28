import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {loadCourse} from '../../../src/course/load-course.ts';
import {Learner} from '../../app/learner.ts';
import {type Detour, playLesson, typeBlock} from '../../app/play-lesson.ts';
import {leftOf, removeHome, runtimeHere} from '../../runtimes.ts';

const runtime = runtimeHere();

/** A program saved in the learner's own editor with an object where text belongs, run, and explained. */
const objectAsValue: Detour = {
  step: 'send-one',
  take: async (learner, lesson) => {
    const program = `import {kafka} from './kafka.ts';
const producer = kafka.producer();
await producer.connect();
await producer.send({topic: 'orders', messages: [{value: {item: 'tea'}}]} as never);`;
    const block = {terminal: 'workspace', stays: false, readiness: undefined, line: 0} as const;
    await typeBlock(learner, lesson, {
      ...block,
      how: 'file',
      path: 'producer.ts',
      lines: program.split('\n'),
    });
    await typeBlock(learner, lesson, {...block, how: 'bash', lines: ['node producer.ts']});
    await learner.sees(/✘[\s\S]*is an object/);
  },
};

describe(`the lesson on programs at 80×24 on ${runtime}`, () => {
  it('is done by hand, with an editor of the learner’s own, from the first step to the last', async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'learner '));
    const course = await loadCourse(path.resolve(import.meta.dirname, '../../../lessons'));
    const lesson = course.lessons.find(({id}) => id === '09-clients');
    if (!lesson) throw new Error('the course has no lesson 9');
    try {
      const words = ['start', lesson.id, '--runtime', runtime];
      await using learner = new Learner({columns: 80, rows: 24, home, arguments: words});
      await learner.sees(/Your programs are in [\s\S]*Press n to begin/, 90);
      learner.press('n');
      await playLesson(learner, lesson, [objectAsValue]);
      learner.press('q');
      expect(await learner.exitCode()).toBe(0);
      expect(leftOf(home)).toEqual([]);
    } finally {
      await removeHome(home);
    }
  });
});
