import type {Step} from '../course/lesson.ts';
import {roleOf} from '../lab/servers/server-roles.ts';
import {isStepDone, passStep, type StepProgress} from './progress.ts';
import {clamp, just, type Reduced, save, withOpen, withStep} from './reduced.ts';
import {notDone} from './refusal-words.ts';
import type {SessionEvent} from './session-event.ts';
import {currentStep, type OpenLesson, type SessionState} from './session-state.ts';

/** Where something was done. */
type Place = {readonly terminal: string} | 'a file' | 'a host';

/** Something was done in the lab: from now on the check may call it wrong. */
export function act(state: SessionState, where: Place, isChecked = true): Reduced {
  const {open} = state;
  if (!open || !isLearnersDoing(open, where)) return just(state);
  const acted = withOpen(state, {...open, step: {...open.step, hasActed: true}});
  return open.lab.type === 'running' && isChecked ? runCheck(acted) : just(acted);
}

/**
 * What the lesson types to start its servers or to prepare a step is not the learner's doing; what happens meanwhile
 * in a terminal that it does not type into is.
 */
function isLearnersDoing(open: OpenLesson, where: Place): boolean {
  const {lesson, lab, step, tabs} = open;
  const terminal = typeof where === 'string' ? undefined : where.terminal;
  if (lab.type === 'running') {
    if (step.hasActed || (step.typing !== 'setup' && step.typing !== 'rebuild')) return true;
    if (step.typing === 'rebuild' || where === 'a host') return false;
    const setup = currentStep(open)?.setup ?? [];
    return !setup.some((block) => (where === 'a file' ? block.how === 'file' : block.terminal === terminal));
  }
  const host = tabs.find(({name}) => name === terminal)?.host;
  return lab.type === 'starting' && host !== undefined && roleOf(host, lesson.lab) === undefined;
}

/** At most one check at a time; what happens meanwhile is looked at right after. */
export function runCheck(state: SessionState): Reduced {
  const {open} = state;
  const step = open && currentStep(open);
  if (
    !open ||
    !step?.check ||
    open.lab.type !== 'running' ||
    isStepDone(state.progress, open.lesson.id, step.id)
  )
    return just(state);
  // What is done again for the step's sake is not the step.
  if (open.step.typing === 'rebuild') return just(state);
  if (isUnanswered(open, step) && (step.runsPrograms || !open.step.hasActed)) return just(state);
  if (open.check.state !== 'idle')
    return just(withOpen(state, {...open, check: {...open.check, state: 'again'}}));
  const {startedAt, choice} = open.step;
  const number = open.check.number + 1;
  return {
    state: withOpen(state, {...open, check: {number, startedAt, choice, state: 'running'}}),
    effects: [{type: 'check', number, step, startedAt, choice}],
  };
}

/** A predict-then-run question asks first: what the cluster says before that would give the answer away. */
function isUnanswered({step: {choice}}: OpenLesson, {question}: Step): boolean {
  return question !== undefined && choice === undefined;
}

/** What a check has said; nothing where it is not what is being waited for. */
export function takeVerdict(
  state: SessionState,
  open: OpenLesson,
  {check: number, step: id, verdict, now}: Extract<SessionEvent, {type: 'verdict'}>,
): Reduced {
  const {check} = open;
  if (check.state === 'idle' || check.number !== number) return just(state);
  const step = currentStep(open);
  const ended: OpenLesson = {...open, check: {...check, state: 'idle'}};
  const goOn = (next: SessionState) => (check.state === 'again' ? runCheck(next) : just(next));
  // A verdict for a step that was left tells nothing about the one the learner is at, nor one from before the answer.
  const isOfNow = check.startedAt === open.step.startedAt && check.choice === open.step.choice;
  if (step?.id !== id || !isOfNow) return goOn(withOpen(state, ended));
  if (isUnanswered(open, step)) {
    const told = verdict.type === 'failed' && verdict.isSlip ? verdict : undefined;
    return goOn(withOpen(state, {...ended, step: {...open.step, verdict: told}}));
  }
  const judged = withOpen(state, {...ended, step: {...open.step, verdict}});
  if (verdict.type === 'waiting' && verdict.isUnderWay && check.state !== 'again')
    return {state: judged, effects: [{type: 'look-again'}]};
  if (verdict.type !== 'passed') return goOn(judged);

  const how = step.question
    ? 'answered'
    : open.step.typing === 'solution' || open.step.showsSolution
      ? 'solved'
      : 'done';
  const passed: StepProgress = {passedAt: new Date(now).toISOString(), how, evidence: verdict.evidence};
  // Of what else was said the tick says nothing.
  const notice = judged.notice === notDone ? undefined : judged.notice;
  return save({
    ...judged,
    notice,
    progress: passStep(state.progress, open.lesson.id, step.id, passed),
  });
}

/** Moves the pointer between the choices. */
export function point(state: SessionState, open: OpenLesson, by: number): Reduced {
  const choices = currentStep(open)?.question?.choices.length ?? 0;
  return withStep(state, open, {pointed: clamp(open.step.pointed + by, 0, Math.max(0, choices - 1))});
}

/** Takes the learner's answer: it is judged at once, or by the cluster. */
export function choose(state: SessionState, open: OpenLesson, choice: number, now: number): Reduced {
  const step = currentStep(open);
  const question = step?.question;
  if (!step || question?.choices[choice] === undefined) return just(state);
  if (step.check) return runCheck(withOpen(state, {...open, step: {...open.step, choice, pointed: choice}}));
  if (question.answer !== choice) {
    const wrong = [...new Set([...open.step.wrong, choice])];
    return withStep(state, open, {choice, pointed: choice, wrong});
  }

  const evidence = `answered: ${question.choices[choice]}`;
  const progress = passStep(state.progress, open.lesson.id, step.id, {
    passedAt: new Date(now).toISOString(),
    how: 'answered',
    evidence,
  });
  return save({
    ...withOpen(state, {
      ...open,
      step: {...open.step, choice, pointed: choice, verdict: {type: 'passed', evidence}},
    }),
    progress,
  });
}
