import {searchCourse} from '../course/search-course.ts';
import {isQuestionOpen} from '../session/permitted.ts';
import {isLessonDone, isStepDone, stepProgress} from '../session/progress.ts';
import {currentStep, type OpenLesson, type SessionState, watchedTab} from '../session/session-state.ts';
import {reachableFrom, webPages} from '../session/web-page.ts';
import {aboutCourse, whereToBegin} from '../ui/course-words.ts';
import {wrapBehind} from '../ui/fit.ts';
import {choiceLetters} from '../ui/key-table.ts';
import {renderMarkdown} from '../ui/markdown/render-markdown.ts';
import {spokenTheme} from '../ui/markdown/theme.ts';
import {plainCommands} from './plain-action.ts';

/** The course, a lesson a line. */
export function mapPage({course, progress}: SessionState, columns: number): readonly string[] {
  const lessons = course.lessons.flatMap((lesson, index) => {
    const done = lesson.steps.filter(({id}) => isStepDone(progress, lesson.id, id)).length;
    const state = isLessonDone(progress, lesson) ? 'done' : `${done} of ${lesson.steps.length} steps done`;
    const number = /^\d+/.exec(lesson.id)?.[0] ?? String(index + 1);
    return wrapBehind(
      '  ',
      `${Number(number)}. ${lesson.title} (${state}, ${lesson.minutes} minutes). ${lesson.summary}`,
      columns,
    );
  });
  const begin = whereToBegin(course, progress);
  return [
    course.title,
    '',
    ...wrapBehind('', `${aboutCourse(course)}${begin === undefined ? '' : ` ${begin}.`}`, columns),
    '',
    ...lessons,
    '',
    ...wrapBehind('', 'Type the number of a lesson to open it, help for all commands, quit to end.', columns),
  ];
}

/** The page the learner is at: introduction, a step, or what stands behind the last one. */
export function lessonPlainPage(state: SessionState, open: OpenLesson, columns: number): readonly string[] {
  const step = currentStep(open);
  const {lesson, at} = open;
  if (!step) return at < 0 ? introduction(open, columns) : endPage(state, open, columns);
  const done = isStepDone(state.progress, lesson.id, step.id) ? ' (done)' : '';
  const lines = [
    `Step ${at + 1} of ${lesson.steps.length}: ${step.title}${done}`,
    '',
    ...markdown(step.text, columns, reachableFrom(webPages(open))),
  ];
  const heard = watchedTab(open);
  if (heard) lines.push('', `(The terminal ${heard.name} is heard too.)`);
  if (step.question) lines.push('', ...choices(step.question.choices, columns));
  if (isQuestionOpen(state)) lines.push('', 'Answer with a letter.');
  else if (step.runnable.length > 0 && done === '') lines.push('', '(:type types the next command for you.)');
  else if (step.kind === 'reading' || done !== '') lines.push('', '(An empty line goes on.)');
  return lines;
}

function introduction({lesson}: OpenLesson, columns: number): readonly string[] {
  const steps = `${lesson.minutes} minutes, ${lesson.steps.length} steps.`;
  return [
    `Lesson: ${lesson.title}. ${steps}`,
    '',
    ...markdown(lesson.introduction, columns),
    '',
    '(An empty line begins.)',
  ];
}

function endPage(state: SessionState, open: OpenLesson, columns: number): readonly string[] {
  const {lesson} = open;
  const {course, progress} = state;
  const next = course.lessons[course.lessons.indexOf(lesson) + 1];
  const openSteps = lesson.steps.filter(
    ({id, kind}) => kind !== 'reading' && !isStepDone(progress, lesson.id, id),
  );
  const isCourseDone = course.lessons.every((each) => isLessonDone(progress, each));
  const isDone = isLessonDone(progress, lesson);
  const words = !isDone
    ? `You are at the end of this lesson. Still open: ${openSteps.map(({title}) => title).join('; ')}. :go and a number goes back to one.`
    : isCourseDone
      ? 'That was the last open step of the course. You did all of it, on a real cluster.'
      : `Well done: the lesson “${lesson.title}” is complete.`;
  const goesOn = next
    ? `Next: ${next.title}. ${next.summary} An empty line opens it.`
    : 'That was the last lesson. :map leads to the list of lessons, :quit ends.';
  const end = !next && isDone ? course.end : undefined;
  return [
    'The end of the lesson.',
    '',
    ...wrapBehind('', words, columns),
    ...(end === undefined ? [] : ['', ...markdown(end, columns), '']),
    ...wrapBehind('', goesOn, columns),
  ];
}

export function choices(texts: readonly string[], columns: number): readonly string[] {
  return texts.flatMap((text, index) => wrapBehind(`  ${choiceLetters[index] ?? ''}  `, text, columns));
}

/** A fenced block with box-drawing characters in it: nobody can listen to that. */
const drawing = /^```[^\n]*\n(?:(?!```)[^\n]*\n)*?(?!```)[^\n]*[\u2500-\u257f][\s\S]*?^```[ \t]*$/gm;

/** Markdown in words: commands stand whole on one line, under a line that says where they belong. */
export function markdown(
  text: string,
  columns: number,
  addressOf?: (url: string) => string,
): readonly string[] {
  const words = text.replace(drawing, '(A drawing stands here; the text says the same.)');
  return renderMarkdown(words, {width: 10_000, proseWidth: columns, theme: spokenTheme, addressOf}).map(
    ({text: line}) => {
      const [, terminal, more] = /^▶ (\S+)(?: {2}(\S+))?$/.exec(line) ?? [];
      if (terminal === undefined) return line;
      if (more !== undefined && more !== 'keys') return `The file ${more} on ${terminal}:`;
      return more === undefined ? `In the terminal ${terminal}:` : `Keys in the terminal ${terminal}:`;
    },
  );
}

export function stepsPage({progress}: SessionState, {lesson, at}: OpenLesson): readonly string[] {
  return lesson.steps.map(({id, title}, index) => {
    const passed = stepProgress(progress, lesson.id, id);
    const state = passed === undefined ? 'open' : passed.how === 'skipped' ? 'skipped' : 'done';
    return `  ${index + 1}. ${title} (${state}${index === at ? ', you are here' : ''})`;
  });
}

export function terminalsPage(open: OpenLesson): readonly string[] {
  const {tabs, activeTab} = open;
  const heard = watchedTab(open)?.name;
  return tabs.map(({name, host, state, hostState, running}, index) => {
    const what =
      hostState !== 'up'
        ? `its host is ${hostState}`
        : typeof state === 'object'
          ? `its shell ended with exit code ${state.exitCode}`
          : running === undefined
            ? 'nothing runs'
            : `runs ${running}`;
    const place = name === host ? '' : ` on ${host}`;
    return `  ${index + 1}. ${name}${place}: ${what}${index === activeTab ? ' (what you type goes here)' : name === heard ? ' (heard too)' : ''}`;
  });
}

export function searchPage({course}: SessionState, query: string, columns: number): readonly string[] {
  const hits = searchCourse(course, query);
  if (hits.length === 0) return [`Nothing in this course has these words: ${query}.`];
  return hits.slice(0, 12).flatMap(({lesson: index, step, title, term, line}) => {
    const lesson = course.lessons[index];
    if (step === undefined) return wrapBehind('  ', `Lesson ${lesson?.id ?? ''}: ${title}`, columns);
    const at = lesson?.steps.findIndex(({id}) => id === step) ?? 0;
    const place = `Lesson ${lesson?.id ?? ''}, step ${at + 1}: ${title}`;
    return wrapBehind('  ', term === undefined ? place : `${term}: ${line} (${place})`, columns);
  });
}

export function helpPage(prefix: string, columns: number): readonly string[] {
  const names = plainCommands.map(([word, short, argument]) =>
    [`${prefix}${word}`, argument, short === '' ? '' : `(${short})`].filter(Boolean).join(' '),
  );
  const width = Math.max(...names.map((name) => name.length)) + 2;
  return [
    ...wrapBehind(
      '',
      'What you type goes to the shell in the current terminal, line by line. For the course, behind a colon:',
      columns,
    ),
    ...plainCommands.flatMap(([, , , does], index) =>
      wrapBehind(`  ${(names[index] ?? '').padEnd(width)}`, does, columns),
    ),
    ...wrapBehind(
      '',
      'Ctrl-C is for the program in the terminal. A line that begins with two colons goes to the shell with one.',
      columns,
    ),
  ];
}
