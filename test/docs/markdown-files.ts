import {readdirSync} from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The pages people read who work with the project; lessons have tests of their own. */
export const markdownFiles: readonly string[] = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export interface FencedBlock {
  readonly language: string;
  readonly content: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
}

/** The fenced blocks of a page, in order. */
export function fencedBlocks(markdown: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: {language: string; line: number; lines: string[]} | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(\S*)/.exec(line);
    if (!fence) open?.lines.push(line);
    else if (open) {
      blocks.push({language: open.language, line: open.line, content: `${open.lines.join('\n')}\n`});
      open = undefined;
    } else {
      open = {language: fence[1] ?? '', line: index + 1, lines: []};
    }
  }

  return blocks;
}

/** A page without its fenced blocks: a line a line. */
export function withoutBlocks(markdown: string): string {
  let isOpen = false;
  return markdown
    .split('\n')
    .map((line) => {
      const isFence = line.startsWith('```');
      if (isFence) isOpen = !isOpen;
      return isFence || isOpen ? '' : line;
    })
    .join('\n');
}
