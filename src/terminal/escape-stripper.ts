/** Removes escape sequences and control characters from a stream; a sequence may be split across chunks. */
export interface EscapeStripper {
  feed(chunk: string): string;
}

export interface EscapeStripperOptions {
  /** What stands in the result for "erase to the end of the line" (`ESC [ K`). Nothing by default. */
  readonly eraseLine?: string;
}

type State = 'text' | 'escape' | 'intermediate' | 'parameters' | 'string' | 'string-escape';

// Line feed, tab, carriage return and backspace stay: they say where the text goes.
const removed = /[\0-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** Keeps no text, only the place in the grammar of ECMA-48: an endless sequence costs no memory. */
export function createEscapeStripper({eraseLine = ''}: EscapeStripperOptions = {}): EscapeStripper {
  let state: State = 'text';
  let parameters = '';

  function step(character: string, code: number): string {
    // These two abort a sequence of any kind.
    if (code === 0x18 || code === 0x1a) {
      state = 'text';
      return '';
    }
    switch (state) {
      case 'string-escape':
        state = code === 0x5c ? 'text' : 'escape';
        return state === 'text' ? '' : step(character, code);
      case 'string':
        if (code === 0x1b) {
          state = 'string-escape';
        } else if (code === 0x07 || code === 0x9c) {
          state = 'text';
        }
        return '';
      case 'escape':
      case 'intermediate':
        state = afterEscape(character, code, state);
        parameters = '';
        return '';
      default:
        return readParameters(character, code);
    }
  }

  function readParameters(character: string, code: number): string {
    if (code === 0x1b) {
      state = 'escape';
    } else if (code >= 0x40) {
      state = 'text';
      return character === 'K' && /^0?$/.test(parameters) ? eraseLine : '';
    } else if (code >= 0x20 && parameters.length < 16) {
      parameters += character;
    }
    // A terminal obeys line ends and the like even in the middle of a sequence.
    return code === 0x0a || code === 0x0d ? character : '';
  }

  return {
    feed(chunk) {
      let result = '';
      let index = 0;
      while (index < chunk.length) {
        if (state !== 'text') {
          result += step(chunk.charAt(index), chunk.charCodeAt(index));
          index += 1;
          continue;
        }
        removed.lastIndex = index;
        const next = removed.exec(chunk)?.index ?? chunk.length;
        result += chunk.slice(index, next);
        state = introduced(chunk.charCodeAt(next));
        parameters = '';
        index = next + 1;
      }
      return result;
    },
  };
}

function introduced(code: number): State {
  switch (code) {
    case 0x1b:
      return 'escape';
    case 0x9b:
      return 'parameters';
    case 0x90:
    case 0x98:
    case 0x9d:
    case 0x9e:
    case 0x9f:
      return 'string';
    default:
      return 'text';
  }
}

function afterEscape(character: string, code: number, state: 'escape' | 'intermediate'): State {
  if (code === 0x1b) return 'escape';
  if (code >= 0x20 && code < 0x30) return 'intermediate';
  if (state === 'escape' && character === '[') return 'parameters';
  return state === 'escape' && ']PX^_'.includes(character) ? 'string' : 'text';
}
