import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import {closeStyles} from './line-styles.ts';

/** Breaks styled text at blanks, and words that are too long anywhere; `\n` in it is a line's end. */
export function wrapText(text: string, width: number): readonly string[] {
  // wrap-ansi and slice-ansi count some conjuncts of Indic scripts narrower than string-width does.
  for (let columns = width; columns > 1; ) {
    const lines = wrapAnsi(text, columns, {hard: true}).split('\n');
    const widest = lines.reduce((most, line) => Math.max(most, stringWidth(line)), 0);
    if (widest <= width) return closeStyles(lines.map((line) => line.trimEnd()));
    columns -= widest - width;
  }
  return closeStyles(text.split('\n')).map((line) => cutText(line, width));
}

/** Cuts what is wider than `width`, with an ellipsis. */
export function cutText(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  for (let columns = width - 1; columns > 0; columns--) {
    const cut = `${sliceAnsi(text, 0, columns)}…`;
    if (stringWidth(cut) <= width) return cut;
  }
  return '';
}
