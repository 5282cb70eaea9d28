import {mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Course, Lesson} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import type {Progress} from '../../src/session/progress.ts';
import {Learner} from '../app/learner.ts';
import {openTab, playLesson, seesTick, typeBlock} from '../app/play-lesson.ts';
import {leftOf, removeHome, runtimeHere} from '../runtimes.ts';

const runtime = runtimeHere();

const courseDirectory = path.resolve(import.meta.dirname, '../fixtures/courses/small');

describe(`the app on ${runtime}`, () => {
  let home: string;
  let lesson: Lesson;

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'learner '));
    const course: Course = await loadCourse(courseDirectory);
    lesson = course.lessons[0] as Lesson;
  });
  afterEach(async () => removeHome(home));

  const readProgress = async () =>
    JSON.parse(await readFile(path.join(home, 'progress.json'), 'utf8')) as Progress;
  const open = (columns = 80, rows = 24) =>
    new Learner({columns, rows, home, arguments: ['--course', courseDirectory, '--runtime', runtime]});

  /** Two servers run and the learner stands before the third step. */
  async function startServers(learner: Learner): Promise<void> {
    await learner.sees('A small course');
    learner.press('enter');
    await learner.sees('Press n to begin');
    learner.press('n');
    for (const step of lesson.steps.slice(0, 2)) {
      for (const block of step.solution) await typeBlock(learner, lesson, block);
      await seesTick(learner, lesson, step);
      learner.press('prefix', 'n');
    }
    await learner.sees('step 3 of 4');
  }

  it('gives the terminal back and leaves nothing behind when it is killed with -9, and goes on afterwards', async () => {
    await using learner = open();
    await startServers(learner);
    // A step is on the screen a moment before it is on disk.
    await expect.poll(async () => (await readProgress()).last?.step).toBe('create-topic');
    process.kill(learner.appPid(), 'SIGKILL');
    expect(await learner.exitCode()).toBe(137);
    expect(await learner.terminalFaults()).toEqual([]);
    await expect.poll(() => leftOf(home)).toEqual([]);
    const {lessons} = await readProgress();
    expect(Object.keys(lessons[lesson.id]?.steps ?? {})).toEqual(['start-zookeeper', 'start-broker']);

    await using again = open(120, 40);
    await again.sees(/not done yet/, 60);
    await playLesson(again, lesson, [], 2);
  });

  it.each([
    ['46: its launcher is killed with -9', ['launcher']],
    ['47: it is killed with -9, and its launcher, too', ['launcher', 'app']],
  ] as const)(
    'gives the terminal back and leaves nothing behind when %s, and goes on afterwards',
    async (_, who) => {
      await using learner = open();
      await startServers(learner);
      const pids = {launcher: learner.launcherPid(), app: learner.appPid()};
      for (const one of who) process.kill(pids[one], 'SIGKILL');
      // What the shell says of it may stand on the screen that goes.
      await expect.poll(() => learner.isOnAlternateScreen).toBe(false);
      expect(await learner.terminalFaults()).toEqual([]);
      await expect.poll(() => leftOf(home)).toEqual([]);

      await using again = open();
      await again.sees(/broker-1 ●/, 60);
      again.press('q');
      expect(await again.exitCode()).toBe(0);
    },
    180_000,
  );

  it('stops the servers and keeps the data when the learner quits in the middle', async () => {
    await using learner = open(120, 40);
    await startServers(learner);
    const step = lesson.steps[2];
    for (const block of step?.solution ?? []) await typeBlock(learner, lesson, block);
    await learner.sees('[✔]');
    learner.press('prefix', 'q');
    expect(await learner.exitCode()).toBe(0);
    expect(await learner.terminalFaults()).toEqual([]);
    expect(leftOf(home)).toEqual([]);

    await using again = open();
    await again.sees('step 3 of 4');
    // A broker that has only just come back knows of no topics yet.
    await again.sees(/broker-1 ●/, 60);
    await again.seesNoMore(/… (Starting|Laying|Servers run|Kafka |Stopping)/, 60);
    await openTab(again, lesson, 'client');
    again.type('bin/kafka-topics.sh --list --bootstrap-server localhost:9092\r');
    await again.sees(/\ntest *\n/, 60);
    again.press('prefix', 'q');
    expect(await again.exitCode()).toBe(0);
  });

  it('ends in order when it is asked to by a signal', async () => {
    await using learner = open();
    await startServers(learner);
    process.kill(learner.appPid(), 'SIGTERM');
    expect(await learner.exitCode()).toBe(0);
    expect(await learner.terminalFaults()).toEqual([]);
    expect(leftOf(home)).toEqual([]);
  });
});
