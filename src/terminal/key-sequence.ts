/** One key press or report in what a terminal sends, or the beginning of one. */
export type KeySequence = {readonly type: 'key'; readonly text: string} | {readonly type: 'partial'};

const longestSequence = 64;

/** Reads one key at `start`: a character, or an escape sequence in one piece. */
export function readKey(text: string, start: number): KeySequence {
  if (text[start] !== '\u001b')
    return {type: 'key', text: String.fromCodePoint(text.codePointAt(start) ?? 0)};
  const end = escapeEnd(text, start + 1);
  return end === undefined ? {type: 'partial'} : {type: 'key', text: text.slice(start, end)};
}

/** Where the sequence ends that goes on at `index`, after its escape; `undefined` where its end is not there yet. */
function escapeEnd(text: string, index: number): number | undefined {
  switch (text[index]) {
    case undefined:
      return undefined;
    case '[':
      return controlSequenceEnd(text, index + 1);
    case 'O':
      return functionKeyEnd(text, index + 1);
    case ']':
    case 'P':
    case '_':
      // Alt with the same character begins alike, so it is a reply only if all of it is here.
      return replyEnd(text, index + 1) ?? index + 1;
    case '\u001b':
      return altEscapeEnd(text, index + 1);
    default:
      return index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
  }
}

function controlSequenceEnd(text: string, start: number): number | undefined {
  // The Linux console sends ESC [ [ A for F1.
  const first = text[start] === '[' ? start + 1 : start;
  for (let index = first; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x40 && code <= 0x7e) return index + 1;
    if (code < 0x20 || code > 0x7e || index - start > longestSequence) return index;
  }
  return undefined;
}

function functionKeyEnd(text: string, start: number): number | undefined {
  for (let index = start; index < text.length; index++) {
    if (!/[\d;]/.test(text.charAt(index)) || index - start > longestSequence)
      return /[@-~]/.test(text.charAt(index)) ? index + 1 : index;
  }
  return undefined;
}

/** Alt with a cursor key, in the terminals that put an escape before its sequence. */
function altEscapeEnd(text: string, start: number): number | undefined {
  switch (text[start]) {
    case undefined:
      return undefined;
    case '[':
      return controlSequenceEnd(text, start + 1);
    case 'O':
      return functionKeyEnd(text, start + 1);
    default:
      return start - 1;
  }
}

function replyEnd(text: string, start: number): number | undefined {
  const reply = /^[\d>!?G][^\u0000-\u001f]*(?:\u0007|\u001b\\)/.exec(text.slice(start, start + 4096));
  return reply ? start + reply[0].length : undefined;
}
