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

/** The fenced blocks of a page, in order. A fence is closed by one as long as itself: a block may hold shorter ones. */
export function fencedBlocks(markdown: string): readonly FencedBlock[] {
  return readLines(markdown).blocks;
}

/** A page without its fenced blocks. */
export function withoutBlocks(markdown: string): string {
  return readLines(markdown).prose.join('\n');
}

function readLines(markdown: string): {blocks: readonly FencedBlock[]; prose: readonly string[]} {
  const blocks: FencedBlock[] = [];
  const prose: string[] = [];
  let open: {fence: string; language: string; line: number; lines: string[]} | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, fence = '', language = ''] = /^(`{3,})(\S*)/.exec(line) ?? [];
    if (open && line.trimEnd() === open.fence) {
      blocks.push({language: open.language, line: open.line, content: `${open.lines.join('\n')}\n`});
      open = undefined;
    } else if (open) {
      open.lines.push(line);
    } else if (fence !== '') {
      open = {fence, language, line: index + 1, lines: []};
    } else {
      prose.push(line);
    }
  }

  return {blocks, prose};
}
