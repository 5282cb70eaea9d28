import type {MarkdownLine} from './markdown/render-markdown.ts';

/** Indexes of the first and the last of some lines. */
export interface TaskLines {
  readonly first: number;
  readonly last: number;
}

/** The first line shown in so many rows: as far up as can be, with the task in sight, or its beginning if it is longer. */
export function scrollToTask(task: TaskLines | undefined, rows: number, most: number): number {
  if (!task || task.last < rows) return 0;
  return Math.min(task.first, task.last - rows + 1, most);
}

/**
 * The lines of a step's text that say what to do now: the question, while it is open; else the block that comes next.
 * A page without blocks is its own task.
 */
export function taskLines(
  lines: readonly MarkdownLine[],
  isAsked: boolean,
  block: number,
): TaskLines | undefined {
  if (lines.length === 0) return undefined;
  if (isAsked) {
    const asked = lines.findLastIndex(({text, blockIndex}) => blockIndex === undefined && text.includes('?'));
    const at = asked === -1 ? lines.length - 1 : asked;
    return {first: paragraphStart(lines, at), last: paragraphEnd(lines, at)};
  }
  const begins = lines.findIndex(({blockIndex}) => blockIndex === block);
  if (begins === -1) return {first: 0, last: lines.length - 1};
  return {first: begins, last: lines.findLastIndex(({blockIndex}) => blockIndex === block)};
}

export function moved({first, last}: TaskLines, by: number): TaskLines {
  return {first: first + by, last: last + by};
}

function paragraphStart(lines: readonly MarkdownLine[], at: number): number {
  return lines.findLastIndex(({text}, index) => index < at && text === '') + 1;
}

function paragraphEnd(lines: readonly MarkdownLine[], at: number): number {
  const blank = lines.findIndex(({text}, index) => index > at && text === '');
  return blank === -1 ? lines.length - 1 : blank - 1;
}
