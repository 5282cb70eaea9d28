import type {CheckFile, CourseProblem, Lesson, Step} from '../../src/course/lesson.ts';
import {parseLesson} from '../../src/course/parse-lesson.ts';

/** Front matter that is right, six lines with its two `---`. */
export const frontMatter = `---
title: A lesson
summary: What it is about.
minutes: 5
lab: {kafka: "3.9", hosts: [zookeeper, broker-1, client]}
---
`;

/** Where the page begins that a test writes: line 7. */
export const firstLine = frontMatter.split('\n').length;

/** Parses a page under front matter that is right. `checks` are ids of steps that have one. */
export function parsePage(body: string, checks: readonly string[] = []) {
  return parseMarkdown(`${frontMatter}${body}`, checks);
}

export function parseMarkdown(markdown: string, checks: readonly string[] = []) {
  const files = checks.map((id): [string, CheckFile] => [
    id,
    {path: `/course/lesson/checks/${id}.ts`, language: 'typescript'},
  ]);
  return parseLesson({
    id: '01-lesson',
    directory: '/course/lesson',
    file: 'lesson.md',
    markdown,
    checks: new Map(files),
  });
}

/** The lesson of a page that must be right. */
export function lessonOf(body: string, checks: readonly string[] = []): Lesson {
  const parsed = parsePage(body, checks);
  if (parsed.type === 'problems') throw new Error(problemLines(parsed.problems).join('\n'));
  return parsed.lesson;
}

/** The first step of a page that must be right. */
export function stepOf(body: string, checks: readonly string[] = []): Step {
  const [step] = lessonOf(body, checks).steps;
  if (!step) throw new Error('the page has no step');
  return step;
}

/** The problems of a page, as `line:column rule: message`. The line counts from the page, behind the front matter. */
export function problemsOf(body: string, checks: readonly string[] = []): readonly string[] {
  const parsed = parsePage(body, checks);
  return parsed.type === 'lesson' ? [] : problemLines(parsed.problems, firstLine - 1);
}

export function problemLines(problems: readonly CourseProblem[], before = 0): readonly string[] {
  return problems.map(({line, column, rule, message}) => `${line - before}:${column} ${rule}: ${message}`);
}
