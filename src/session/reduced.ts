import type {Refusal} from './permitted.ts';
import {refusalWords} from './refusal-words.ts';
import type {SessionEffect} from './session-effect.ts';
import type {OpenLesson, SessionState, StepState} from './session-state.ts';

export interface Reduced {
  readonly state: SessionState;
  readonly effects: readonly SessionEffect[];
}

/** Nothing happens, and the learner is told why. */
export function refused(state: SessionState, refusal: Refusal): Reduced {
  const words = refusalWords(refusal, state);
  return just(words === '' ? state : {...state, notice: words});
}

/** From now on something is typed for the learner, under a number of its own. */
export function beginRun(
  state: SessionState,
  open: OpenLesson,
  change: Partial<StepState>,
  effectOf: (run: number) => SessionEffect,
): Reduced {
  const run = state.runs + 1;
  const begun = withOpen(state, {...open, step: {...open.step, ...change}});
  return {state: {...begun, runs: run}, effects: [effectOf(run)]};
}

/** False for what tells of a run that was over, or left, before it could say so. */
export function isUnderWay({runs}: SessionState, {step}: OpenLesson, run: number): boolean {
  return run === runs && step.typing !== 'nothing';
}

/** The open step, changed. */
export function withStep(state: SessionState, open: OpenLesson, change: Partial<StepState>): Reduced {
  return just(withOpen(state, {...open, step: {...open.step, ...change}}));
}

/** The open lesson, changed. */
export function withOpen(state: SessionState, open: OpenLesson): SessionState {
  return {...state, open};
}

/** The state, with its progress to be saved. */
export function save(state: SessionState): Reduced {
  return {state, effects: [{type: 'save-progress', progress: state.progress}]};
}

/** The state, with nothing to be done. */
export function just(state: SessionState): Reduced {
  return {state, effects: []};
}

/** The value, or the bound that it exceeds. */
export function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
