import {mkdtemp, rm} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Kafka, logLevel} from 'kafkajs';
import {expect, vi} from 'vitest';
import type {Verdict} from '../../src/checks/verdict.ts';
import {readSettings} from '../../src/cli/settings.ts';
import {composeParts} from '../../src/compose.ts';
import type {RunnableBlock} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import type {RuntimeName} from '../../src/lab/lab.ts';
import type {LessonLab} from '../../src/session/lesson-lab.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface OpenLesson {
  readonly lab: LessonLab;
  /** Types a command, in the tab client unless another is named, and waits for its end. */
  readonly run: (command: string, terminal?: string) => Promise<void>;
  /** Types a command that goes on running, in a tab, and waits until it has begun. */
  readonly start: (command: string, terminal: string) => Promise<void>;
  readonly press: (key: string, terminal: string) => Promise<void>;
  /** The verdict's type on what was done since the last command, once it is `passed`, or after 45 s. */
  readonly judge: (step: string) => Promise<string>;
  readonly kafka: Kafka;
}

/** Does something in a lesson whose servers run; afterwards nothing is left of them. */
export async function inLesson(
  id: string,
  runtimeName: RuntimeName,
  use: (lesson: OpenLesson) => Promise<void>,
): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'equivalent-'));
  const course = await loadCourse(path.join(root, 'lessons'));
  const lesson = course.lessons.find((candidate) => candidate.id === id);
  if (!lesson) throw new Error(`no lesson ${id}`);
  const parts = composeParts({
    version: 'test',
    global: {course: undefined, runtime: runtimeName, home, color: false},
    courseDirectory: course.directory,
    packageDirectory: root,
    settings: await readSettings(process.env),
  });
  const {runtime} = await parts.chooseRuntime();
  const request = {lesson, runtime, homeId: path.basename(home).slice(-6), labs: home};
  const {signal} = new AbortController();
  const size = {columns: 120, rows: 30};
  const lab = await parts.openLessonLab({
    ...request,
    size,
    openScreen: undefined,
    report: () => {},
    onEvent: () => {},
    signal,
  });
  try {
    await lab.startServers(lab.lessonServers(), () => {}, signal);
    let startedAt = Date.now();
    const type = async (block: Pick<RunnableBlock, 'how' | 'terminal' | 'lines' | 'stays'>) => {
      const whole = {...block, readiness: undefined, line: 0};
      const result = await lab.runBlock(whole, {show: () => {}, typingPace: 0, signal});
      expect(result.type).toBe('done');
    };
    await use({
      lab,
      run: async (command, terminal = 'client') => {
        await type({how: 'bash', terminal, lines: [command], stays: false});
      },
      start: async (command, terminal) => {
        await type({how: 'bash', terminal, lines: [command], stays: true});
      },
      press: async (key, terminal) => {
        await type({how: 'keys', terminal, lines: [key], stays: false});
      },
      judge: async (wanted) => {
        const step = lesson.steps.find((candidate) => candidate.id === wanted);
        if (!step) throw new Error(`${id} has no step ${wanted}`);
        let verdict = {type: 'waiting'} as Verdict;
        // Not `expect.poll`: tests of both runtimes go on at the same time, and it cannot tell whose it is.
        await vi
          .waitUntil(
            async () => {
              verdict = await lab.check(step, {startedAt, choice: undefined});
              return verdict.type === 'passed';
            },
            {timeout: 60_000, interval: 100},
          )
          .catch(() => {});
        // As for a learner, who comes to the next step then.
        startedAt = Date.now();
        return verdict.type === 'passed' ? 'passed' : JSON.stringify(verdict);
      },
      kafka: new Kafka({
        brokers: ['localhost:9092'],
        logLevel: logLevel.NOTHING,
        socketFactory: ({port, onConnect}) => connect(lab.lab.address(port), onConnect),
      }),
    });
  } finally {
    await lab[Symbol.asyncDispose]();
    await runtime.removeLab(parts.identityOf(request));
    await rm(home, {recursive: true, force: true});
  }
}
