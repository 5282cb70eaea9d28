import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {courseFileSchema, type MistakeBlock, mistakesSchema, readYaml} from './front-matter.ts';
import type {CheckFile, Course, CourseProblem, GlossaryTerm, Lesson, Mistake} from './lesson.ts';
import {parseGlossary} from './parse-glossary.ts';
import {parseLesson} from './parse-lesson.ts';
import {readPage} from './read-page.ts';
import {readMistakeBlock} from './runnable-block.ts';

/** A course that cannot be read: every problem, with file, line and column. */
export class CourseError extends Error {
  override readonly name = 'CourseError';
  readonly problems: readonly CourseProblem[];

  constructor(problems: readonly CourseProblem[]) {
    super(
      problems
        .map(({file, line, column, rule, message}) => `${file}:${line}:${column} ${rule}: ${message}`)
        .join('\n'),
    );
    this.problems = problems;
  }
}

/** Reads `course.yaml`, every lesson it names, and glossary and end where there are such pages. Throws `CourseError`. */
export async function loadCourse(directory: string): Promise<Course> {
  const file = path.join(directory, 'course.yaml');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CourseError([
      problem(file, 'course-file', `cannot be read (${error.code}); a course is a folder with a course.yaml`),
    ]);
  });
  const result = readYaml(text, courseFileSchema);
  if ('problems' in result)
    throw new CourseError(result.problems.map((found) => ({...found, file, rule: 'course-file'})));

  const loaded = await Promise.all(result.value.lessons.map(async (id) => readLesson(directory, id)));
  const problems = loaded.flatMap((lesson) => (lesson.type === 'problems' ? lesson.problems : []));
  if (problems.length > 0) throw new CourseError(problems);

  const lessons = loaded.flatMap((lesson) => (lesson.type === 'lesson' ? [lesson.lesson] : []));
  const [glossary, end] = await Promise.all([readGlossary(directory, lessons), readEnd(directory)]);
  const {title, summary} = result.value;
  return {title, summary, directory, lessons, glossary, end};
}

/** None where there is no such page. Throws `CourseError`. */
async function readEnd(directory: string): Promise<string | undefined> {
  const file = path.join(directory, 'end.md');
  const markdown = await readOptionalPage(file, 'end');
  if (markdown === undefined) return undefined;
  const page = readPage(file, markdown);
  if ('problems' in page) throw new CourseError(page.problems);
  return page.markdown.trim();
}

/** None where there is no such page. Throws `CourseError`. */
async function readGlossary(directory: string, lessons: readonly Lesson[]): Promise<readonly GlossaryTerm[]> {
  const file = path.join(directory, 'glossary.md');
  const markdown = await readOptionalPage(file, 'glossary');
  if (markdown === undefined) return [];
  const terms = parseGlossary({file, markdown, lessons});
  if ('problems' in terms) throw new CourseError(terms.problems);
  return terms;
}

async function readOptionalPage(file: string, rule: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CourseError([problem(file, rule, `cannot be read (${error.code})`)]);
  });
}

/** `checks/mistakes.yaml` of a lesson; none when there is no such file. Throws `CourseError`. */
export async function loadMistakes(lesson: Lesson): Promise<readonly Mistake[]> {
  const file = path.join(lesson.directory, 'checks', 'mistakes.yaml');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CourseError([problem(file, 'mistakes', `cannot be read (${error.code})`)]);
  });
  if (text === undefined) return [];

  const result = readYaml(text, mistakesSchema);
  if ('problems' in result)
    throw new CourseError(result.problems.map((found) => ({...found, file, rule: 'mistakes'})));

  const problems: CourseProblem[] = [];
  const report = (place: readonly PropertyKey[], message: string) =>
    problems.push({file, ...result.placeOf(place), rule: 'mistakes', message});
  const read = (place: readonly PropertyKey[], blocks: readonly MistakeBlock[]) =>
    blocks.flatMap((block, index) => {
      const runnable = readMistakeBlock(block);
      if (typeof runnable === 'string') {
        report([...place, index], runnable);
        return [];
      }
      if (!lesson.terminals.some(({name}) => name === runnable.terminal))
        report([...place, index, 'terminal'], `\`${runnable.terminal}\` is no terminal of this lesson`);
      return [runnable];
    });
  const mistakes = Object.entries(result.value).flatMap(([step, entries]) => {
    const known = lesson.steps.find(({id}) => id === step);
    if (!known) report([step], `\`${step}\` is no step of this lesson`);
    else if (!known.check) report([step], `\`${step}\` has no check that could explain a mistake`);
    return entries.map(({name, says, run, undo}, index) => ({
      step,
      name,
      says,
      run: read([step, index, 'run'], run),
      undo: read([step, index, 'undo'], undo),
    }));
  });
  if (problems.length > 0) throw new CourseError(problems);

  return mistakes;
}

async function readLesson(courseDirectory: string, id: string): Promise<ReturnType<typeof parseLesson>> {
  const directory = path.join(courseDirectory, id);
  const file = path.join(directory, 'lesson.md');
  let markdown: string;
  try {
    markdown = await readFile(file, 'utf8');
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    return {
      type: 'problems',
      problems: [problem(file, 'missing-lesson', `cannot be read (${code}), but course.yaml names ${id}`)],
    };
  }

  const checks = await findChecks(path.join(directory, 'checks'));
  const second = checks.find(([name], index) => checks.findIndex(([other]) => other === name) !== index);
  if (second) {
    const message = `there are two checks of that name: it would be chance which one runs`;
    return {type: 'problems', problems: [problem(second[1].path, 'two-checks', message)]};
  }

  return parseLesson({id, directory, file, markdown, checks: new Map(checks)});
}

/** The checks by step id, in the order of their names. */
async function findChecks(directory: string): Promise<readonly (readonly [string, CheckFile])[]> {
  const entries = await readdir(directory, {withFileTypes: true}).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.yaml') && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort()
    .map((file) => {
      const {name, ext} = path.parse(file);
      return [name, {path: path.join(directory, file), language: ext === '.ts' ? 'typescript' : 'shell'}];
    });
}

function problem(file: string, rule: string, message: string): CourseProblem {
  return {file, line: 1, column: 1, rule, message};
}
