import type {Course, Lesson, RunnableBlock, Step} from '../../src/course/lesson.ts';
import {noProgress, type Progress} from '../../src/session/progress.ts';
import {reduce} from '../../src/session/reduce.ts';
import type {Reduced} from '../../src/session/reduced.ts';
import type {SessionEffect} from '../../src/session/session-effect.ts';
import type {SessionEvent} from '../../src/session/session-event.ts';
import type {OpenLesson, SessionState} from '../../src/session/session-state.ts';

export function blockFor(terminal: string, line: string): RunnableBlock {
  return {how: 'bash', terminal, lines: [line], stays: false, readiness: undefined, line: 1};
}

function stepWith(id: string, more: Partial<Step>): Step {
  return {
    id,
    title: `The step ${id}`,
    kind: more.question ? 'question' : more.check ? 'task' : 'reading',
    text: `Words of ${id}.`,
    hints: [],
    solution: more.check ? (more.runnable ?? []) : [],
    solutionText: undefined,
    runnable: [],
    setup: [],
    question: undefined,
    check: undefined,
    transient: false,
    runsPrograms: false,
    timeLimit: 10_000,
    line: 1,
    ...more,
  };
}

const check = (id: string) => ({path: `/checks/${id}.ts`, language: 'typescript'}) as const;

/** One step of every kind. */
export const steps = {
  read: stepWith('read', {}),
  create: stepWith('create', {
    check: check('create'),
    hints: ['first hint', 'second hint'],
    runnable: [blockFor('client', 'one'), blockFor('broker-1', 'two')],
  }),
  which: stepWith('which', {
    question: {
      choices: ['wrong', 'right', 'wrong too'],
      answer: 1,
      explanation: 'Because.',
      whyNot: ['It is not.', undefined, undefined],
    },
  }),
  predict: stepWith('predict', {
    check: check('predict'),
    question: {
      choices: ['yes', 'no'],
      answer: undefined,
      explanation: 'Look.',
      whyNot: [undefined, undefined],
    },
    runnable: [blockFor('client', 'ask')],
  }),
  prepared: stepWith('prepared', {
    check: check('prepared'),
    setup: [blockFor('client', 'prepare')],
    runnable: [blockFor('client', 'do')],
  }),
} as const;

function lessonWith(id: string, lessonSteps: readonly Step[]): Lesson {
  return {
    id,
    directory: `/course/${id}`,
    title: `Lesson ${id}`,
    summary: 'What it is about.',
    minutes: 5,
    lab: {kafka: '3.9', mode: 'zookeeper', hosts: ['broker-1', 'client'], running: [], ports: []},
    terminals: [
      {name: 'broker-1', host: 'broker-1'},
      {name: 'client', host: 'client'},
    ],
    introduction: 'Hello.',
    steps: lessonSteps,
  };
}

export const course: Course = {
  title: 'A course',
  directory: '/course',
  glossary: [],
  end: undefined,
  lessons: [lessonWith('01-one', Object.values(steps)), lessonWith('02-two', [steps.create])],
};

export function start(progress: Progress = noProgress): SessionState {
  return {
    course,
    progress,
    selected: 0,
    open: undefined,
    notice: undefined,
    noticeUntilEnd: undefined,
    dialog: undefined,
    isQuitting: false,
    runs: 0,
    labs: 0,
    opensNext: undefined,
  };
}

/** The moment at which everything happens that says no other. */
export const now = Date.UTC(2030, 0, 1);

/** What comes of events, one after the other, with everything that was to be done. */
export function after(state: SessionState, ...events: readonly SessionEvent[]): Reduced {
  let reduced: Reduced = {state, effects: []};
  const effects: SessionEffect[] = [];
  for (const event of events) {
    reduced = reduce(reduced.state, event);
    effects.push(...reduced.effects);
  }

  return {state: reduced.state, effects};
}

/** The first lesson open at a step, its lab running and what the step needs there. */
export function at(step: keyof typeof steps, progress: Progress = noProgress): SessionState {
  const {state} = after(
    start(progress),
    {type: 'open-lesson', index: 0, step, now},
    {type: 'lab-running', isNew: false},
  );
  return openOf(state).step.typing === 'rebuild' ? after(state, runEnded(state)).state : state;
}

/** The newest run, in which something is typed for the learner, has come to its end. */
export function runEnded(
  {runs}: SessionState,
  more: {readonly trouble?: string; readonly now?: number} = {},
): SessionEvent {
  return {type: 'solving-ended', run: runs, trouble: undefined, now, ...more};
}

export function openOf({open}: SessionState): OpenLesson {
  if (!open) throw new Error('no lesson is open');
  return open;
}

export function typesOf(effects: readonly SessionEffect[]): readonly string[] {
  return effects.map(({type}) => type);
}

/** The verdict of the check that runs. */
export function verdictOf(
  state: SessionState,
  verdict: Extract<SessionEvent, {type: 'verdict'}>['verdict'],
  more: Partial<Extract<SessionEvent, {type: 'verdict'}>> = {},
): SessionEvent {
  const {check: running, lesson, at: index} = openOf(state);
  return {
    type: 'verdict',
    check: running.number,
    step: lesson.steps[index]?.id ?? '',
    verdict,
    now,
    ...more,
  };
}

export function howOf({progress}: SessionState, step: string): string | undefined {
  return progress.lessons['01-one']?.steps[step]?.how;
}
