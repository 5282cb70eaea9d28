import {describe, expect, it} from 'vitest';
import type {Verdict} from '../../src/checks/verdict.ts';
import type {Course, Step} from '../../src/course/lesson.ts';
import {LabError} from '../../src/lab/lab.ts';
import type {LabOpening} from '../../src/session/lab-keeper.ts';
import type {LessonLab} from '../../src/session/lesson-lab.ts';
import {noProgress, type Progress} from '../../src/session/progress.ts';
import {Session, type SessionParts} from '../../src/session/session.ts';
import {until} from '../lab/contract/until.ts';
import {course, now, steps} from './sample-course.ts';

/** A lab without terminals: what a session asks of it, as the test answers. */
interface BenchLab {
  /** Resolves when the lab has come up; the lab is there at once unless set. */
  comesUp?: (signal: AbortSignal) => Promise<void>;
  startServers?: (signal: AbortSignal) => Promise<void>;
  check?: (step: Step) => Promise<Verdict>;
  close?: () => Promise<void>;
  isNew?: boolean;
  lost?: () => Promise<LabError>;
}

function openBench(lab: BenchLab = {}, more: Partial<SessionParts> = {}) {
  const happened: string[] = [];
  const saved: Progress[] = [];
  const openLab: SessionParts['openLab'] = async (lesson, {signal}) => {
    happened.push(`opens ${lesson.id}`);
    await lab.comesUp?.(signal);
    happened.push(`opened ${lesson.id}`);
    return {
      lesson,
      lab: {isNew: lab.isNew ?? false, lost: lab.lost?.() ?? new Promise(() => {})},
      terminals: [],
      lessonServers: () => [],
      runningServers: () => [],
      startServers: async (_: unknown, __: unknown, startSignal: AbortSignal) =>
        lab.startServers?.(startSignal),
      check: async (step: Step) => (await lab.check?.(step)) ?? {type: 'waiting'},
      [Symbol.asyncDispose]: async () => {
        await lab.close?.();
        happened.push(`closed ${lesson.id}`);
      },
    } as unknown as LessonLab;
  };
  const session = new Session({
    course,
    progress: noProgress,
    notice: undefined,
    now: () => now,
    copyText: () => {},
    openEditor: async ({folder}) => {
      happened.push(`edits ${folder}`);
      return undefined;
    },
    openPage: async (address) => {
      happened.push(`shows ${address}`);
    },
    removeLab: async (lesson) => {
      happened.push(`removed ${lesson.id}`);
      return undefined;
    },
    saveProgress: async (progress) => {
      saved.push(progress);
    },
    openLab,
    ...more,
  });
  void session.finished.then(() => happened.push('finished'));
  return {
    session,
    openLab,
    happened,
    saved,
    open: (step?: string) => session.send({type: 'open-lesson', index: 0, now, ...(step ? {step} : {})}),
  };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), {once: true}),
  );
const labOf = (session: Session) => session.state.open?.lab.type;

describe('a session', () => {
  it('opens a lab, checks, and saves what was passed', async () => {
    const {session, saved, open} = openBench({
      check: async () => ({type: 'passed', evidence: 'it is there'}),
    });
    open('create');
    await until(
      'the step is passed',
      () => saved.at(-1)?.lessons['01-one']?.steps['create']?.evidence === 'it is there',
    );
    expect(labOf(session)).toBe('running');
    await session.shutDown();
  });

  it('looks again by itself while the cluster is at work', async () => {
    let looks = 0;
    const {session, saved, open} = openBench({
      check: async () => {
        looks += 1;
        return looks < 3
          ? {type: 'waiting', message: `look ${looks}`, isUnderWay: true}
          : {type: 'passed', evidence: 'it is there'};
      },
    });
    open('create');
    await until('the step is passed', () => saved.at(-1)?.lessons['01-one']?.steps['create'] !== undefined);
    expect(looks).toBe(3);
    await session.shutDown();
  });

  it('quits when the servers have stopped and everything is saved', async () => {
    let isSaved = false;
    const {session, happened, open} = openBench(
      {close: async () => new Promise((resolve) => setTimeout(resolve, 50))},
      {
        saveProgress: async () => {
          await new Promise((resolve) => setTimeout(resolve, 100));
          isSaved = true;
        },
      },
    );
    open('create');
    await until('the lab runs', () => labOf(session) === 'running');
    await session.shutDown();
    expect(happened).toEqual(['opens 01-one', 'opened 01-one', 'closed 01-one', 'finished']);
    expect(isSaved).toBe(true);
  });

  it('saves in the order things happen', async () => {
    const order: (string | undefined)[] = [];
    let first = true;
    const {session, open} = openBench(
      {},
      {
        saveProgress: async ({last}) => {
          if (first) await new Promise((resolve) => setTimeout(resolve, 60));
          first = false;
          order.push(last?.step);
        },
      },
    );
    open('read');
    session.send({type: 'go', to: 'next', now});
    session.send({type: 'go', to: 'skip', now});
    await session.shutDown();
    expect(order).toEqual(['read', 'create', 'which']);
  });

  it('says when progress cannot be saved, and goes on', async () => {
    const {session, open} = openBench(
      {},
      {
        saveProgress: async () => {
          throw new Error('ENOSPC: no space left on device');
        },
      },
    );
    open('read');
    await until('it is said', () => session.state.notice?.includes('could not be saved (ENOSPC'));
    session.send({type: 'go', to: 'next', now});
    expect(session.state.progress.lessons['01-one']?.steps['read']?.how).toBe('read');
    await session.shutDown();
  });

  it('is saved at the end when that failed before, and what is lost is told', async () => {
    for (const hasRoom of [true, false]) {
      let isFull = true;
      const {session, open} = openBench(
        {},
        {
          saveProgress: async () => {
            if (isFull) throw new Error('ENOSPC: no space left');
          },
        },
      );
      open();
      await until('it is said', () => session.unsaved !== undefined);
      isFull = !hasRoom;
      await session.shutDown();
      expect(session.unsaved).toBe(hasRoom ? undefined : 'ENOSPC: no space left');
    }
  });

  it('says why a lab did not come up, with the cure, and tries again when asked', async () => {
    let attempts = 0;
    const {session, happened, open} = openBench({
      comesUp: async () => {
        attempts += 1;
        if (attempts === 1) throw new LabError('Port 2181 is taken.', 'Stop it.');
      },
    });
    open();
    await until('it is said', () => labOf(session) === 'failed');
    expect(session.state.open?.lab).toEqual({
      type: 'failed',
      message: 'Port 2181 is taken.',
      cure: 'Stop it.',
    });
    session.send({type: 'retry-lab'});
    await until('the lab runs', () => labOf(session) === 'running');
    expect(happened).toEqual(['opens 01-one', 'opens 01-one', 'opened 01-one']);
    await session.shutDown();
  });

  it('closes a lab whose servers did not start', async () => {
    const {session, happened, open} = openBench({
      startServers: async () => {
        throw new Error('broker-1 did not register');
      },
    });
    open();
    await until('it is closed', () => happened.includes('closed 01-one'));
    expect(session.state.open?.lab).toMatchObject({type: 'failed', message: 'broker-1 did not register'});
    await session.shutDown();
    expect(happened.filter((word) => word === 'closed 01-one')).toHaveLength(1);
  });

  it.each([
    ['while it comes up', {comesUp: untilAborted}, ['opens 01-one', 'finished']],
    [
      'while its servers start',
      {startServers: untilAborted},
      ['opens 01-one', 'opened 01-one', 'closed 01-one', 'finished'],
    ],
    [
      'while it comes up and does not listen',
      {comesUp: async () => new Promise<void>((resolve) => setTimeout(resolve, 100))},
      ['opens 01-one', 'opened 01-one', 'closed 01-one', 'finished'],
    ],
  ])('leaves a lab %s', async (_, lab, expected) => {
    const {session, happened, open} = openBench(lab as BenchLab);
    open();
    await until('it opens', () => happened.length > 0);
    session.send({type: 'leave-lesson'});
    await until('the map is back', () => session.state.open === undefined);
    expect(session.state.notice).toBeUndefined();
    await session.shutDown();
    expect(happened).toEqual(expected);
  });

  it('opens the next lesson when the servers of the one before have stopped', async () => {
    const {session, happened, open} = openBench();
    open('prepared');
    await until('the lab runs', () => labOf(session) === 'running');
    session.send({type: 'go', to: 'skip', now});
    session.send({type: 'go', to: 'next', now});
    await until(
      'the next lab runs',
      () => session.state.open?.lesson.id === '02-two' && labOf(session) === 'running',
    );
    expect(happened).toEqual([
      'opens 01-one',
      'opened 01-one',
      'closed 01-one',
      'opens 02-two',
      'opened 02-two',
    ]);
    await session.shutDown();
  });

  it('says when a lab does not stop cleanly, and ends all the same', async () => {
    const {session, open} = openBench({
      close: async () => {
        throw new Error('the engine is gone');
      },
    });
    open();
    await until('the lab runs', () => labOf(session) === 'running');
    session.send({type: 'leave-lesson'});
    await until('the map is back', () => session.state.open === undefined);
    expect(session.state.notice).toBe(
      'The lab did not stop cleanly: the engine is gone. The next start clears up.',
    );
    expect(session.uncleanEnd).toBe(session.state.notice);
    await session.shutDown();
  });

  it('40: says what has ended the lab from outside, clears it away, and opens it again when asked', async () => {
    let lose: ((why: LabError) => void) | undefined;
    const {session, happened, open} = openBench({
      lost: async () =>
        new Promise((resolve) => {
          lose = resolve;
        }),
    });
    open('create');
    await until('the lab runs', () => labOf(session) === 'running');
    lose?.(new LabError('The lab has lost its network.', 'Its data is kept.'));
    await until('the lab has failed', () => labOf(session) === 'failed');
    expect(session.state.open?.lab).toMatchObject({
      message: 'The lab has lost its network.',
      cure: 'Its data is kept.',
    });
    session.send({type: 'retry-lab'});
    await until('the lab runs again', () => labOf(session) === 'running');
    expect(happened).toEqual([
      'opens 01-one',
      'opened 01-one',
      'closed 01-one',
      'opens 01-one',
      'opened 01-one',
    ]);
    session.send({type: 'leave-lesson'});
    await until('the map is back', () => session.state.open === undefined);
    lose?.(new LabError('The lab has lost its network.', 'Its data is kept.'));
    await session.shutDown();
    expect(session.state.open).toBeUndefined();
  });

  it('hears no more of a lab once the next one is being opened', async () => {
    const openings: LabOpening[] = [];
    const bench = openBench();
    const {session, open} = openBench(
      {},
      {
        openLab: async (lesson, opening) => {
          openings.push(opening);
          return bench.openLab(lesson, opening);
        },
      },
    );
    open('create');
    await until('the lab runs', () => labOf(session) === 'running');
    session.send({type: 'leave-lesson'});
    await until('the map is back', () => session.state.open === undefined);
    open('create');
    await until('the next lab runs', () => labOf(session) === 'running');
    const [older, newer] = openings;
    const kept = {type: 'file-kept', path: 'a.ts', beside: 'a.before.ts'} as const;
    older?.onEvent(kept);
    expect(session.state.notice).toBeUndefined();
    newer?.onEvent(kept);
    expect(session.state.notice).toBe('What you had in a.ts is kept as a.before.ts.');
    await session.shutDown();
  });

  it('26: takes no verdict of a lab that was closed', async () => {
    const judged: ((verdict: Verdict) => void)[] = [];
    const {session, happened, saved, open} = openBench({
      check: async () => new Promise((resolve) => judged.push(resolve)),
    });
    open('create');
    await until('the check runs', () => judged.length === 1);
    session.send({type: 'leave-lesson'});
    await until('the lab is closed', () => happened.includes('closed 01-one'));
    open('create');
    await until('the next check runs', () => judged.length === 2);
    judged[0]?.({type: 'passed', evidence: 'of before'});
    judged[1]?.({type: 'failed', message: 'nothing is there'});
    await until('the step is judged', () => session.state.open?.step.verdict !== undefined);
    expect(session.state.open?.step.verdict).toEqual({type: 'failed', message: 'nothing is there'});
    expect(saved.at(-1)?.lessons['01-one']?.steps['create']).toBeUndefined();
    await session.shutDown();
  });

  it('calls a check broken that could not be run', async () => {
    const {session, open} = openBench({
      check: async () => {
        throw new Error('no snapshot');
      },
    });
    open('create');
    await until('it is said', () => session.state.open?.step.verdict?.type === 'broken');
    expect(session.state.open?.step.verdict).toEqual({
      type: 'broken',
      reason: 'the check could not be run: no snapshot',
    });
    await session.shutDown();
  });

  it('never runs two checks at once, and a shell check once a second at most', async () => {
    const began: number[] = [];
    let running = 0;
    let most = 0;
    const shell = {...steps.create, check: {path: '/c.sh', language: 'shell'}} as const;
    const [lesson] = course.lessons;
    const shellCourse = {...course, lessons: [{...lesson, steps: [shell]}]} as unknown as Course;
    const {session, open} = openBench(
      {
        check: async () => {
          began.push(performance.now());
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 20));
          running -= 1;
          return {type: 'waiting'};
        },
      },
      {course: shellCourse},
    );
    open('create');
    await until('the third check has begun', () => {
      session.send({type: 'cluster-changed'});
      return began.length === 3;
    });
    const pauses = began.slice(1).map((time, index) => time - (began[index] ?? 0));
    expect(most).toBe(1);
    // Timers may be early by a millisecond.
    expect(Math.min(...pauses)).toBeGreaterThan(990);
    await session.shutDown();
  });

  it('is asked by another window what holds in the open lesson, and in no other', async () => {
    const {session, open} = openBench({
      check: async ({id}) => (id === 'create' ? {type: 'passed', evidence: 'x'} : {type: 'waiting'}),
    });
    expect(await session.verify('01-one')).toBeUndefined();
    open('read');
    await until('the lab runs', () => labOf(session) === 'running');
    expect(await session.verify('02-two')).toBeUndefined();
    expect((await session.verify('01-one'))?.map(({id, verdict}) => [id, verdict.type])).toEqual([
      ['create', 'passed'],
      ['predict', 'waiting'],
      ['prepared', 'waiting'],
    ]);
    await session.shutDown();
  });
});
