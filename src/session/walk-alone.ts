import {isStepDone} from './progress.ts';
import type {Session} from './session.ts';
import type {OpenLesson, SessionState} from './session-state.ts';

/**
 * Goes on to the next step that can be done in a terminal whenever one is done, where nobody is there to press a key.
 * Pages to read and questions are left for later: nothing is recorded of them.
 */
export function walkAlone(session: Session, now: () => number): void {
  session.subscribe(() => {
    const {state} = session;
    const {open} = state;
    if (open?.lab.type !== 'running') return;
    const at = nextTask(state, open);
    if (at !== open.at) session.send({type: 'walk-to', at, now: now()});
  });
}

/** The first step from here on that waits for something done in a terminal; behind the last one where none does. */
function nextTask({progress}: SessionState, open: OpenLesson): number {
  const {steps} = open.lesson;
  const from = Math.max(0, open.at);
  const ahead = steps
    .slice(from)
    .findIndex(
      (step) => step.kind !== 'reading' && !step.question && !isStepDone(progress, open.lesson.id, step.id),
    );
  return ahead === -1 ? steps.length : from + ahead;
}
