import {describe, expect, it} from 'vitest';
import type {Course, RunnableBlock, Step} from '../../src/course/lesson.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {after, course, now, openOf, start, steps, typesOf, verdictOf} from './sample-course.ts';

const folder = '/home/learner/workspace/01-one';

/** The sample course, its lesson with a folder and its step `create` about the program named there. */
function withPrograms(more: Partial<Step>): SessionState {
  const [lesson] = course.lessons;
  if (!lesson) throw new Error('the sample course has a lesson');
  const step = {...steps.create, text: 'Mend `producer.ts`, then `consumer.ts`.', ...more};
  const programs: Course = {
    ...course,
    lessons: [{...lesson, lab: {...lesson.lab, hosts: ['workspace']}, steps: [step]}],
  };
  return after(
    {...start(), course: programs},
    {type: 'open-lesson', index: 0, step: 'create', now},
    {type: 'lab-running', isNew: false, workspace: folder},
  ).state;
}

/** The check that was begun on arrival has said its word. */
function judged(state: SessionState): SessionState {
  return after(state, verdictOf(state, {type: 'waiting'})).state;
}

describe('a file that is saved', () => {
  it('is something the learner did, and is checked', () => {
    const {state, effects} = after(judged(withPrograms({})), {type: 'file-saved', file: 'producer.ts'});
    expect(typesOf(effects)).toEqual(['check']);
    expect(openOf(state).step.hasActed).toBe(true);
  });

  it('is checked once more where a check is under way', () => {
    const {state, effects} = after(withPrograms({}), {type: 'file-saved', file: 'producer.ts'});
    expect(typesOf(effects)).toEqual([]);
    expect(openOf(state).check.state).toBe('again');
  });
});

describe('a check that runs programs', () => {
  const state = judged(withPrograms({runsPrograms: true}));

  it('is not run for what it may have done itself', () => {
    for (const event of [
      {type: 'cluster-changed'},
      {type: 'output-settled', terminal: 'client'},
      {type: 'command-started', terminal: 'client', command: 'node producer.ts', at: now},
    ] as const)
      expect(after(state, event).effects).toEqual([]);
  });

  it('is run when a file was saved, a command has ended, or the learner asks', () => {
    for (const event of [
      {type: 'file-saved', file: 'producer.ts'},
      {type: 'command-ended', terminal: 'client'},
      {type: 'ask-check'},
    ] as const)
      expect(typesOf(after(state, event).effects)).toEqual(['check']);
  });
});

describe('the editor', () => {
  it('is opened at the program that the solution saves, whichever the page names first', () => {
    const saved: RunnableBlock = {
      ...({how: 'file', terminal: 'workspace', path: 'consumer.ts', lines: ['// …']} as const),
      ...{stays: false, readiness: undefined, line: 0},
    };
    expect(after(withPrograms({solution: [saved]}), {type: 'open-editor'}).effects).toEqual([
      {type: 'open-editor', folder, file: 'consumer.ts'},
    ]);
  });

  it('is opened on the folder, at the program that the step names first', () => {
    expect(after(withPrograms({}), {type: 'open-editor'}).effects).toEqual([
      {type: 'open-editor', folder, file: 'producer.ts'},
    ]);
    expect(after(withPrograms({text: 'No name.'}), {type: 'open-editor'}).effects).toEqual([
      {type: 'open-editor', folder, file: undefined},
    ]);
  });

  it('is not opened where there is no folder, and that is said', () => {
    const {state, effects} = after(
      start(),
      {type: 'open-lesson', index: 0, step: 'create', now},
      {type: 'lab-running', isNew: false},
      {type: 'open-editor'},
    );
    expect(effects.map(({type}) => type)).not.toContain('open-editor');
    expect(state.notice).toBe('This lesson has no programs of your own to edit.');
  });
});
