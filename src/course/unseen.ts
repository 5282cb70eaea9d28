/**
 * What nobody sees on the page and what is typed, or read, all the same: control characters, turns of the writing
 * direction, blanks without width, tags. Joiners are letters of some scripts and may stay.
 */
export const unseen =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

const everyUnseen = new RegExp(unseen, 'gu');

/** The text without such characters, or with something else in the place of each. */
export function withoutUnseen(text: string, instead = ''): string {
  return text.replace(everyUnseen, instead);
}
