import {blockAfter, type CommandMark} from './blocks-done.ts';
import {runCheck} from './judging.ts';
import {prepare} from './places.ts';
import {beginRun, isUnderWay, just, type Reduced, withOpen} from './reduced.ts';
import type {SessionEffect} from './session-effect.ts';
import type {SessionEvent} from './session-event.ts';
import {currentStep, type OpenLesson, type SessionState} from './session-state.ts';

/** Types the solution, for the learner to watch. */
export function solve(state: SessionState, open: OpenLesson): Reduced {
  const step = currentStep(open);
  if (!step) return just(state);
  const solveIt = (run: number): SessionEffect => ({type: 'run-blocks', run, step, what: 'solution'});
  return beginRun(state, open, {typing: 'solution', showsSolution: true}, solveIt);
}

/** Types the page's next command into its terminal; Enter is the learner's. */
export function typeBlock(state: SessionState, open: OpenLesson): Reduced {
  const step = currentStep(open);
  const block = step?.runnable[open.step.block];
  if (!step || !block) return just(state);
  const activeTab = open.tabs.findIndex(({name}) => name === block.terminal);
  return {
    state: withOpen(state, {
      ...open,
      activeTab,
      focus: 'terminal',
      focusIsLent: false,
      isReading: false,
      scroll: 'task',
      step: {...open.step, task: open.step.block, block: (open.step.block + 1) % step.runnable.length},
    }),
    effects: [{type: 'type-block', block}],
  };
}

/** What the learner runs of the page's commands leads on to the next one, also when they typed it themselves. */
export function followBlocks(open: OpenLesson, mark: CommandMark): OpenLesson {
  const step = currentStep(open);
  const next = step && open.step.typing === 'nothing' ? blockAfter(step, open.step.task, mark) : undefined;
  if (!step || next === undefined) return open;
  const count = step.runnable.length;
  return {...open, step: {...open.step, task: Math.min(next, count - 1), block: next % count}};
}

/** What was being typed for the learner has ended, with trouble or without. */
export function solvingEnded(
  state: SessionState,
  open: OpenLesson,
  {run, trouble, now}: Extract<SessionEvent, {type: 'solving-ended'}>,
): Reduced {
  // Whoever leaves the lesson has stopped it, and wants to hear no more of it.
  if (!isUnderWay(state, open, run) || open.lab.type === 'stopping') return just(state);
  // What was done again for earlier steps is no doing of this one.
  const startedAt = open.step.typing === 'rebuild' && !open.step.hasActed ? now : open.step.startedAt;
  const ended = withOpen(state, {
    ...open,
    step: {...open.step, startedAt, typing: 'nothing', rebuilding: undefined},
  });
  const told = trouble === undefined ? ended : {...ended, notice: trouble};
  return open.step.typing === 'rebuild' ? prepare(told) : runCheck(told);
}
