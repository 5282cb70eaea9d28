import type {Step} from '../course/lesson.ts';
import {isLessonDone, isStepDone, stepProgress} from '../session/progress.ts';
import {currentStep, type OpenLesson, type SessionState, shownVerdict} from '../session/session-state.ts';
import {wrapBehind} from './fit.ts';
import {choiceLetters} from './key-table.ts';
import {isQuestionOpen} from './lesson-key.ts';
import {renderMarkdown} from './markdown/render-markdown.ts';
import {type MarkdownTheme, plainTheme} from './markdown/theme.ts';
import {type Paint, plainPaint} from './paint.ts';
import {verdictLines} from './verdict-lines.ts';

export interface PageStyle {
  readonly paint: Paint;
  readonly theme: MarkdownTheme;
  readonly columns: number;
}

/** What stands in the lesson's pane: text that scrolls, and below it what is known of the step, always in sight. */
export interface LessonPage {
  readonly text: readonly string[];
  readonly status: readonly string[];
}

export function lessonPage(state: SessionState, open: OpenLesson, style: PageStyle): LessonPage {
  const step = currentStep(open);
  if (step) return stepPage(state, open, step, style);
  const page = open.at < 0 ? introductionPage(open, style) : endPage(state, open, style);
  return {...page, status: [...labStatus(open, style), ...page.status]};
}

function introductionPage({lesson, lab}: OpenLesson, style: PageStyle): LessonPage {
  const folder = lab.type === 'running' ? lab.workspace : undefined;
  const heading = [
    style.paint.title(lesson.title),
    style.paint.dim(`${lesson.minutes} minutes · ${lesson.steps.length} steps`),
    '',
  ];
  return {
    text: [...heading, ...markdown(lesson.introduction, style)],
    status: [
      ...(folder === undefined
        ? []
        : wrapBehind('→ ', `Your programs are in ${folder} (e opens them in your editor).`, style.columns)),
      style.paint.dim('Press n to begin.'),
    ],
  };
}

function stepPage(state: SessionState, open: OpenLesson, step: Step, style: PageStyle): LessonPage {
  const {paint} = style;
  const text = [paint.title(step.title), '', ...runnableText(state, open, step, style)];
  // While a choice is to be made all of them stay in sight, however small the window is.
  const isOpen = isQuestionOpen(state);
  const choices = choiceBlocks(state, open, step, style).flat();
  if (step.question && !isOpen) text.push('', ...choices);
  for (const [index, hint] of step.hints.slice(0, open.step.hintsShown).entries()) {
    text.push('', paint.strong(`Hint ${index + 1} of ${step.hints.length}`), ...markdown(hint, style));
  }
  if (open.step.showsSolution && step.solutionText !== undefined)
    text.push('', paint.strong('Solution'), ...markdown(step.solutionText, style));

  const status = statusLines(state, open, step, style);
  return {text, status: isOpen && open.lab.type === 'running' ? [...choices, ...status] : status};
}

/** The choice of an open question that each line of the status belongs to; undefined where none does. Pure. */
export function statusChoices(
  state: SessionState,
  open: OpenLesson,
  columns: number,
): readonly (number | undefined)[] {
  const step = currentStep(open);
  if (!step || !isQuestionOpen(state) || open.lab.type !== 'running') return [];
  const style = {paint: plainPaint, theme: plainTheme, columns};
  return [
    ...choiceBlocks(state, open, step, style).flatMap((lines, choice) => lines.map(() => choice)),
    ...statusLines(state, open, step, style).map(() => undefined),
  ];
}

/** The step's text with the block a key would type marked. */
function runnableText(
  state: SessionState,
  open: OpenLesson,
  step: Step,
  style: PageStyle,
): readonly string[] {
  const lines = renderMarkdown(step.text, {width: style.columns, theme: style.theme});
  return lines.map(({text, blockIndex}, index) => {
    const opensBlock = blockIndex !== undefined && lines[index - 1]?.blockIndex !== blockIndex;
    const isNext =
      opensBlock && blockIndex === open.step.block && !isStepDone(state.progress, open.lesson.id, step.id);
    return isNext ? `${text} ${style.paint.dim('(t types it)')}` : text;
  });
}

function choiceBlocks(
  state: SessionState,
  open: OpenLesson,
  step: Step,
  {paint, columns}: Omit<PageStyle, 'theme'>,
): readonly (readonly string[])[] {
  const {question} = step;
  if (!question) return [];
  const passed = isStepDone(state.progress, open.lesson.id, step.id);
  const right =
    question.answer ?? (open.step.verdict?.type === 'passed' ? open.step.verdict.answer : undefined);
  return question.choices.map((choice, index) => {
    const isWrong =
      open.step.wrong.includes(index) ||
      (passed && open.step.choice === index && right !== index && right !== undefined);
    const mark = passed && index === right ? '✔' : isWrong ? '✘' : open.step.choice === index ? '●' : '○';
    const pointer = !passed && open.step.pointed === index ? '❯' : ' ';
    const lines = wrapBehind(`${pointer} ${mark} ${choiceLetters[index] ?? ' '}  `, choice, columns);
    if (mark === '✔') return lines.map(paint.passed);
    if (mark === '✘') return lines.map(paint.failed);
    return pointer === '❯' ? lines.map(paint.pointed) : lines;
  });
}

function statusLines(
  state: SessionState,
  open: OpenLesson,
  step: Step,
  {paint, theme, columns}: PageStyle,
): readonly string[] {
  const lab = labStatus(open, {paint, columns});
  if (lab.length > 0) return lab;
  const passed = stepProgress(state.progress, open.lesson.id, step.id);
  if (passed && passed.how !== 'skipped') {
    // The explanation begins with the answer; where the cluster gave it, the evidence comes first.
    if (step.question && !step.check && passed.how === 'answered')
      return markdown(step.question.explanation, {paint, theme, columns: columns - 2}).map(
        (line, index) => (index === 0 ? paint.passed('✔ ') : '  ') + line,
      );
    const verdict = {type: 'passed', evidence: step.kind === 'reading' ? 'Read.' : passed.evidence} as const;
    return [...verdictLines(verdict, paint, columns), ...questionWords(open, step, {paint, theme, columns})];
  }
  if (step.question && !step.check && open.step.wrong.length > 0) {
    const why = step.question.whyNot[open.step.choice ?? -1] ?? 'That is not it. Choose another one.';
    return wrapBehind('✘ ', why, columns).map(paint.failed);
  }
  if (open.step.typing === 'solution') return [paint.dim('… typing the solution for you; Esc stops it')];
  if (open.step.typing === 'rebuild') {
    const {number, of, title} = open.step.rebuilding ?? {};
    const which = title === undefined ? '' : ` (${number} of ${of}: ${title})`;
    return wrapBehind('… ', `doing again what this step needs${which}; Esc stops it`, columns).map(paint.dim);
  }
  if (open.step.typing === 'setup') return [paint.dim('… preparing this step')];
  if (step.runsPrograms && open.check.state !== 'idle' && (open.step.hasActed || open.step.hasAsked))
    return [paint.dim('… your program is being run, to see what it does')];
  const verdict = shownVerdict(open.step);
  if (verdict && verdict.type !== 'waiting') return verdictLines(verdict, paint, columns);
  if (verdict?.message !== undefined) return verdictLines(verdict, paint, columns);
  if (step.question) {
    const words =
      step.check && open.step.choice !== undefined
        ? '… noted. Now do it, and the cluster will tell.'
        : '… choose an answer: press its letter.';
    return [paint.dim(words)];
  }
  return step.check ? [paint.dim('… not done yet; it ticks by itself')] : [];
}

/** What is to be said of the lab while it does not simply run. */
function labStatus({lab}: OpenLesson, {paint, columns}: Omit<PageStyle, 'theme'>): readonly string[] {
  if (lab.type === 'starting') return labLines(lab.log, paint, columns);
  if (lab.type !== 'failed') return [];
  return [
    ...wrapBehind('✘ ', lab.message, columns).map(paint.failed),
    ...wrapBehind('→ ', lab.cure, columns),
  ];
}

/** What is said about the choices once the question is answered. */
function questionWords(open: OpenLesson, step: Step, style: PageStyle): readonly string[] {
  if (!step.question) return [];
  const {verdict, choice} = open.step;
  const right = verdict?.type === 'passed' ? verdict.answer : undefined;
  const chosen =
    right === undefined || choice === undefined
      ? []
      : [choice === right ? 'You chose right.' : 'You chose something else: now you know.'];
  const words = [...chosen, step.question.explanation].join(' ');
  return markdown(words, {...style, columns: style.columns - 2}).map((line) => `  ${line}`);
}

function labLines(
  log: readonly {readonly message: string; readonly fraction?: number}[],
  paint: Paint,
  columns: number,
): readonly string[] {
  if (log.length === 0) return [paint.dim('… Starting the lab')];
  return log.slice(-3).flatMap(({message, fraction}, index, shown) => {
    const share = fraction === undefined ? '' : ` ${progressBar(fraction)} ${Math.floor(fraction * 100)} %`;
    return wrapBehind(index === shown.length - 1 ? '… ' : '✔ ', message + share, columns).map(paint.dim);
  });
}

function progressBar(fraction: number): string {
  const filled = Math.round(Math.max(0, Math.min(1, fraction)) * 12);
  return '█'.repeat(filled) + '░'.repeat(12 - filled);
}

function endPage(state: SessionState, open: OpenLesson, style: PageStyle): LessonPage {
  const {paint, columns} = style;
  const {lesson} = open;
  const isDone = isLessonDone(state.progress, lesson);
  const steps = lesson.steps.flatMap((step) => {
    const passed = stepProgress(state.progress, lesson.id, step.id);
    const isOpen = passed === undefined || passed.how === 'skipped';
    if (isOpen) {
      const mark = passed ? '– ' : '○ ';
      return wrapBehind(mark, `${step.title}${passed ? ' (skipped)' : ''}`, columns).map(paint.dim);
    }
    const words = step.kind === 'reading' ? [] : wrapBehind('  ', passed.evidence, columns).map(paint.dim);
    return [...wrapBehind('✔ ', step.title, columns).map(paint.passed), ...words];
  });
  const next = state.course.lessons[state.course.lessons.findIndex(({id}) => id === lesson.id) + 1];
  const isCourseDone = state.course.lessons.every((each) => isLessonDone(state.progress, each));
  const words = !isDone
    ? 'You are at the end of this lesson. The steps marked ○ or – are still open: g goes to one.'
    : isCourseDone
      ? 'That was the last open step of the course. You did all of it, on a real cluster.'
      : `Well done: “${lesson.title}” is complete.`;
  const isLast = next === undefined;
  const end = isLast && isDone ? state.course.end : undefined;
  return {
    text: [
      paint.title(isDone ? '★ Lesson complete ★' : 'End of the lesson'),
      '',
      ...wrapBehind('', words, columns),
      '',
      ...(end === undefined ? [] : [...markdown(end, style), '']),
      ...steps,
    ],
    status: wrapBehind(
      '',
      isLast
        ? 'This was the last lesson. Press n for the map.'
        : `Next: ${next.title} — ${next.summary} Press n.`,
      columns,
    ),
  };
}

function markdown(text: string, {theme, columns}: PageStyle): readonly string[] {
  return renderMarkdown(text, {width: columns, theme}).map((line) => line.text);
}
