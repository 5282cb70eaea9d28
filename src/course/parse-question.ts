import type {List, RootContent} from 'mdast';
import type {Question} from './lesson.ts';
import {type Report, sliceOf, wordsOf} from './read-page.ts';

interface QuestionContext {
  /** Then the cluster answers. */
  readonly hasCheck: boolean;
  readonly markdown: string;
  readonly report: Report;
}

/**
 * The answer is the choice with whose words the text under Answer begins; the cluster answers where there is a check. A
 * list there has a sentence for each wrong choice, behind its words and a colon.
 */
export function readQuestion(
  list: List,
  answer: readonly RootContent[] | undefined,
  {hasCheck, markdown, report}: QuestionContext,
): Question {
  const choices = list.children.map((item) => wordsOf(item));
  if (!answer) {
    report(list, 'question-without-answer', 'expected `<details><summary>Answer</summary>` in the same step');
    return {choices, answer: undefined, explanation: '', whyNot: []};
  }

  const lists = answer.filter((node) => node.type === 'list');
  const texts = answer.filter((node) => node.type !== 'list');
  const words = texts.map((node) => wordsOf(node)).join('\n');
  const right = choiceAt(words, choices);
  if (!hasCheck && right === undefined) {
    report(
      answer[0] ?? list,
      'question-without-answer',
      'the text under Answer begins with the words of the right choice',
    );
  }

  const whyNot: (string | undefined)[] = choices.map(() => undefined);
  for (const item of lists.flatMap(({children}) => children)) {
    const sentence = wordsOf(item);
    const choice = choiceAt(sentence, choices);
    const why = choice === undefined ? '' : sentence.slice(choices[choice]?.length).replace(/^\s*:\s*/, '');
    if (choice === undefined || why === '' || why === sentence)
      report(item, 'question-without-answer', 'an entry under Answer is a choice, a colon and a sentence');
    else whyNot[choice] = why;
  }

  return {
    choices,
    answer: hasCheck ? undefined : right,
    explanation: sliceOf(markdown, texts),
    whyNot,
  };
}

/** The choice with whose words a text begins; of several the longest. */
function choiceAt(text: string, choices: readonly string[]): number | undefined {
  const words = text.trim().toLowerCase();
  return choices
    .map((choice, index) => ({index, length: choice.length, fits: words.startsWith(choice.toLowerCase())}))
    .filter(({fits}) => fits)
    .sort((left, right) => right.length - left.length)[0]?.index;
}
