import {isStepDone} from './progress.ts';
import type {SessionEvent} from './session-event.ts';
import {currentStep, type OpenLesson, type SessionState} from './session-state.ts';

/** What a learner may want to do, beside moving about in what is drawn. */
export type Act =
  | 'next'
  | 'skip'
  | 'back'
  | 'go-to'
  | 'answer'
  | 'check'
  | 'hint'
  | 'solve'
  | 'stop-solving'
  /** Have the page's next command typed. */
  | 'type-block'
  /** Go to a terminal. */
  | 'terminal'
  /** Type into it. */
  | 'type'
  | 'edit'
  /** Look at what the learner's own server shows. */
  | 'open-page'
  | 'retry'
  | 'start-step-over'
  | 'start-lesson-over'
  | 'leave';

/** Why something may not be done now. */
export type Refusal =
  | 'no-lesson'
  /** The servers of the lesson are being stopped. */
  | 'stopping'
  | 'lab-starting'
  | 'lab-failed'
  /** Something is being typed for the learner. */
  | 'typing'
  | 'nothing-typed'
  | 'no-step'
  | 'first-page'
  | 'unanswered'
  | 'not-done'
  | 'done'
  | 'no-question'
  | 'answered'
  | 'no-check'
  | 'no-hint'
  | 'last-hint'
  | 'no-solution'
  | 'no-command'
  | 'no-terminal'
  | 'no-programs'
  | 'no-folder-yet'
  | 'no-page'
  | 'lab-runs';

/** Undefined where it may be done. */
export type Permissions = Readonly<Record<Act, Refusal | undefined>>;

/** What may be done now, and why the rest may not: the one answer for keys, words on the screen and what is done. Pure. */
export function permitted(state: SessionState): Permissions {
  const {open} = state;
  if (!open) return refuseAll('no-lesson', {'start-step-over': 'no-step', 'start-lesson-over': undefined});
  if (open.lab.type === 'stopping') return refuseAll('stopping', {});
  const step = currentStep(open);
  const isDone = step !== undefined && isStepDone(state.progress, open.lesson.id, step.id);
  const lab = labRefusal(open);
  const typing = open.step.typing === 'nothing' ? undefined : 'typing';
  return {
    next: isDone || (step?.kind !== 'question' && step?.kind !== 'task') ? undefined : heldBy(open),
    skip: undefined,
    back: open.at < 0 ? 'first-page' : undefined,
    'go-to': undefined,
    answer: step?.question === undefined ? 'no-question' : isQuestionOpen(state) ? undefined : 'answered',
    check: step?.check === undefined ? 'no-check' : isDone ? 'done' : lab,
    hint: hintRefusal(open),
    solve: !step?.check || step.solution.length === 0 ? 'no-solution' : (lab ?? typing),
    'stop-solving':
      open.step.typing === 'solution' || open.step.typing === 'rebuild' ? undefined : 'nothing-typed',
    'type-block': step?.runnable[open.step.block] === undefined ? 'no-command' : (lab ?? typing),
    terminal: open.tabs.length === 0 ? 'no-terminal' : open.lab.type === 'failed' ? 'lab-failed' : undefined,
    type: open.tabs.length === 0 ? 'no-terminal' : (lab ?? typing),
    edit: editRefusal(open),
    'open-page': open.lesson.lab.ports.length === 0 ? 'no-page' : lab,
    retry: open.lab.type === 'failed' ? undefined : 'lab-runs',
    'start-step-over': step === undefined ? 'no-step' : undefined,
    'start-lesson-over': undefined,
    leave: undefined,
  };
}

/** What an event asks for in a lesson; undefined where it only moves what is drawn. */
export function actOf(event: SessionEvent): Act | undefined {
  switch (event.type) {
    case 'go':
      return event.to;
    case 'show-hint':
      return 'hint';
    case 'ask-check':
      return 'check';
    case 'choose':
      return 'answer';
    case 'open-editor':
      return 'edit';
    case 'retry-lab':
      return 'retry';
    case 'leave-lesson':
      return 'leave';
    case 'go-to':
    case 'solve':
    case 'stop-solving':
    case 'type-block':
    case 'open-page':
      return event.type;
    default:
      return undefined;
  }
}

/** True while the learner at a question has not answered it, or not rightly. */
export function isQuestionOpen({open, progress}: SessionState): boolean {
  const step = open && currentStep(open);
  if (!open || !step?.question || isStepDone(progress, open.lesson.id, step.id)) return false;
  // Once something is chosen, what turns out right is the cluster's to say.
  return step.check === undefined || open.step.choice === undefined;
}

function refuseAll(why: Refusal, others: Partial<Permissions>): Permissions {
  return {
    next: why,
    skip: why,
    back: why,
    'go-to': why,
    answer: why,
    check: why,
    hint: why,
    solve: why,
    'stop-solving': why,
    'type-block': why,
    terminal: why,
    type: why,
    edit: why,
    'open-page': why,
    retry: why,
    'start-step-over': why,
    'start-lesson-over': why,
    leave: why,
    ...others,
  };
}

function labRefusal({lab}: OpenLesson): Refusal | undefined {
  if (lab.type === 'starting') return 'lab-starting';
  return lab.type === 'failed' ? 'lab-failed' : undefined;
}

/** A task holds the learner until it is passed, a question until it is answered; either may be skipped. */
function heldBy(open: OpenLesson): Refusal {
  const step = currentStep(open);
  return step?.kind === 'question' && open.step.choice === undefined ? 'unanswered' : 'not-done';
}

function hintRefusal(open: OpenLesson): Refusal | undefined {
  const {hints = []} = currentStep(open) ?? {};
  if (hints.length === 0) return 'no-hint';
  return open.step.hintsShown >= hints.length ? 'last-hint' : undefined;
}

function editRefusal({lab, lesson}: OpenLesson): Refusal | undefined {
  if (!lesson.lab.hosts.includes('workspace')) return 'no-programs';
  return lab.type === 'running' && lab.workspace !== undefined ? undefined : 'no-folder-yet';
}
