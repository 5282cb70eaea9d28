/** How a role is drawn: takes plain or already styled text, returns it with SGR sequences around it. */
export type Style = (text: string) => string;

/** One style for each role that a lesson's text has. */
export interface MarkdownTheme {
  /** Headings of the first two levels. */
  readonly title: Style;
  readonly heading: Style;
  readonly strong: Style;
  readonly emphasis: Style;
  readonly strikethrough: Style;
  /** Code in a line of prose. */
  readonly code: Style;
  /** All text of a code block; its parts have the following roles on top. */
  readonly codeBlock: Style;
  readonly keyword: Style;
  readonly string: Style;
  readonly number: Style;
  readonly comment: Style;
  /** Functions, keys, options, attributes. */
  readonly name: Style;
  readonly link: Style;
  /** A quotation's text. Its bar is `dim`. */
  readonly quote: Style;
  /** Rules, table lines, addresses behind links, marks of lines that go on. */
  readonly dim: Style;
  readonly listMark: Style;
  /** The line above a block that can be typed with a key: `▶ client`. */
  readonly runnable: Style;
}

const plain: Style = (text) => text;

const bold = sgr(1, 22);
const faint = sgr(2, 22);
const italic = sgr(3, 23);
const underline = sgr(4, 24);
const struck = sgr(9, 29);
const color = (code: number): Style => sgr(code, 39);

/** The sixteen colours of the learner's own palette, and nothing that depends on the background's exact shade. */
export const darkTheme: MarkdownTheme = {
  title: both(bold, color(96)),
  heading: both(bold, color(36)),
  strong: bold,
  emphasis: italic,
  strikethrough: struck,
  code: color(93),
  codeBlock: plain,
  keyword: color(95),
  string: color(92),
  number: color(93),
  comment: faint,
  name: color(96),
  link: both(underline, color(94)),
  quote: italic,
  dim: faint,
  listMark: color(36),
  runnable: both(bold, color(92)),
};

export const lightTheme: MarkdownTheme = {
  ...darkTheme,
  title: both(bold, color(34)),
  heading: both(bold, color(34)),
  code: color(35),
  keyword: color(34),
  string: color(32),
  number: color(31),
  name: color(36),
  link: both(underline, color(34)),
  listMark: color(34),
  runnable: both(bold, color(32)),
};

/** For `NO_COLOR`: no escape sequences at all; characters tell roles apart. */
export const plainTheme: MarkdownTheme = {
  title: (text) => `# ${text}`,
  heading: (text) => `## ${text}`,
  strong: (text) => `*${text}*`,
  emphasis: (text) => `_${text}_`,
  strikethrough: (text) => `~${text}~`,
  code: (text) => `\`${text}\``,
  codeBlock: plain,
  keyword: plain,
  string: plain,
  number: plain,
  comment: plain,
  name: plain,
  link: plain,
  quote: plain,
  dim: plain,
  listMark: plain,
  runnable: plain,
};

function sgr(open: number, close: number): Style {
  const opening = `\u001b[${open}m`;
  const closing = `\u001b[${close}m`;
  // A style of the same kind inside ends with the same sequence (bold and faint share theirs): begin again after it.
  return (text) => (text === '' ? '' : opening + text.replaceAll(closing, closing + opening) + closing);
}

function both(outer: Style, inner: Style): Style {
  return (text) => outer(inner(text));
}

/** For reading aloud: no marks around words, but around code, where each character counts. */
export const spokenTheme: MarkdownTheme = {
  ...plainTheme,
  title: plain,
  heading: plain,
  strong: plain,
  emphasis: plain,
};
