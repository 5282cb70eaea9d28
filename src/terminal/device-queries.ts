/** Takes questions to the terminal out of a shell's output. Chunks may end anywhere. */
export interface QueryFilter {
  clean(chunk: string): string;
}

/** Control characters within a sequence are carried out and do not end it. */
const begin = '(?:\\u001b\\[|\\u009b)';
const parameters = '[\\u0000-\\u0017\\u0019\\u001c-\\u003f]*';
const sequence = new RegExp(`${begin}(${parameters})([\\u0040-\\u007e])|\\u001bZ|\\u0005|\\u009a`, 'g');
const unfinished = new RegExp(`(?:\\u001b|${begin}${parameters})$`);

/** Characters of a sequence that are waited for; a longer one is none. */
const longest = 256;

/**
 * Removes what a terminal would answer (attributes, status, cursor, modes, keyboard, size, version): the tab's own
 * emulator answers, and each window of the learner's own would do so once more. Works behind `createEmulatorInput`,
 * which removes the questions that are strings.
 */
export function createQueryFilter(): QueryFilter {
  let held = '';
  return {
    clean(chunk) {
      const text = held + chunk;
      const at = text.search(unfinished);
      held = at === -1 || text.length - at > longest ? '' : text.slice(at);
      const whole = held === '' ? text : text.slice(0, at);
      return whole.replace(sequence, (found: string, inner: string | undefined, final: string | undefined) =>
        final === undefined || isQuery(inner ?? '', final) ? '' : found,
      );
    },
  };
}

function isQuery(inner: string, final: string): boolean {
  switch (final) {
    case 'c':
    case 'x':
      return true;
    case 'n':
      // With `>` it sets how keys are reported.
      return !inner.includes('>');
    case 'p':
    case 'w':
      return inner.includes('$');
    case 'y':
      return inner.includes('*');
    case 'q':
      return inner.includes('>');
    case 'u':
      return inner.includes('?') || inner.includes('&');
    case 'm':
    case 'S':
      return inner.includes('?');
    case 'R':
      return inner.includes('#');
    case '|':
      return inner.includes("'");
    case 't':
      // Reports of the window, and changes to it.
      return !/[ $]/.test(inner);
    default:
      return false;
  }
}
