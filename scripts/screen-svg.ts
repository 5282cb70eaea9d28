import type {IBuffer, IBufferCell} from '@xterm/headless';

const cellWidth = 8.4;
const cellHeight = 18;
const margin = 12;
const background = '#1b1d23';
const foreground = '#d6d9e0';

/** The sixteen colours of a dark palette; a learner sees those of their own terminal. */
const palette = [
  ...['#2b2e37', '#e0626b', '#8fbf6f', '#dcb767', '#6d9eea', '#bd86d8', '#5cb8c4', '#d6d9e0'],
  ...['#7a808f', '#f07c85', '#a9d98a', '#f0cf86', '#8db6f5', '#d3a3ec', '#7fd3de', '#ffffff'],
] as const;

/** Cells that stand beside each other and look alike. */
interface Run {
  readonly column: number;
  cells: number;
  text: string;
  readonly style: CellStyle;
}

interface CellStyle {
  readonly color: string;
  readonly fill: string | undefined;
  readonly attributes: string;
}

/** The visible part of an emulator's buffer as a picture. Text stays text: it can be searched and selected. */
export function renderSvg(buffer: IBuffer, columns: number, rows: number, title: string): string {
  const width = Math.ceil(columns * cellWidth + 2 * margin);
  const height = rows * cellHeight + 2 * margin;
  const lines = Array.from({length: rows}, (_, row) => renderRow(readRuns(buffer, row, columns), row));
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>${escapeXml(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${background}"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" xml:space="preserve">
${lines.filter((line) => line !== '').join('\n')}
</g>
</svg>
`;
}

function readRuns(buffer: IBuffer, row: number, columns: number): readonly Run[] {
  const line = buffer.getLine(buffer.viewportY + row);
  const runs: Run[] = [];
  for (let column = 0; column < columns; column += 1) {
    const cell = line?.getCell(column);
    // The right half of a wide character is a cell without a width.
    if (!cell || cell.getWidth() === 0) continue;
    const style = styleOf(cell);
    const text = cell.isInvisible() ? ' ' : cell.getChars() || ' ';
    const last = runs.at(-1);
    if (last && sameStyle(last.style, style)) {
      last.text += text;
      last.cells += cell.getWidth();
    } else {
      runs.push({column, cells: cell.getWidth(), text, style});
    }
  }

  return runs;
}

function styleOf(cell: IBufferCell): CellStyle {
  const drawn = colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
  const behind = colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  const inverse = cell.isInverse() !== 0;
  const attributes = [
    cell.isBold() ? ' font-weight="bold"' : '',
    cell.isItalic() ? ' font-style="italic"' : '',
    cell.isDim() ? ' opacity="0.6"' : '',
    cell.isUnderline() ? ' text-decoration="underline"' : '',
  ].join('');
  return inverse
    ? {color: behind ?? background, fill: drawn ?? foreground, attributes}
    : {color: drawn ?? foreground, fill: behind, attributes};
}

/** Undefined is the terminal's own colour. The app and its learners use the first sixteen of the 256. */
function colorOf(isDefault: boolean, isRgb: boolean, value: number): string | undefined {
  if (isDefault) return undefined;
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : palette[value];
}

function sameStyle(left: CellStyle, right: CellStyle): boolean {
  return left.color === right.color && left.fill === right.fill && left.attributes === right.attributes;
}

function renderRow(runs: readonly Run[], row: number): string {
  const top = margin + row * cellHeight;
  return runs
    .map(({column, cells, text, style: {color, fill, attributes}}) => {
      const drawn = text.trimEnd();
      const left = (margin + column * cellWidth).toFixed(1);
      const width = (count: number) => (count * cellWidth).toFixed(1);
      const box = `<rect x="${left}" y="${top}" width="${width(cells)}" height="${cellHeight}" fill="${fill}"/>`;
      const place = `x="${left}" y="${top + 13}" textLength="${width(cells - (text.length - drawn.length))}"`;
      const words = `<text ${place} fill="${color}"${attributes}>${escapeXml(drawn)}</text>`;
      return (fill === undefined ? '' : box) + (drawn === '' ? '' : words);
    })
    .join('');
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
