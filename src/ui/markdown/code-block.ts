import type {Code} from 'mdast';
import stringWidth from 'string-width';
import type {BlockInfo} from '../../course/runnable-block.ts';
import {harmless, harmlessCode} from './harmless.ts';
import {type CodeToken, highlightLines} from './highlight.ts';
import type {MarkdownTheme} from './theme.ts';
import {cutText} from './wrap.ts';

const margin = '  ';
const goesOn = '↪ ';
const segmenter = new Intl.Segmenter();

/** Code with a margin of two columns; where a line is too long it goes on below, behind a `↪` in the margin. */
export function renderCode({value, lang}: Code, width: number, theme: MarkdownTheme): readonly string[] {
  const room = Math.max(2, width - margin.length);
  return highlightLines(harmlessCode(value), lang).flatMap((tokens) =>
    breakLine(tokens, room).map((part, index) => {
      const code = part.map((token) => styleOf(token, theme)(token.text)).join('');
      return `${index === 0 ? margin : theme.dim(goesOn)}${code}`.trimEnd();
    }),
  );
}

/** The line above a block that a key can type: `▶ client`, `▶ client  keys`, or `▶ workspace  producer.ts` for a file. */
export function renderBlockHeader(
  {terminal, how, path}: Pick<BlockInfo, 'terminal' | 'how' | 'path'>,
  width: number,
  theme: MarkdownTheme,
): string {
  const more = how === 'keys' ? '  keys' : path === undefined ? '' : `  ${harmless(path)}`;
  const header = `▶ ${harmless(terminal)}${more}`;
  return theme.runnable(cutText(header, width));
}

function styleOf({role}: CodeToken, theme: MarkdownTheme): (text: string) => string {
  return (text) => theme.codeBlock(role ? theme[role](text) : text);
}

interface StyledCharacter {
  readonly text: string;
  readonly role: CodeToken['role'];
  readonly width: number;
}

/** Breaks after a blank where there is one in the second half of the line, else anywhere. */
function breakLine(tokens: readonly CodeToken[], room: number): readonly (readonly CodeToken[])[] {
  if (tokens.reduce((sum, {text}) => sum + stringWidth(text), 0) <= room) return [tokens];
  const parts: CodeToken[][] = [];
  let line: StyledCharacter[] = [];
  let used = 0;
  for (const character of charactersOf(tokens)) {
    if (line.length > 0 && used + character.width > room) {
      const rest = line.splice(breakPlace(line, room));
      parts.push(joinTokens(line));
      line = rest;
      used = rest.reduce((sum, {width}) => sum + width, 0);
    }
    line.push(character);
    used += character.width;
  }
  return [...parts, joinTokens(line)];
}

function breakPlace(line: readonly StyledCharacter[], room: number): number {
  const blank = line.findLastIndex(({text}) => text === ' ');
  return blank >= room / 2 ? blank + 1 : line.length;
}

function* charactersOf(tokens: readonly CodeToken[]): Generator<StyledCharacter> {
  for (const {text, role} of tokens) {
    for (const {segment} of segmenter.segment(text)) {
      yield {text: segment, role, width: stringWidth(segment)};
    }
  }
}

function joinTokens(characters: readonly StyledCharacter[]): CodeToken[] {
  const tokens: {text: string; role: CodeToken['role']}[] = [];
  for (const {text, role} of characters) {
    const last = tokens.at(-1);
    if (last && last.role === role) {
      last.text += text;
    } else {
      tokens.push({text, role});
    }
  }
  return tokens;
}
