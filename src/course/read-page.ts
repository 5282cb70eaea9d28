import type {Nodes, Root, RootContent} from 'mdast';
import {toString as plainText} from 'mdast-util-to-string';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import {unified} from 'unified';
import type {CourseProblem} from './lesson.ts';
import {findPageProblem, type PageProblem} from './page-limits.ts';
import {unseen, withoutUnseen} from './unseen.ts';

/** A page of markdown as a tree. Positions count in `markdown`, which has no byte order mark and plain line ends. */
export interface Page {
  readonly root: Root;
  readonly markdown: string;
}

/** Notes what is wrong with a page, at a node of it. */
export type Report = (node: RootContent | undefined, rule: string, message: string) => void;

/** Reads a page of a course, unless it is more than can be read at once or reaches for the terminal. Pure. */
export function readPage(file: string, given: string): Page | {readonly problems: readonly CourseProblem[]} {
  // The parser skips a byte order mark without counting it: every position would be one off.
  const markdown = given.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const beyond = findPageProblem(markdown);
  if (beyond) return {problems: [{...beyond, file, rule: 'page-limit'}]};

  const odd = findControlCharacter(markdown);
  if (odd) return {problems: [{...odd, file, rule: 'control-character'}]};

  const root = unified()
    .use(remarkParse)
    .use(remarkFrontmatter, ['yaml'])
    .use(remarkGfm)
    .parse(markdown) as Root;
  return {root, markdown};
}

/** A page may come from anybody: what it shows must not reach for the terminal, and be what is typed. */
function findControlCharacter(markdown: string): PageProblem | undefined {
  const index = markdown.search(unseen);
  if (index === -1) return undefined;
  const before = markdown.slice(0, index).split('\n');
  const code = (markdown.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    message: `the character U+${code} stands here, which nobody sees; take it out`,
  };
}

/** The words of a heading, a choice or a sentence; `&#13;` in them is a carriage return as well. */
export function wordsOf(node: Nodes): string {
  return withoutUnseen(plainText(node).replace(/[\t\n\r]/g, ' '), ' ');
}

/** The nodes as they stand on the page, each from the beginning of its line: its indentation is part of it. */
export function sliceOf(markdown: string, nodes: readonly RootContent[]): string {
  return nodes
    .map(({position}) => {
      const {offset = 0, column = 1} = position?.start ?? {};
      return markdown.slice(offset - column + 1, position?.end.offset);
    })
    .join('\n\n');
}
