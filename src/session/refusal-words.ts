import type {Refusal} from './permitted.ts';
import {currentStep, type SessionState} from './session-state.ts';

/** Why something is not done, for somebody who pressed its key. Empty where the screen shows it already. */
export function refusalWords(refusal: Refusal, {open}: Pick<SessionState, 'open'>): string {
  switch (refusal) {
    case 'no-lesson':
    case 'stopping':
    case 'first-page':
    case 'nothing-typed':
    case 'lab-runs':
    case 'answered':
      return '';
    case 'lab-starting':
      return 'The lab does not run yet: a moment.';
    case 'no-folder-yet':
      return 'The lab does not run yet; its folder is there when it does.';
    case 'lab-failed':
      return 'The lab does not run. r tries again to start it.';
    case 'typing':
      return 'Something is being typed there for you; Esc stops it.';
    case 'no-step':
      return 'There is no step here to reset.';
    case 'unanswered':
      return 'Answer first, or press s to skip this question.';
    case 'not-done':
      return notDone;
    case 'done':
      return 'This step is done.';
    case 'no-question':
      return 'There is no question to answer on this page.';
    case 'no-check':
      return 'There is nothing to check on this page.';
    case 'no-hint':
      return 'This step has no hint.';
    case 'last-hint':
      return (open && currentStep(open)?.solution.length) || 0
        ? 'That was the last hint; S shows and types the solution.'
        : 'That was the last hint.';
    case 'no-solution':
      return 'There is nothing to type in this step.';
    case 'no-command':
      return 'There is no command to type on this page.';
    case 'no-terminal':
      return 'This lesson has no terminals.';
    case 'no-page':
      return 'Nothing in this lesson is looked at in a browser.';
    case 'no-programs':
      return 'This lesson has no programs of your own to edit.';
  }
}

/** Of a task that the learner wants to leave. What a tick says otherwise takes it away. */
export const notDone = 'This step is not done yet; press s to skip it.';
