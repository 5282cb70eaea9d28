import type {Step} from '../course/lesson.ts';
import {isQuestionOpen} from '../session/permitted.ts';
import {isLessonDone, isStepDone, stepProgress} from '../session/progress.ts';
import {currentStep, type OpenLesson, type SessionState, shownVerdict} from '../session/session-state.ts';
import {reachableFrom, webPages} from '../session/web-page.ts';
import {proseWidth, wrapBehind} from './fit.ts';
import {type MarkdownLine, renderMarkdown} from './markdown/render-markdown.ts';
import type {MarkdownTheme} from './markdown/theme.ts';
import type {Paint} from './paint.ts';
import {answerLines, questionLines} from './question-lines.ts';
import {moved, type TaskLines, taskLines} from './task-lines.ts';
import {evidenceLines, verdictLines, wrongAnswerLines} from './verdict-lines.ts';

export interface PageStyle {
  readonly paint: Paint;
  readonly theme: MarkdownTheme;
  readonly columns: number;
  /** Where a link of the page really leads. */
  readonly addressOf?: (url: string) => string;
  /** Only what matters now is wanted: the rows are the terminal's. */
  readonly isTight?: boolean;
}

/** What stands in the lesson's pane: text that scrolls, and below it what is known of the step, always in sight. */
export interface LessonPage {
  readonly text: readonly string[];
  /** The lines of the text that the learner is to act on now: they are in sight until somebody scrolls. */
  readonly task?: TaskLines | undefined;
  readonly status: readonly StatusLine[];
}

export interface StatusLine {
  readonly text: string;
  /** Index of the choice that a click on it means. */
  readonly choice?: number;
}

export function lessonPage(state: SessionState, open: OpenLesson, given: PageStyle): LessonPage {
  const style = {...given, addressOf: reachableFrom(webPages(open))};
  const step = currentStep(open);
  if (step) return stepPage(state, open, step, style);
  const page = open.at < 0 ? introductionPage(open, style) : endPage(state, open, style);
  return {...page, status: [...labStatus(open, style).map(asStatus), ...page.status]};
}

function asStatus(text: string): StatusLine {
  return {text};
}

function introductionPage(open: OpenLesson, style: PageStyle): LessonPage {
  const {lesson, lab} = open;
  const folder = lab.type === 'running' ? lab.workspace : undefined;
  const heading = [
    style.paint.title(lesson.title),
    style.paint.dim(`${lesson.minutes} minutes · ${lesson.steps.length} steps`),
    '',
  ];
  const addresses = webPages(open).map(({address}) => address);
  const places = [
    ...(folder === undefined ? [] : [`Your programs are in ${folder} (e opens them in your editor).`]),
    ...(addresses.length === 0
      ? []
      : [`What your server shows will be at ${addresses.join(' and ')} (w opens it in your browser).`]),
  ];
  return {
    text: [...heading, ...markdown(lesson.introduction, style)],
    status: [
      ...places.flatMap((words) => wrapBehind('→ ', words, proseWidth(style.columns))),
      style.paint.dim('Press n to begin.'),
    ].map(asStatus),
  };
}

function stepPage(state: SessionState, open: OpenLesson, step: Step, style: PageStyle): LessonPage {
  const {paint, theme, columns, addressOf, isTight = false} = style;
  const lines = renderMarkdown(step.text, {width: columns, theme, addressOf});
  const heading = [paint.title(step.title), ''];
  const text = [...heading, ...runnableText(state, open, step, lines, paint)];
  for (const [index, hint] of step.hints.slice(0, open.step.hintsShown).entries()) {
    text.push('', paint.strong(`Hint ${index + 1} of ${step.hints.length}`), ...markdown(hint, style));
  }
  if (open.step.showsSolution && step.solutionText !== undefined)
    text.push('', paint.strong('Solution'), ...markdown(step.solutionText, style));

  const isPassed = isStepDone(state.progress, open.lesson.id, step.id);
  // Who types wants to see what to type.
  const isAsked = isQuestionOpen(state) && !isTight;
  const task = isPassed ? undefined : taskLines(lines, isAsked, open.step.task);
  return {
    text,
    task: task && moved(task, heading.length),
    status: inOrder(
      questionLines(state, open, step, style),
      statusLines(state, open, step, style).map(asStatus),
      isPassed && isTight,
    ),
  };
}

/** The answers and what came of them; where the rows are the terminal's the news comes first. */
function inOrder(
  answers: readonly StatusLine[],
  news: readonly StatusLine[],
  newsFirst: boolean,
): readonly StatusLine[] {
  return newsFirst ? [...news, ...answers] : [...answers, ...news];
}

/** The step's text with the block a key would type marked. */
function runnableText(
  state: SessionState,
  open: OpenLesson,
  step: Step,
  lines: readonly MarkdownLine[],
  paint: Paint,
): readonly string[] {
  return lines.map(({text, blockIndex}, index) => {
    const opensBlock = blockIndex !== undefined && lines[index - 1]?.blockIndex !== blockIndex;
    const isNext =
      opensBlock && blockIndex === open.step.block && !isStepDone(state.progress, open.lesson.id, step.id);
    return isNext ? `${text} ${paint.dim('(t types it)')}` : text;
  });
}

function statusLines(state: SessionState, open: OpenLesson, step: Step, style: PageStyle): readonly string[] {
  const {paint} = style;
  const columns = proseWidth(style.columns);
  const lab = labStatus(open, style);
  if (lab.length > 0) return lab;
  const passed = stepProgress(state.progress, open.lesson.id, step.id);
  if (passed && passed.how !== 'skipped') {
    const answered = answerLines(open, step, style);
    if (step.question && !step.check && passed.how === 'answered') return answered;
    const verdict = {type: 'passed', evidence: step.kind === 'reading' ? 'Read.' : passed.evidence} as const;
    return [...verdictLines(verdict, paint, columns), ...answered];
  }
  if (step.question && !step.check && open.step.wrong.length > 0) {
    const why = step.question.whyNot[open.step.choice ?? -1] ?? 'That is not it. Choose another one.';
    return wrongAnswerLines(why, paint, columns);
  }
  if (open.step.typing === 'solution') return [paint.dim('… typing the solution for you; Esc stops it')];
  if (open.step.typing === 'rebuild') {
    const {number, of, title} = open.step.rebuilding ?? {};
    const which = title === undefined ? '' : ` (${number} of ${of}: ${title})`;
    return wrapBehind('… ', `doing what this step needs${which}; Esc stops it`, columns).map(paint.dim);
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
        : open.focus === 'terminal'
          ? '… choose an answer in the lesson: press its letter there.'
          : '… choose an answer: press its letter.';
    return [paint.dim(words)];
  }
  return step.check ? [paint.dim('… not done yet; it ticks by itself')] : [];
}

/** What is to be said of the lab while it does not simply run. */
function labStatus({lab}: OpenLesson, style: PageStyle): readonly string[] {
  const {paint} = style;
  const columns = proseWidth(style.columns);
  if (lab.type === 'starting') return labLines(lab.log, paint, columns);
  if (lab.type !== 'failed') return [];
  return [
    ...wrapBehind('✘ ', lab.message, columns).map(paint.failed),
    ...wrapBehind('→ ', lab.cure, columns),
  ];
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
  const {paint} = style;
  const columns = proseWidth(style.columns);
  const {lesson} = open;
  const isDone = isLessonDone(state.progress, lesson);
  const steps = lesson.steps.flatMap((step) => {
    const passed = stepProgress(state.progress, lesson.id, step.id);
    const isOpen = passed === undefined || passed.how === 'skipped';
    if (isOpen) {
      const mark = passed ? '– ' : '○ ';
      return wrapBehind(mark, `${step.title}${passed ? ' (skipped)' : ''}`, columns).map(paint.dim);
    }
    const words = step.kind === 'reading' ? [] : evidenceLines(passed.evidence, paint, columns);
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
    ).map(asStatus),
  };
}

function markdown(text: string, {theme, columns, addressOf}: PageStyle): readonly string[] {
  return renderMarkdown(text, {width: columns, theme, addressOf}).map((line) => line.text);
}
