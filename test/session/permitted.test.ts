import {describe, expect, it} from 'vitest';
import {isQuestionOpen, permitted} from '../../src/session/permitted.ts';
import {refusalWords} from '../../src/session/refusal-words.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {after, at, now, start, verdictOf} from './sample-course.ts';

const opened = (...steps: readonly string[]): SessionState =>
  after(start(), {type: 'open-lesson', index: 0, now, ...(steps[0] ? {step: steps[0]} : {})}).state;
const done = after(at('create'), verdictOf(at('create'), {type: 'passed', evidence: 'x'})).state;

describe('what may be done', () => {
  it('on the map is to start a lesson over, and nothing of a lesson', () => {
    expect(permitted(start())).toMatchObject({
      'start-lesson-over': undefined,
      'start-step-over': 'no-step',
      solve: 'no-lesson',
      leave: 'no-lesson',
    });
  });

  it('while servers stop is nothing', () => {
    const {state} = after(at('create'), {type: 'leave-lesson'});
    expect(new Set(Object.values(permitted(state)))).toEqual(new Set(['stopping']));
  });

  it('in a task waits for the lab, and for what is being typed', () => {
    expect(permitted(opened('create'))).toMatchObject({
      next: 'not-done',
      skip: undefined,
      check: 'lab-starting',
      solve: 'lab-starting',
      'type-block': 'lab-starting',
      terminal: undefined,
      type: 'lab-starting',
    });
    expect(permitted(at('create'))).toMatchObject({check: undefined, solve: undefined, type: undefined});
    const solving = after(at('create'), {type: 'solve'}).state;
    expect(permitted(solving)).toMatchObject({
      solve: 'typing',
      'type-block': 'typing',
      type: 'typing',
      'stop-solving': undefined,
      check: undefined,
    });
  });

  it('once a task is done is to go on', () => {
    expect(permitted(done)).toMatchObject({next: undefined, check: 'done', 'stop-solving': 'nothing-typed'});
  });

  it('at a question is to answer it, once where the cluster judges', () => {
    expect(permitted(at('which'))).toMatchObject({answer: undefined, next: 'unanswered'});
    const wrong = after(at('which'), {type: 'choose', choice: 0, now}).state;
    expect(permitted(wrong).answer).toBeUndefined();
    expect(isQuestionOpen(wrong)).toBe(true);
    const foretold = after(at('predict'), {type: 'choose', choice: 0, now}).state;
    expect(permitted(foretold)).toMatchObject({answer: 'answered', next: 'not-done'});
    expect(permitted(at('create')).answer).toBe('no-question');
  });

  it('when the lab has failed is to try again', () => {
    const failed = after(at('create'), {type: 'lab-failed', message: 'x', cure: 'y'}).state;
    expect(permitted(failed)).toMatchObject({retry: undefined, terminal: 'lab-failed', check: 'lab-failed'});
    expect(permitted(at('create')).retry).toBe('lab-runs');
  });
});

describe('what is refused', () => {
  it('is told to who pressed its key, and changes nothing else', () => {
    const state = opened('create');
    const {state: told, effects} = after(state, {type: 'solve'});
    expect(told).toEqual({...state, notice: 'The lab does not run yet: a moment.'});
    expect(effects).toEqual([]);
    expect(after(done, {type: 'ask-check'}).state.notice).toBe('This step is done.');
    expect(after(at('read'), {type: 'ask-check'}).state.notice).toBe(
      'There is nothing to check on this page.',
    );
    const {state: stopping} = after(state, {type: 'leave-lesson'});
    expect(after(stopping, {type: 'solve'})).toEqual({state: stopping, effects: []});
  });

  it('offers the solution after the last hint only where there is one', () => {
    expect(refusalWords('last-hint', at('create'))).toMatch(/S shows/);
    expect(refusalWords('last-hint', at('read'))).toBe('That was the last hint.');
  });
});
