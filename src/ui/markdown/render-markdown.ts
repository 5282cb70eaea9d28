import type {Definition, Root} from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import {unified} from 'unified';
import {readBlockInfo} from '../../course/runnable-block.ts';
import {measure} from '../fit.ts';
import {type BlockContext, renderBlock} from './blocks.ts';
import {renderBlockHeader} from './code-block.ts';
import type {MarkdownTheme} from './theme.ts';
import {cutText} from './wrap.ts';

/** A line as it is printed, with SGR sequences where the theme has any, and none open at its end. */
export interface MarkdownLine {
  readonly text: string;
  /** For lines of a block that a key can type: which one it is, from 0, as in `Step.runnable`. */
  readonly blockIndex?: number;
}

export interface RenderOptions {
  /** In columns; from 30 on it looks good. No line is wider. */
  readonly width: number;
  /** Of prose, in columns. Code and tables use the whole pane. */
  readonly proseWidth?: number;
  readonly theme: MarkdownTheme;
  /** Where a link of the page really leads, where that is elsewhere. */
  readonly addressOf?: ((url: string) => string) | undefined;
}

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

/** Markdown as lines for a pane of a given width. The same arguments give the same lines. */
export function renderMarkdown(
  markdown: string,
  {width, proseWidth = measure, theme, addressOf = (url) => url}: RenderOptions,
): readonly MarkdownLine[] {
  const root = parser.parse(markdown);
  const context: BlockContext = {
    theme,
    definitions: readDefinitions(root),
    addressOf,
    width,
    proseWidth: Math.min(width, proseWidth),
    depth: 0,
    lists: 0,
  };
  const lines: MarkdownLine[] = [];
  let nextBlock = 0;
  for (const block of root.children) {
    const info = block.type === 'code' ? readBlockInfo(block.lang, block.meta) : undefined;
    const setup = typeof info === 'object' && info.setup;
    const runnable = typeof info === 'object' && !info.shown && !setup ? info : undefined;
    const its = setup ? [] : [...renderBlock(block, context)];
    if (runnable) its.unshift(renderBlockHeader(runnable, width, theme));
    if (its.length > 0 && lines.length > 0) lines.push({text: ''});
    for (const line of its) {
      const text = cutText(line, width);
      lines.push(runnable ? {text, blockIndex: nextBlock} : {text});
    }
    nextBlock += runnable ? 1 : 0;
  }
  return lines;
}

function readDefinitions(root: Root): ReadonlyMap<string, string> {
  const definitions = root.children.filter((node): node is Definition => node.type === 'definition');
  return new Map(definitions.map(({identifier, url}) => [identifier, url]));
}
