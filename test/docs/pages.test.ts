import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {commandNames} from '../../src/cli/command.ts';
import {parseCommandLine} from '../../src/cli/parse-command.ts';
import {loadCourse} from '../../src/course/load-course.ts';

import {fencedBlocks, markdownFiles, withoutBlocks} from './markdown-files.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const readme = read('README.md');

describe('pages', () => {
  it('are found', () => {
    expect(markdownFiles).toContain('README.md');
    expect(markdownFiles).toContain('docs/checks.md');
  });

  it.each(markdownFiles)('%s links to what is there', (file) => {
    expect(deadLinks(file)).toEqual([]);
  });
});

describe('README.md', () => {
  it('names only options that the help names', () => {
    const known = optionsOfHelp();
    expect(known).toContain('--runtime');
    expect(optionsInReadme().filter((option) => !known.includes(option))).toEqual([]);
  });

  it('names only npm scripts that are there', () => {
    const {scripts} = JSON.parse(read('package.json')) as {scripts: Record<string, string>};
    const named = [...readme.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('lists the lessons of the course, in their order', async () => {
    const course = await loadCourse(path.join(root, 'lessons'));
    const listed = [...readme.matchAll(/^\| (\d+) \| `([^`]+)` \|/gm)].map(([, , id]) => id);
    expect(listed).toEqual(course.lessons.map(({id}) => id));
  });

  it('shows the screen that `npm run screens` made', () => {
    const [shown] = fencedBlocks(readme).filter(({language}) => language === 'text');
    expect(shown?.content.trimEnd()).toBe(read('docs/screens/lesson-4-80x24.txt').trimEnd());
  });
});

/** Relative links of a page to files, and to headings, that are not there. */
function deadLinks(file: string): readonly string[] {
  const links = [...withoutBlocks(read(file)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [target = '', heading] = link.split('#');
    const linked = target === '' ? file : path.join(path.dirname(file), target);
    if (!statSync(path.join(root, linked), {throwIfNoEntry: false})) return true;
    return heading !== undefined && !headings(read(linked)).includes(heading);
  });
}

/** Headings as forges name them in links. */
function headings(markdown: string): readonly string[] {
  return [...withoutBlocks(markdown).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

function optionsOfHelp(): readonly string[] {
  const texts = [
    [],
    ...commandNames.filter((name) => name !== 'help').map((name) => [name]),
    ['lesson', 'test'],
  ].map((words) => {
    const parsed = parseCommandLine([...words, '--help'], '0.0.0');
    return parsed.type === 'text' ? parsed.text : '';
  });
  return [...texts.join('\n').matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option);
}

/** Options in code that is a command line of ours, or an option by itself. */
function optionsInReadme(): readonly string[] {
  const spans = [...withoutBlocks(readme).matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
  const lines = fencedBlocks(readme)
    .filter(({language}) => language === 'sh')
    .flatMap(({content}) => content.split('\n'));
  return [...spans, ...lines]
    .filter((code) => /^(--[a-z]|kafka-lessons |npx kafka-lessons|npm start)/.test(code))
    .flatMap((code) => [...code.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option));
}
