import type {AlignType, Table} from 'mdast';
import stringWidth from 'string-width';
import {type InlineContext, renderInline} from './inline.ts';
import {wrapText} from './wrap.ts';

const separator = ' │ ';
/** A column narrower than this cannot be read: the table is written as a list instead. */
const narrowest = 5;

/**
 * A table that fits, its widest columns shrunk and their cells wrapped:
 *
 *     Option       │ What it does
 *     ─────────────┼─────────────
 *     --partitions │ how many
 */
export function renderTable(table: Table, width: number, context: InlineContext): readonly string[] {
  const [header = [], ...body] = table.children.map((row, index) =>
    row.children.map((cell) => {
      const text = renderInline(cell.children, context).trim();
      return index === 0 ? context.theme.strong(text) : text;
    }),
  );
  const rows = [header, ...body];
  const widths = fitColumns(
    measureColumns(rows, /\n/),
    measureColumns(rows, /\s+/),
    width - separator.length * (header.length - 1),
  );
  if (!widths) return listRows(header, body, width);
  const rule = widths.map((column) => '─'.repeat(column)).join('─┼─');
  return [
    ...renderRow(header, widths, table.align ?? [], context),
    context.theme.dim(rule),
    ...body.flatMap((row) => renderRow(row, widths, table.align ?? [], context)),
  ];
}

/** The width of each column's widest line or word. */
function measureColumns(rows: readonly (readonly string[])[], separators: RegExp): readonly number[] {
  const columns = rows[0]?.length ?? 0;
  return Array.from({length: columns}, (_, column) =>
    rows
      .flatMap((row) => (row[column] ?? '').split(separators))
      .reduce((widest, text) => Math.max(widest, stringWidth(text)), 1),
  );
}

/** Whole words if they all fit, else as much of each as there is room for; `undefined` if that is too little. */
function fitColumns(
  lines: readonly number[],
  words: readonly number[],
  room: number,
): readonly number[] | undefined {
  const wordRoom = words.reduce((sum, width) => sum + width, 0);
  const atLeast = wordRoom <= room ? words : words.map((width) => Math.min(width, narrowest));
  const wanted = wordRoom <= room ? lines : words;
  const left = room - atLeast.reduce((sum, width) => sum + width, 0);
  return left < 0 ? undefined : grow(atLeast, wanted, left);
}

/** Shares `left` columns evenly among those that want more. */
function grow(widths: readonly number[], wanted: readonly number[], left: number): readonly number[] {
  const grown = [...widths];
  for (let given = -1; left > 0 && given !== 0; ) {
    const wanting = grown.filter((width, column) => width < (wanted[column] ?? 0)).length;
    const share = Math.max(1, Math.floor(left / Math.max(1, wanting)));
    given = 0;
    for (const [column, width] of grown.entries()) {
      const more = Math.min(share, left, Math.max(0, (wanted[column] ?? 0) - width));
      grown[column] = width + more;
      left -= more;
      given += more;
    }
  }
  return grown;
}

function renderRow(
  cells: readonly string[],
  widths: readonly number[],
  alignment: readonly AlignType[],
  context: InlineContext,
): readonly string[] {
  const wrapped = widths.map((width, column) => wrapText(cells[column] ?? '', width));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({length: height}, (_, line) =>
    widths
      .map((width, column) => align(wrapped[column]?.[line] ?? '', width, alignment[column]))
      .join(context.theme.dim(separator))
      .trimEnd(),
  );
}

function align(text: string, width: number, alignment: AlignType | undefined): string {
  const blanks = Math.max(0, width - stringWidth(text));
  const before = alignment === 'right' ? blanks : alignment === 'center' ? blanks >> 1 : 0;
  return ' '.repeat(before) + text + ' '.repeat(blanks - before);
}

/** `Option: --partitions`, a line for each cell and a blank line between rows. */
function listRows(
  header: readonly string[],
  body: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  return body.flatMap((row, index) => {
    const lines = row.flatMap((cell, column) => wrapText(`${header[column] ?? ''}: ${cell}`, width));
    return index === 0 ? lines : ['', ...lines];
  });
}
