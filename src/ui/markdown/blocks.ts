import type {BlockContent, DefinitionContent, List, ListItem, RootContent} from 'mdast';
import stringWidth from 'string-width';
import {renderCode} from './code-block.ts';
import {harmless} from './harmless.ts';
import {type InlineContext, renderInline} from './inline.ts';
import {renderTable} from './table.ts';
import {wrapText} from './wrap.ts';

/** The room a block has, in columns. */
export interface BlockContext extends InlineContext {
  readonly width: number;
  /** Prose is narrower than a wide pane: long lines are hard to read. */
  readonly proseWidth: number;
  /** Lists and quotations around it. */
  readonly depth: number;
  /** Lists around it. */
  readonly lists: number;
}

/** A pane this narrow has no room for another level of indentation. */
const narrowest = 10;
/** Nobody nests deeper than this; what does is cut off. */
const deepest = 32;

type Block = RootContent | BlockContent | DefinitionContent;

/** The lines of one block, none for what is not drawn. */
export function renderBlock(block: Block, context: BlockContext): readonly string[] {
  const {theme, width, proseWidth} = context;
  if (context.depth > deepest) return ['…'];
  switch (block.type) {
    case 'paragraph':
      return wrapText(renderInline(block.children, context), proseWidth);
    case 'heading': {
      const style = block.depth <= 2 ? theme.title : theme.heading;
      return wrapText(style(renderInline(block.children, context)), proseWidth);
    }
    case 'code':
      return renderCode(block, width, theme);
    case 'table':
      return renderTable(block, width, context);
    case 'list':
      return renderList(block, context);
    case 'blockquote':
      return indent(context, theme.dim('│ '), theme.dim('│ '), (inner) =>
        renderBlocks(block.children, inner).map((line) => theme.quote(line)),
      );
    case 'thematicBreak':
      return [theme.dim('─'.repeat(proseWidth))];
    case 'footnoteDefinition':
      return indent(context, theme.dim(`[${harmless(block.label ?? block.identifier)}] `), '    ', (inner) =>
        renderBlocks(block.children, inner),
      );
    case 'html':
      return renderHtml(block.value, proseWidth);
    default:
      return [];
  }
}

/** Blocks below one another, a blank line between them. */
function renderBlocks(blocks: readonly Block[], context: BlockContext, blankLines = true): readonly string[] {
  const lines: string[] = [];
  for (const block of blocks) {
    const its = renderBlock(block, context);
    if (its.length > 0 && lines.length > 0 && blankLines) lines.push('');
    for (const line of its) {
      lines.push(line);
    }
  }
  return lines;
}

function renderList(list: List, context: BlockContext): readonly string[] {
  const isLoose = list.spread === true || list.children.some((item) => item.spread === true);
  const marks = list.children.map((item, index) => markOf(list, item, index, context.lists));
  const markWidth = Math.max(0, ...marks.map((mark) => stringWidth(mark)));
  const lines: string[] = [];
  for (const [index, item] of list.children.entries()) {
    const mark = `${context.theme.listMark((marks[index] ?? '').padStart(markWidth))} `;
    const its = indent(context, mark, ' '.repeat(markWidth + 1), (inner) =>
      renderBlocks(item.children, {...inner, lists: inner.lists + 1}, isLoose),
    );
    if (isLoose && index > 0) lines.push('');
    for (const line of its.length > 0 ? its : [mark.trimEnd()]) {
      lines.push(line);
    }
  }
  return lines;
}

function markOf(list: List, item: ListItem, index: number, lists: number): string {
  if (typeof item.checked === 'boolean') return item.checked ? '[x]' : '[ ]';
  if (list.ordered) return `${(list.start ?? 1) + index}.`;
  return lists % 2 === 0 ? '•' : '◦';
}

/**
 * Draws with less room and puts `first` before the first line, `others` before the rest. Where there is no room left
 * for that, `first` has a line to itself.
 */
function indent(
  context: BlockContext,
  first: string,
  others: string,
  draw: (inner: BlockContext) => readonly string[],
): readonly string[] {
  const taken = Math.max(stringWidth(first), stringWidth(others));
  if (context.width - taken < narrowest)
    return [first.trimEnd(), ...draw({...context, depth: context.depth + 1})];
  const lines = draw({
    ...context,
    width: context.width - taken,
    proseWidth: context.proseWidth - taken,
    depth: context.depth + 1,
  });
  return lines.map((line, index) => `${index === 0 ? first : others}${line}`.trimEnd());
}

/** Comments and tags are not drawn; words between tags are. */
function renderHtml(html: string, width: number): readonly string[] {
  const text = html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? [] : wrapText(harmless(text), width);
}
