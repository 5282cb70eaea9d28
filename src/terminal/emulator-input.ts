import {cellWidth} from './cell-width.ts';

/** Takes out of a shell's output what the emulator must not see. Chunks may end anywhere. */
export interface EmulatorInput {
  clean(chunk: string): string;
}

/** Marks (accents and the like) kept on one character. Living languages need three. */
export const mostMarks = 4;

const controlOrMark = /[\u0300-\uffff\x1b\x90\x98\x9d-\x9f]/;
const mark = /[\u0300-\uffff]/;
const introducer = /[\x1b\x90\x98\x9d-\x9f]/g;
const stringEnd = /[\x07\x18\x1a\x1b\x9c]/g;

/**
 * Removes operating system commands (titles, clipboard, links, colours), device control strings and their kin as
 * they stream by: none of them draws, xterm would keep up to ten million characters of each, and its links cost a
 * listener apiece. Bounds the marks on one character: xterm joins them without end.
 */
export function createEmulatorInput(): EmulatorInput {
  let state: 'text' | 'escape' | 'string' = 'text';
  let marks = 0;

  function boundMarks(text: string): string {
    if (!mark.test(text)) {
      marks = 0;
      return text;
    }
    let bounded = '';
    let start = 0;
    for (let index = 0; index < text.length; ) {
      const codePoint = text.codePointAt(index) ?? 0;
      const size = codePoint > 0xffff ? 2 : 1;
      marks = codePoint >= 0x300 && cellWidth(codePoint) === 0 ? marks + 1 : 0;
      if (marks > mostMarks) {
        bounded += text.slice(start, index);
        start = index + size;
      }
      index += size;
    }
    return bounded + text.slice(start);
  }

  /** The character after an escape decides; the escape was held back until here. */
  function afterEscape(character: string): string {
    if (character === '\u001b') return '';
    if (/[\]PX^_\x90\x98\x9d-\x9f]/.test(character)) {
      state = 'string';
      return '';
    }
    state = 'text';
    return `\u001b${character}`;
  }

  return {
    clean(chunk) {
      if (state === 'text' && !controlOrMark.test(chunk)) {
        marks = 0;
        return chunk;
      }
      let result = '';
      for (let index = 0; index < chunk.length; ) {
        if (state === 'escape') {
          result += afterEscape(chunk.charAt(index));
          index += 1;
          continue;
        }
        const next = search(state === 'text' ? introducer : stringEnd, chunk, index);
        if (state === 'text') result += boundMarks(chunk.slice(index, next));
        if (next < chunk.length) {
          // An escape ends a string too; of `ESC \`, which ends it properly, the rest draws nothing.
          state = chunk[next] === '\u001b' ? 'escape' : state === 'text' ? 'string' : 'text';
        }
        index = next + 1;
      }
      return result;
    },
  };
}

function search(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
