import type {Question, Step} from '../course/lesson.ts';
import {isQuestionOpen} from '../session/permitted.ts';
import {isStepDone} from '../session/progress.ts';
import type {OpenLesson, SessionState} from '../session/session-state.ts';
import {proseWidth, wrapBehind} from './fit.ts';
import {choiceLetters} from './key-table.ts';
import type {PageStyle, StatusLine} from './lesson-page.ts';
import {renderMarkdown} from './markdown/render-markdown.ts';

/**
 * The choices, with what came of each. The right one, once it is known, goes on with its explanation, which begins with
 * the same words:
 *
 *     ❯ ○ a  One group for each team        ✔ a  One group for each team: three members share …
 *       ○ b  One group with all of them     ✘ b  One group with all of them
 *
 * While the cluster has not answered yet, only what was chosen is shown.
 */
export function questionLines(
  state: SessionState,
  open: OpenLesson,
  {id, question}: Step,
  style: PageStyle,
): readonly StatusLine[] {
  if (!question) return [];
  const {paint, columns} = style;
  const isOpen = isQuestionOpen(state);
  const isDone = isStepDone(state.progress, open.lesson.id, id);
  const right = rightChoice(open, question);
  return question.choices.flatMap((words, choice): readonly StatusLine[] => {
    const isRight = isDone && choice === right;
    const isTaken = open.step.choice === choice;
    // What was answered cannot be changed any more, and the rows are needed for what is to be done.
    if (!isOpen && !isDone && !isTaken) return [];
    if (isDone && !isRight && style.isTight) return [];
    const isWrong =
      open.step.wrong.includes(choice) || (isDone && isTaken && right !== undefined && !isRight);
    const isPointed = isOpen && open.step.pointed === choice;
    const mark = isRight ? '✔' : isWrong ? '✘' : isTaken ? '●' : '○';
    const sign = `${isPointed ? '❯' : ' '} ${mark} ${choiceLetters[choice] ?? ' '}  `;
    if (isRight) {
      const explained = isExplainedBy(question, choice) ? question.explanation : words;
      const lines = renderMarkdown(explained, {...style, width: proseWidth(columns) - sign.length});
      return lines.map(({text}, index) => ({
        text: (index === 0 ? paint.passed(sign) : ' '.repeat(sign.length)) + text,
      }));
    }
    const draw = (line: string) => {
      if (isWrong) return paint.failed(line.slice(0, sign.length)) + line.slice(sign.length);
      if (isPointed) return paint.pointed(line);
      return isDone && !isTaken ? paint.dim(line) : line;
    };
    return wrapBehind(sign, words, proseWidth(columns)).map((line) => ({
      text: draw(line),
      ...(isOpen ? {choice} : {}),
    }));
  });
}

/** What is still to be said once the question is answered: how it went, and why, where no choice says so. */
export function answerLines(open: OpenLesson, {question, check}: Step, style: PageStyle): readonly string[] {
  if (!question) return [];
  const {choice} = open.step;
  const right = rightChoice(open, question);
  const settled =
    !check || right === undefined || choice === undefined
      ? []
      : [
          choice === right
            ? 'You chose right.'
            : (question.whyNot[choice] ?? 'You chose something else: now you know.'),
        ];
  const why = right !== undefined && isExplainedBy(question, right) ? [] : [question.explanation];
  const words = [...settled, ...why].join(' ');
  if (words === '') return [];
  const width = proseWidth(style.columns) - 2;
  return renderMarkdown(words, {...style, width}).map(({text}) => `  ${text}`);
}

/** Where the cluster answers, only its verdict knows. */
function rightChoice({step: {verdict}}: OpenLesson, {answer}: Question): number | undefined {
  return answer ?? (verdict?.type === 'passed' ? verdict.answer : undefined);
}

function isExplainedBy({choices, explanation}: Question, choice: number): boolean {
  const words = choices[choice];
  return words !== undefined && wordsOnly(explanation).startsWith(wordsOnly(words));
}

/** Choices are stored as words, explanations as markdown. */
function wordsOnly(markdown: string): string {
  return markdown.replace(/[`*_]/g, '').replace(/\s+/g, ' ').trim().toLowerCase();
}
