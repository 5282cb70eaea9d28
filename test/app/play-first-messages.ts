import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Course, Lesson} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import {leftOf, removeHome, runtimeHere} from '../runtimes.ts';
import {Learner} from './learner.ts';
import {type Detour, openTab, playLesson, stepWaits, typeBlock} from './play-lesson.ts';

/** A name mistyped: the learner reads what is wrong, and the stray topic does no harm afterwards. */
const misspeltTopic: Detour = {
  step: 'create-topic',
  take: async (learner, lesson) => {
    const command =
      'bin/kafka-topics.sh --create --topic tset --partitions 1 --replication-factor 1 --bootstrap-server localhost:9092';
    await typeBlock(learner, lesson, {
      how: 'bash',
      terminal: 'client',
      lines: [command],
      stays: false,
      readiness: undefined,
      line: 0,
    });
    await learner.sees(/✘[\s\S]*tset/);
  },
};

/** A consumer that was not told to begin at the beginning, and the explanation why nothing comes. */
const silentConsumer: Detour = {
  step: 'read-from-beginning',
  take: async (learner, lesson) => {
    const command = 'bin/kafka-console-consumer.sh --topic test --bootstrap-server localhost:9092';
    await typeBlock(learner, lesson, {
      how: 'bash',
      terminal: 'consumer',
      lines: [command],
      stays: true,
      readiness: undefined,
      line: 0,
    });
    await learner.sees(/✘[\s\S]*silence/);
    await typeBlock(learner, lesson, {
      how: 'keys',
      terminal: 'consumer',
      lines: ['ctrl-c'],
      stays: false,
      readiness: undefined,
      line: 0,
    });
  },
};

/** From the first page to the first messages, lessons 1 to 6, on the runtime that this file is run for. */
export function describeFirstMessages({
  columns,
  rows,
}: {
  readonly columns: number;
  readonly rows: number;
}): void {
  const runtime = runtimeHere();
  describe(`a learner at ${columns}×${rows} on ${runtime}`, () => {
    let home: string;
    let course: Course;
    beforeAll(async () => {
      home = await mkdtemp(path.join(tmpdir(), 'learner '));
      course = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));
    });
    afterAll(async () => removeHome(home));

    const sitDown = () => new Learner({columns, rows, home, arguments: ['--runtime', runtime]});
    const lesson = (id: string): Lesson => {
      const found = course.lessons.find((candidate) => candidate.id.startsWith(id));
      if (!found) throw new Error(`no lesson ${id}`);
      return found;
    };

    it('goes from the first page to the first messages by hand, errs, quits in the middle, comes back and finishes', async () => {
      await using learner = sitDown();
      await learner.sees(course.title);
      learner.press('enter');
      await learner.sees('Press n to begin', 60);
      learner.press('n');
      await playLesson(learner, lesson('01'));
      learner.press('n');
      await learner.sees(new RegExp(`${lesson('02').title} · introduction`), 60);
      learner.press('n');
      await playLesson(learner, lesson('02'));
      learner.press('n');
      await learner.sees(new RegExp(`${lesson('03').title} · introduction`), 60);
      learner.press('n');
      await playLesson(learner, lesson('03'));
      learner.press('n');
      await learner.sees(new RegExp(`${lesson('04').title} · introduction`), 60);
      learner.press('n');
      await playLesson(learner, lesson('04'), [misspeltTopic]);
      learner.press('n');
      await learner.sees(new RegExp(`${lesson('05').title} · introduction`), 60);
      learner.press('n');
      await playLesson(learner, lesson('05'), [], 0, 2);
      await learner.sees('step 3 of ');
      learner.press('q');
      expect(await learner.exitCode()).toBe(0);
      expect(leftOf(home)).toEqual([]);

      await using again = sitDown();
      await again.sees(/step 3 of /);
      await seesServersRun(again, lesson('05'));
      await playLesson(again, lesson('05'), [], 2);
      again.press('n');
      await again.sees(new RegExp(`${lesson('06').title} · introduction`), 60);
      again.press('n');
      await playLesson(again, lesson('06'), [silentConsumer]);
      await again.sees(new RegExp(`Next: ${lesson('07').title.replaceAll(' ', '\\s+')}`));
      again.press('q');
      expect(await again.exitCode()).toBe(0);
      expect(leftOf(home)).toEqual([]);
    }, 480_000);
  });
}

/** The servers that ran when the lesson was left run again in their tabs, and the messages are still there. */
async function seesServersRun(learner: Learner, lesson: Lesson): Promise<void> {
  await learner.sees(/zookeeper ●[\s\S]*broker-1 ●/, 60);
  await learner.sees(stepWaits, 60);
  await openTab(learner, lesson, 'client');
  learner.type('bin/kafka-get-offsets.sh --topic test --bootstrap-server localhost:9092\r');
  await learner.sees(/^.*test:0:2/m, 60);
}
