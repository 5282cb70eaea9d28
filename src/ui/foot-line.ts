import {permitted} from '../session/permitted.ts';
import {isStepDone} from '../session/progress.ts';
import {currentStep, type Dialog, type OpenLesson, type SessionState} from '../session/session-state.ts';
import {cut} from './fit.ts';
import {choiceLetters, letterKeys, letterKeysEverywhere} from './key-table.ts';
import type {Paint} from './paint.ts';

/** A key and what it does now. */
type Hint = readonly [key: string, does: string];

export interface FootStyle {
  /** How the prefix key is called: `Ctrl-G`. */
  readonly prefixName: string;
  readonly paint: Paint;
  readonly columns: number;
  /** Whether there is more than is seen: of the terminal's output, or of the page of keys. */
  readonly canScroll: boolean;
}

/**
 * The keys that work now, most useful first: what does not fit falls off at the end, but not the key that shows all of
 * them.
 */
export function footLine(state: SessionState, style: FootStyle): string {
  const {paint, columns} = style;
  const hints = footHints(state, style);
  const allKeys = hints.findIndex(([key]) => key === '?');
  const lineOf = (shown: readonly Hint[]) =>
    shown.length === 0 ? '' : ` ${shown.map(([key, does]) => `${paint.key(key)} ${does}`).join('  ')}`;
  for (let count = hints.length; count > 0; count -= 1) {
    const shown = hints.filter((_, index) => index < count || index === allKeys);
    const line = lineOf(shown);
    if (cut(line, columns) === line) return line;
  }
  const line = lineOf(hints.slice(allKeys, allKeys + 1));
  return allKeys !== -1 && cut(line, columns) === line ? line : '';
}

function footHints(state: SessionState, style: FootStyle): readonly Hint[] {
  const {open} = state;
  if (state.dialog) return dialogHints(state.dialog, style);
  if (!open) return [['↑↓', 'choose'], ['Enter', 'open'], ...letterHints('/', 'R', '?', 'q')];
  if (open.lab.type === 'stopping') return [['…', 'stopping the servers; your data stays']];
  if (open.lab.type === 'failed') return letterHints('r', 'm', 'q');

  return open.focus === 'terminal' ? terminalHints(state, open, style) : lessonHints(state, open);
}

const anyOtherKey: Hint = ['any other key', 'back'];

function dialogHints({type}: Dialog, {canScroll}: FootStyle): readonly Hint[] {
  switch (type) {
    case 'keys':
      return canScroll ? [['↑↓', 'scroll'], anyOtherKey] : [anyOtherKey];
    case 'reset':
      return [anyOtherKey];
    case 'steps':
    case 'search':
      return [
        ['↑↓', 'choose'],
        ['Enter', 'go there'],
        ['Esc', 'back'],
      ];
  }
}

function terminalHints(
  state: SessionState,
  open: OpenLesson,
  {prefixName, canScroll}: FootStyle,
): readonly Hint[] {
  const tab = open.tabs[open.activeTab];
  const ended = tab !== undefined && (tab.state === 'killed' || typeof tab.state === 'object');
  const step = currentStep(open);
  const passed = step !== undefined && isStepDone(state.progress, open.lesson.id, step.id);
  return [
    ...(!step ? ([[`${prefixName} n`, whatComesNext(state, open)]] as const) : []),
    ...(passed ? ([[`${prefixName} n`, 'next step']] as const) : []),
    [prefixName, 'to the lesson'],
    ...(ended
      ? ([[`${prefixName} o`, tab.state === 'killed' ? 'start the host' : 'new shell']] as const)
      : []),
    [`${prefixName} 1–${open.tabs.length}`, 'terminal'],
    [`${prefixName} z`, open.zoom === 'on' ? 'unzoom' : 'zoom'],
    ...(canScroll ? ([[`${prefixName} PgUp`, 'scroll back']] as const) : []),
  ];
}

function lessonHints(state: SessionState, open: OpenLesson): readonly Hint[] {
  const step = currentStep(open);
  const refused = permitted(state);
  const passed = step && isStepDone(state.progress, open.lesson.id, step.id);
  const hints: Hint[] = [];
  if (!refused['stop-solving'])
    hints.push(['Esc', open.step.typing === 'solution' ? 'stop solving' : 'stop preparing']);
  const asked = refused.answer ? undefined : step?.question?.choices.length;
  if (asked !== undefined) hints.push([`a–${choiceLetters[asked - 1]}`, 'answer']);
  if (!refused.next) hints.push(['n', whatComesNext(state, open)]);
  if (!refused.terminal) hints.push(['Tab', 'terminal']);
  if (!refused.edit) hints.push(letterHint('e'));
  if (!refused['open-page']) hints.push(letterHint('w'));
  // What would only do once more what is done, or give an answer away, is not offered.
  if (!refused['type-block'] && !passed) hints.push(letterHint('t'));
  if (!refused.hint && !passed) hints.push(letterHint('h'));
  if (!refused.check && asked === undefined) hints.push(letterHint('c'));
  if (!refused.solve && !passed && asked === undefined) hints.push(letterHint('S'));
  if (refused.next) hints.push(letterHint('s'));
  hints.push(
    ['←', 'back'],
    ...(refused.terminal ? [] : letterHints('z')),
    ...letterHints('g', '?', 'm', 'q'),
  );
  return hints;
}

/** What `n` leads to. */
function whatComesNext({course}: SessionState, {at, lesson}: OpenLesson): string {
  if (at < lesson.steps.length) return letterKeys.n.does;
  return course.lessons.at(-1)?.id === lesson.id ? letterKeys.m.does : 'next lesson';
}

type Letter = keyof typeof everyLetter;

const everyLetter = {...letterKeys, ...letterKeysEverywhere};

function letterHint(letter: Letter): Hint {
  return [letter, everyLetter[letter].does];
}

function letterHints(...letters: readonly Letter[]): readonly Hint[] {
  return letters.map(letterHint);
}
