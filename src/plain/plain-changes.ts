import type {Verdict} from '../checks/verdict.ts';
import type {Step} from '../course/lesson.ts';
import {isStepDone, stepProgress} from '../session/progress.ts';
import {
  currentStep,
  type OpenLesson,
  type SessionState,
  shownVerdict,
  type Tab,
  watchedTab,
} from '../session/session-state.ts';
import {wrapBehind} from '../ui/fit.ts';
import {choiceLetters} from '../ui/key-table.ts';
import {lessonPlainPage, mapPage, markdown} from './plain-page.ts';

export interface PlainStyle {
  readonly columns: number;
  /** False while who asked for it is about to be answered. */
  readonly saysVerdict: boolean;
}

/** What is to be said because the state has changed: whole lines, in words. Pure. */
export function plainChanges(
  before: SessionState,
  after: SessionState,
  style: PlainStyle,
): readonly string[] {
  const {columns} = style;
  const lines: string[] = [];
  const {open} = after;
  const was = before.open?.lesson === open?.lesson ? before.open : undefined;
  const isLeaving = after.isQuitting || open?.lab.type === 'stopping';
  if (before.open && !open && !after.isQuitting) lines.push('', ...mapPage(after, columns));
  if (open) {
    lines.push(...labChanges(was, open, columns));
    if (open.at !== was?.at) lines.push('', ...lessonPlainPage(after, open, columns), '');
    else if (!isLeaving) lines.push(...stepChanges(before, after, was, open, style));
    // Before the lab runs, while it stops and while a step is prepared, tabs change without the learner's doing.
    const isPreparing = open.step.typing === 'setup' || was?.step.typing === 'setup';
    if (was?.lab.type === 'running' && !isLeaving && !isPreparing) lines.push(...tabChanges(was, open));
  }
  if (after.notice !== undefined && after.notice !== before.notice && !after.isQuitting)
    lines.push(...wrapBehind('Note: ', after.notice, columns));
  return lines;
}

function labChanges(
  was: OpenLesson | undefined,
  {lab, tabs, activeTab}: OpenLesson,
  columns: number,
): readonly string[] {
  if (was?.lab === lab) return [];
  switch (lab.type) {
    case 'starting': {
      const log = was?.lab.type === 'starting' ? was.lab.log : [];
      return labLines(log, lab.log, columns);
    }
    case 'running': {
      if (was?.lab.type === 'running' || tabs.length === 0) return [];
      const names = tabs.map(({name}, index) => `${index + 1} ${name}`).join(', ');
      const words = `The lab is ready. Terminals: ${names}. What you type goes to ${tabs[activeTab]?.name ?? ''}.`;
      const folder =
        lab.workspace === undefined ? [] : [`Your programs are in ${lab.workspace} (:editor opens them).`];
      return [...wrapBehind('', words, columns), ...folder];
    }
    case 'failed':
      return [
        ...wrapBehind('', `The lab could not be started: ${lab.message}`, columns),
        ...wrapBehind('', `What to do: ${lab.cure} Then type :retry, or :map to leave.`, columns),
      ];
    case 'stopping':
      return was?.lab.type === 'stopping' ? [] : ['Stopping the servers; your data stays.'];
  }
}

type Log = Extract<OpenLesson['lab'], {type: 'starting'}>['log'];

/** Each stage once, and of one that takes long every quarter. */
function labLines(old: Log, log: Log, columns: number): readonly string[] {
  const last = log.at(-1);
  if (!last) return [];
  const quarter = ({fraction}: Log[number]) => (fraction === undefined ? 0 : Math.floor(fraction * 4));
  const known = old.find(({message}) => message === last.message);
  const share = quarter(last) > 0 && quarter(last) < 4 ? `: ${quarter(last) * 25} %` : '';
  if (known && quarter(known) === quarter(last)) return [];
  if (known && share === '') return [];
  return wrapBehind('', `${last.message}${share}`, columns);
}

function stepChanges(
  before: SessionState,
  after: SessionState,
  was: OpenLesson | undefined,
  open: OpenLesson,
  {columns, saysVerdict}: PlainStyle,
): readonly string[] {
  const step = currentStep(open);
  if (!step || !was) return [];
  const wrap = (text: string) => wrapBehind('', text, columns);
  const old = was.step;
  const now = open.step;
  const lines: string[] = [];
  for (const [index, hint] of step.hints.slice(old.hintsShown, now.hintsShown).entries())
    lines.push(`Hint ${old.hintsShown + index + 1} of ${step.hints.length}:`, ...markdown(hint, columns));
  if (now.typing === 'solution' && old.typing !== 'solution')
    lines.push('Typing the solution; :stop ends it.');
  if (now.typing === 'setup' && old.typing !== 'setup') lines.push('Preparing this step.');
  if (now.rebuilding && now.rebuilding !== old.rebuilding) {
    const {number, of, title} = now.rebuilding;
    lines.push(...wrap(`Doing what this step needs, ${number} of ${of}: ${title}. :stop ends it.`));
  }
  const isDone = isStepDone(after.progress, open.lesson.id, step.id);
  if (isDone && !isStepDone(before.progress, open.lesson.id, step.id))
    lines.push(...doneLines(after, open, step, columns));
  else if (!isDone) {
    lines.push(...choiceLines(was, open, step, columns));
    if (saysVerdict) lines.push(...verdictChanges(was, open, columns));
  }
  return lines;
}

function doneLines(
  {progress}: SessionState,
  open: OpenLesson,
  step: Step,
  columns: number,
): readonly string[] {
  const wrap = (text: string) => wrapBehind('', text, columns);
  const {evidence = ''} = stepProgress(progress, open.lesson.id, step.id) ?? {};
  const {verdict, choice} = open.step;
  const right = verdict?.type === 'passed' ? verdict.answer : undefined;
  const chosen =
    right === undefined || choice === undefined
      ? []
      : [choice === right ? 'You chose right.' : `You chose something else; it was ${choiceLetters[right]}.`];
  return [
    ...wrap(`Done: ${evidence}`),
    ...chosen,
    ...(step.question ? markdown(step.question.explanation, columns) : []),
    '(An empty line goes on to the next step.)',
  ];
}

function choiceLines(was: OpenLesson, open: OpenLesson, step: Step, columns: number): readonly string[] {
  const {choice, wrong} = open.step;
  if (!step.question || choice === undefined) return [];
  if (!step.check && wrong.length > was.step.wrong.length)
    return wrapBehind(
      '',
      `${choiceLetters[choice]} is not it. ${step.question.whyNot[choice] ?? 'Choose another one.'}`,
      columns,
    );
  if (step.check && was.step.choice === undefined)
    return wrapBehind('', `Noted: ${choiceLetters[choice]}. Now do it, and the cluster will tell.`, columns);
  return [];
}

function verdictChanges(was: OpenLesson, open: OpenLesson, columns: number): readonly string[] {
  const shown = verdictLines(shownVerdict(open.step), open.step.hasAsked, columns);
  const before = verdictLines(shownVerdict(was.step), was.step.hasAsked, columns);
  return shown.join('\n') === before.join('\n') ? [] : shown;
}

/** What the check says of the step the learner is at, to who asks. */
export function verdictLines(
  verdict: Verdict | undefined,
  hasAsked: boolean,
  columns: number,
): readonly string[] {
  const wrap = (label: string, text: string | undefined) =>
    text === undefined || text === '' ? [] : wrapBehind(label, text, columns);
  switch (verdict?.type) {
    case undefined:
    case 'passed':
      return [];
    case 'waiting':
      if (verdict.isUnderWay) return wrap('Under way: ', verdict.message);
      return hasAsked ? wrap('Not done yet: ', verdict.message ?? 'nothing of it can be seen so far.') : [];
    case 'failed':
      return [
        ...wrap('Not right yet: ', verdict.message),
        ...wrap('  Expected: ', verdict.expected),
        ...wrap('  Observed: ', verdict.observed),
        ...wrap('  Why: ', verdict.why),
      ];
    case 'broken':
      return wrap(
        '',
        `The check itself failed, not you: ${verdict.reason}. :skip goes on, :check runs it again.`,
      );
  }
}

function tabChanges(was: OpenLesson, open: OpenLesson): readonly string[] {
  const lines = open.tabs.flatMap((tab, index) => {
    const old = was.tabs[index];
    return old && old !== tab ? tabChange(old, tab, index === open.activeTab) : [];
  });
  if (open.activeTab !== was.activeTab) lines.push(`Terminal: ${open.tabs[open.activeTab]?.name ?? ''}.`);
  // What a page asks for, the page says.
  if (open.watched === was.watched || open.at !== was.at) return lines;
  const heard = watchedTab(open)?.name;
  lines.push(heard === undefined ? 'Only this terminal is heard.' : `Heard too: ${heard}.`);
  return lines;
}

function tabChange(old: Tab, tab: Tab, isActive: boolean): readonly string[] {
  const {name, state, hostState, running} = tab;
  if (hostState !== old.hostState) {
    const words = {up: 'is up', paused: 'is paused', killed: 'was killed'};
    return [`${name}: the host ${tab.host} ${words[hostState]}.`];
  }
  if (typeof state === 'object' && state !== old.state)
    return [`${name}: the shell ended with exit code ${state.exitCode}. :shell opens a new one.`];
  // What runs in the current terminal says so itself.
  if (isActive || running === old.running) return [];
  return running === undefined ? [`${name}: ended ${old.running ?? ''}`] : [`${name}: runs ${running}`];
}
