import {isPassed} from './reduce.ts';
import type {Session} from './session.ts';
import {currentStep} from './session-state.ts';

/**
 * Goes on to the next step whenever one is done, where nobody is there to press a key: pages to read count as read,
 * questions are left for later.
 */
export function walkAlone(session: Session, now: () => number): void {
  let isWalking = false;
  const walk = () => {
    if (isWalking) return;
    isWalking = true;
    try {
      for (;;) {
        const to = nextMove(session);
        if (to === undefined) return;
        session.send({type: 'go', to, now: now()});
      }
    } finally {
      isWalking = false;
    }
  };
  session.subscribe(walk);
}

function nextMove({state}: Session): 'next' | 'skip' | undefined {
  const {open} = state;
  if (open?.lab.type !== 'running' || open.at >= open.lesson.steps.length) return undefined;
  const step = currentStep(open);
  if (!step || step.kind === 'reading' || isPassed(state.progress, open, step)) return 'next';
  return step.question ? 'skip' : undefined;
}
