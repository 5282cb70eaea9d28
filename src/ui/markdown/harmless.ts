/** Text of a lesson as it may be printed: no control character, nothing that turns the direction of its neighbours. */
export function harmless(text: string): string {
  return text
    .replace(/[\0-\x1f\x7f]/g, toPicture)
    .replace(/[\x80-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '')
    .toWellFormed();
}

/** Code keeps its line ends; tabs stop every four columns. */
export function harmlessCode(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => harmless(expandTabs(line)));
}

/** `␛` for an escape: seen, and only seen. Blanks of all kinds are blanks. */
function toPicture(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0x09 && code <= 0x0d) return ' ';
  return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
}

function expandTabs(line: string): string {
  let expanded = '';
  for (const part of line.split(/(\t)/)) {
    expanded += part === '\t' ? ' '.repeat(4 - (expanded.length % 4)) : part;
  }
  return expanded;
}
