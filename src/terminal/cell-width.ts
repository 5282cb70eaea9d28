import stringWidth from 'string-width';

export type CellWidth = 0 | 1 | 2;

// One byte a code point, filled as characters are met: 0 unknown, else the width and one.
const known = new Uint8Array(0x110000);

/**
 * How many cells a character takes, as programs count them: code point by code point, like `wcwidth`. Where the two
 * agree it is `string-width`'s figure, which Ink lays out by, so that a row is as wide in Ink as in the emulator.
 */
export function cellWidth(codePoint: number): CellWidth {
  if (codePoint >= 0x20 && codePoint < 0x7f) return 1;
  const remembered = known[codePoint];
  if (remembered) return (remembered - 1) as CellWidth;
  const width = measure(codePoint);
  known[codePoint] = width + 1;
  return width;
}

function measure(codePoint: number): CellWidth {
  // string-width gives a lone half of a flag two columns, and a lone Hangul vowel or final consonant one.
  if (codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff) return 1;
  if ((codePoint >= 0x1160 && codePoint <= 0x11ff) || (codePoint >= 0xd7b0 && codePoint <= 0xd7fb)) return 0;
  return Math.min(2, stringWidth(String.fromCodePoint(codePoint))) as CellWidth;
}
