import type {Link, LinkReference, PhrasingContent} from 'mdast';
import {toString as plainText} from 'mdast-util-to-string';
import {harmless} from './harmless.ts';
import type {MarkdownTheme} from './theme.ts';

/** What a piece of prose needs to be drawn. */
export interface InlineContext {
  readonly theme: MarkdownTheme;
  /** Addresses of `[reference]: address` lines, by the reference's identifier. */
  readonly definitions: ReadonlyMap<string, string>;
  /** Where a link really leads. */
  readonly addressOf: (url: string) => string;
}

/** Nobody nests emphasis and the like deeper than this; what does is cut off. */
const deepest = 32;

/** One styled string, with `\n` where the author broke the line; not wrapped. */
export function renderInline(nodes: readonly PhrasingContent[], context: InlineContext, depth = 0): string {
  return depth > deepest ? '…' : nodes.map((node) => renderNode(node, context, depth + 1)).join('');
}

function renderNode(node: PhrasingContent, context: InlineContext, depth: number): string {
  const {theme} = context;
  switch (node.type) {
    case 'text':
      return harmless(node.value);
    case 'strong':
      return theme.strong(renderInline(node.children, context, depth));
    case 'emphasis':
      return theme.emphasis(renderInline(node.children, context, depth));
    case 'delete':
      return theme.strikethrough(renderInline(node.children, context, depth));
    case 'inlineCode':
      return theme.code(harmless(node.value));
    case 'break':
      return '\n';
    case 'link':
      return renderLink(node, node.url, context, depth);
    case 'linkReference':
      return renderLink(node, context.definitions.get(node.identifier) ?? '', context, depth);
    case 'image':
    case 'imageReference':
      return theme.dim(`[${harmless(node.alt || 'picture')}]`);
    case 'footnoteReference':
      return theme.dim(`[${harmless(node.label ?? node.identifier)}]`);
    case 'html':
      return /^<br\s*\/?>$/i.test(node.value) ? '\n' : '';
    default:
      return '';
  }
}

/** The address stands behind the text, unless it is the text or leads within the page. */
function renderLink(
  node: Link | LinkReference,
  address: string,
  context: InlineContext,
  depth: number,
): string {
  const url = harmless(context.addressOf(address));
  const said = plainText(node);
  // A link that says where it leads goes on saying so.
  const text = said === address ? url : renderInline(node.children, context, depth);
  if (text === '') return context.theme.link(url);
  const isSaid = [said, `mailto:${said}`, `http://${said}`, `https://${said}`].includes(address);
  const link = context.theme.link(text);
  return url === '' || url.startsWith('#') || isSaid ? link : `${link} ${context.theme.dim(`(${url})`)}`;
}
