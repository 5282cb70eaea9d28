/**
 * What a page of a lesson may hold, several times what a long lesson needs. Reading markdown takes more than linear
 * time: 24 KB of nested emphasis take 10 s, a line that opens 2000 lists takes 2 s, deeper ones overflow the stack.
 */
export const pageLimits = {
  /** Bytes of front matter. */
  frontMatter: 64 * 1024,
  /** The following count behind the front matter. */
  characters: 32 * 1024,
  lines: 1000,
  /** Lists and quotes that one line opens. */
  nesting: 8,
  /** Columns before the mark of a list or a quote: each two may be one list in another. */
  indent: 40,
  /** Marks of lists and quotes that lines begin with. */
  items: 300,
  /** Characters that markdown may mean something by, between two blank lines and on the whole page. */
  marksTogether: 400,
  marks: 2000,
} as const;

/** Where a page goes beyond a limit, and what to do. Line and column count from 1. */
export interface PageProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The first place where a page (its lines end with `\n`) is more than can be read at once. Cheap whatever it holds. */
export function findPageProblem(markdown: string): PageProblem | undefined {
  const lines = markdown.split('\n');
  const first = lineBehindFrontMatter(lines);
  if (Buffer.byteLength(lines.slice(0, first).join('\n')) > pageLimits.frontMatter) {
    return {
      line: 1,
      column: 1,
      message: `the front matter is longer than ${pageLimits.frontMatter / 1024} KiB`,
    };
  }

  let characters = 0;
  let items = 0;
  let marks = 0;
  let together = 0;
  let paragraph = first;
  for (const [index, text] of lines.entries()) {
    if (index < first) continue;
    const line = index + 1;
    characters += text.length + 1;
    if (characters > pageLimits.characters || line - first > pageLimits.lines) {
      const size = `${pageLimits.characters / 1024} KiB and ${pageLimits.lines} lines`;
      return {
        line,
        column: 1,
        message: `from here on the page is longer than ${size}; make two lessons of it`,
      };
    }

    const {nesting, indent} = measureOpening(text);
    items += nesting;
    if (nesting > pageLimits.nesting || (nesting > 0 && indent > pageLimits.indent))
      return {line, column: 1, message: 'lists or quotes stand too deep in one another here; nest less'};
    if (items > pageLimits.items) {
      const most = `more than ${pageLimits.items} items of lists and lines of quotes`;
      return {line, column: 1, message: `from here on the page has ${most}; make two lessons of it`};
    }

    if (/^[ \t]*$/.test(text)) {
      together = 0;
      paragraph = index + 1;
    }
    const found = countMarks(text);
    together += found;
    marks += found;
    if (together > pageLimits.marksTogether) {
      const most = `more than ${pageLimits.marksTogether} of \`* _ ~ [ ] | < @ &\` and backquotes without a blank line between`;
      return {line: paragraph + 1, column: 1, message: `what begins here has ${most}; break it up`};
    }
    if (marks > pageLimits.marks) {
      const most = `more than ${pageLimits.marks} of \`* _ ~ [ ] | < @ &\` and backquotes`;
      return {line, column: 1, message: `from here on the page has ${most}; make two lessons of it`};
    }
  }

  return undefined;
}

/** Index of the first line behind the front matter, by the same rule that the parser has. */
function lineBehindFrontMatter(lines: readonly string[]): number {
  const isFence = (line: string | undefined) => line !== undefined && /^---[ \t]*$/.test(line);
  if (!isFence(lines[0])) return 0;
  const end = lines.findIndex((line, index) => index > 0 && isFence(line));
  return end === -1 ? 0 : end + 1;
}

const opening = /^[ \t]*(?:(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))[ \t]*)*/;

/** How many lists and quotes a line opens, and how far in. */
function measureOpening(line: string): {readonly nesting: number; readonly indent: number} {
  const text = opening.exec(line)?.[0] ?? '';
  const nesting = text.match(/[-*+>]|\d[.)]/g)?.length ?? 0;
  const before = text.match(/^[ \t]*/)?.[0] ?? '';
  return {nesting, indent: before.replaceAll('\t', '    ').length};
}

function countMarks(text: string): number {
  let count = 0;
  for (const character of text) {
    if ('*_~[]|<`@&'.includes(character)) count += 1;
  }
  return count;
}
