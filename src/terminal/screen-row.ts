import type {IBufferCell, IBufferLine} from '@xterm/headless';
import stringWidth from 'string-width';

/** Cells of one row as they are to be drawn. `texts`, `widths` and `styles` go together; a wide character is one entry. */
interface DrawnCells {
  readonly texts: string[];
  readonly widths: number[];
  readonly styles: string[];
}

const reset = '\u001b[0m';
const replacement = '\ufffd';
const mostRemembered = 512;

export type RowDrawer = (line: IBufferLine, columns: number) => string;

/**
 * Draws a row as a string of printable characters and SGR sequences, at most `columns` wide, without trailing
 * blanks. Whatever was printed, nothing else can come out: it is made from the emulator's cells. A row that uses any
 * style ends with a reset.
 *
 *     \x1b[0;32mINFO\x1b[0m started
 *
 * `cell` is a cell of the emulator's to read into. Rows that are costly to draw are remembered.
 */
export function createRowDrawer(cell: IBufferCell): RowDrawer {
  const remembered = new Map<string, string>();

  return (line, columns) => {
    const cells: DrawnCells = {texts: [], widths: [], styles: []};
    const {drawn, simple} = readCells(line, columns, cell, cells);
    const joined = simple ? '' : cells.texts.join('');
    if (simple || (standsAlone.test(joined) && !unassigned.test(joined))) return writeCells(cells, drawn);
    const key = `${cells.texts.join('\0')}\n${cells.styles.join('\0')}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    settleText(cells);
    separateClusters(cells);
    const row = writeCells(cells, drawn);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, row);
    return row;
  };
}

function readCells(
  line: IBufferLine,
  columns: number,
  cell: IBufferCell,
  {texts, widths, styles}: DrawnCells,
): {readonly drawn: number; readonly simple: boolean} {
  let drawn = 0;
  let simple = true;
  for (let column = 0; column < Math.min(columns, line.length); ) {
    line.getCell(column, cell);
    // Without a wide character before it a cell of no width is a mark that found nothing to stand on.
    const width = cell.getWidth() === 2 && column + 1 < columns ? 2 : 1;
    const style = cell.isAttributeDefault() ? '' : styleOf(cell);
    const text = textOf(cell, width);
    texts.push(text);
    widths.push(width);
    styles.push(style);
    if (text !== ' ' || /(?:^|;)(?:[479]|4[0-9]|10[0-7])(?:;|$)/.test(style)) drawn = texts.length;
    simple &&= text.length === 1 && text >= ' ' && text <= '~';
    column += width;
  }
  return {drawn, simple};
}

function textOf(cell: IBufferCell, width: number): string {
  const characters = cell.getChars();
  if (cell.isInvisible() || !characters || cell.getWidth() === 0) return ' ';
  return cell.getWidth() > width ? replacement : characters;
}

/** The numbers of an SGR sequence, `''` for none. Blinking and overlines are left out. */
function styleOf(cell: IBufferCell): string {
  const codes: (number | string)[] = [];
  if (cell.isBold()) codes.push(1);
  if (cell.isDim()) codes.push(2);
  if (cell.isItalic()) codes.push(3);
  if (cell.isUnderline()) codes.push(4);
  if (cell.isInverse()) codes.push(7);
  if (cell.isStrikethrough()) codes.push(9);
  if (cell.isFgPalette()) codes.push(paletteCode(cell.getFgColor(), 30));
  if (cell.isFgRGB()) codes.push(`38;2;${rgb(cell.getFgColor())}`);
  if (cell.isBgPalette()) codes.push(paletteCode(cell.getBgColor(), 40));
  if (cell.isBgRGB()) codes.push(`48;2;${rgb(cell.getBgColor())}`);
  return codes.join(';');
}

/** The first sixteen by their own numbers, so that the learner's palette holds. */
function paletteCode(color: number, base: 30 | 40): number | string {
  if (color < 8) return base + color;
  return color < 16 ? base + 60 + color - 8 : `${base + 8};5;${color}`;
}

function rgb(color: number): string {
  return `${(color >> 16) & 255};${(color >> 8) & 255};${color & 255}`;
}

// Direction marks, joiners and variation selectors draw nothing by themselves but change their neighbours; other
// format characters and enclosing marks (of a keycap) are drawn in one, in no or in two cells, as each terminal likes.
const invisible =
  /[\p{Default_Ignorable_Code_Point}\p{Format}\p{Enclosing_Mark}\p{Control}\p{Surrogate}\p{Line_Separator}\p{Paragraph_Separator}]/gu;

// No two terminals agree on characters that their Unicode does not know, nor on a skin tone without a hand.
const unassigned = /\p{Unassigned}/u;
const disputed = /^[\p{Unassigned}\p{Emoji_Modifier}]/u;

/** The two halves of a flag, which are one sign of two cells here and two signs there: `🇳🇴` is `NO`. */
const flagHalf = /[\u{1f1e6}-\u{1f1ff}]/gu;

function settleText({texts, widths}: DrawnCells): void {
  for (let index = 0; index < texts.length; index++) {
    const text = texts[index] ?? ' ';
    if (text.length > 1 || text > '~') {
      const width = widths[index] ?? 1;
      const seen = text.replace(invisible, '').replace(flagHalf, letterOf);
      texts[index] = disputed.test(seen) ? replacement.padEnd(width) : seen || ' '.repeat(width);
    }
  }
}

function letterOf(half: string): string {
  return String.fromCharCode(0x41 + (half.codePointAt(0) ?? 0) - 0x1f1e6);
}

// Characters of these blocks take their own cells and never join their neighbours: most rows need no segmenter.
const standsAlone =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2100-\u2bff\u2e80-\u3029\u3030-\u3098\u309b-\u3163\u3165-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufffd\uff01-\uff9d]*$/;
const segmenter = new Intl.Segmenter();

/**
 * Characters of several cells may be drawn as one, as the two halves of a flag are. What would come out in another
 * width than its cells, by the measure Ink uses, or across a change of style, which Ink cannot draw, is replaced.
 */
function separateClusters({texts, widths, styles}: DrawnCells): void {
  let first = 0;
  let reached = 0;
  let start = 0;
  for (const {segment, index} of segmenter.segment(texts.join(''))) {
    const end = index + segment.length;
    if (end <= reached) continue;
    let last = first;
    reached = start + (texts[first]?.length ?? 0);
    while (reached < end) {
      last += 1;
      reached += texts[last]?.length ?? 0;
    }
    start = reached;
    const width = widths.slice(first, last + 1).reduce((sum, one) => sum + one, 0);
    const oneStyle = styles.slice(first, last + 1).every((style) => style === styles[first]);
    const joined = texts.slice(first, last + 1).join('');
    const startsStyle = first === 0 || styles[first] !== styles[first - 1];
    if (!oneStyle || stringWidth(joined) !== width || (startsStyle && joinsBefore(joined)))
      replaceCells(first, last);
    first = last + 1;
  }

  function replaceCells(from: number, to: number): void {
    for (let one = from; one <= to; one++) {
      const itsWidth = widths[one] ?? 1;
      const text = texts[one] ?? '';
      if (one > from || joinsBefore(text) || stringWidth(text) !== itsWidth)
        texts[one] = replacement.padEnd(itsWidth);
    }
  }
}

/** Such a character would join the last letter of an escape sequence. */
function joinsBefore(text: string): boolean {
  return (segmenter.segment(`m${text}`).containing(0)?.segment.length ?? 1) > 1;
}

function writeCells({texts, styles}: DrawnCells, drawn: number): string {
  let row = '';
  let current = '';
  for (let index = 0; index < drawn; index++) {
    const style = styles[index] ?? '';
    if (style !== current) {
      row += style === '' ? reset : `\u001b[0;${style}m`;
      current = style;
    }
    row += texts[index];
  }
  return current === '' ? row : row + reset;
}
