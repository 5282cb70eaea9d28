import {toPlainText} from './plain-text.ts';

const keptBeginning = 64 * 1024;
const keptEnd = 192 * 1024 - 128;
const chunkSize = 4 * 1024;

/**
 * What one command printed, bounded: the first 64 Ki and the last 192 Ki characters. Appending only keeps chunks;
 * escape sequences are removed when the text is read.
 */
export class CommandOutput {
  #beginning = '';
  /** Oldest first, from `#firstChunk` on. */
  #end: string[] = [];
  #firstChunk = 0;
  #endLength = 0;
  #leftOut = 0;
  #text: string | undefined;

  append(printed: string): void {
    this.#text = undefined;
    const room = Math.max(0, keptBeginning - this.#beginning.length);
    this.#beginning += printed.slice(0, room);
    if (printed.length > room) this.#appendToEnd(printed.slice(room));
  }

  /** Plain text with `\n` line ends. Remembered until the next `append`. */
  text(): string {
    this.#text ??= this.#convert();
    return this.#text;
  }

  #appendToEnd(printed: string): void {
    const last = this.#end.length - 1;
    const lastChunk = this.#end[last];
    if (last >= this.#firstChunk && lastChunk !== undefined && lastChunk.length < chunkSize) {
      this.#end[last] = lastChunk + printed;
    } else {
      this.#end.push(printed);
    }
    this.#endLength += printed.length;
    this.#dropOldest();
  }

  #dropOldest(): void {
    for (;;) {
      const oldest = this.#end[this.#firstChunk];
      if (oldest === undefined || this.#endLength - oldest.length < keptEnd) break;
      this.#end[this.#firstChunk] = '';
      this.#firstChunk += 1;
      this.#endLength -= oldest.length;
      this.#leftOut += oldest.length;
    }
    if (this.#firstChunk > 1024) {
      this.#end = this.#end.slice(this.#firstChunk);
      this.#firstChunk = 0;
    }
  }

  #convert(): string {
    const all = this.#end.slice(this.#firstChunk).join('');
    const tooMuch = Math.max(0, all.length - keptEnd);
    const leftOut = this.#leftOut + tooMuch;
    if (leftOut === 0) return toPlainText(this.#beginning + all);
    return withNote(toPlainText(this.#beginning), leftOut, toPlainText(fromLineStart(all.slice(tooMuch))));
  }
}

/** The beginning and the end of a text that is already plain, at most `limit` characters and a note. */
export function shortenOutput(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const beginning = Math.floor(limit / 4);
  const end = limit - beginning;
  return withNote(text.slice(0, beginning), text.length - limit, text.slice(-end));
}

function withNote(beginning: string, leftOut: number, end: string): string {
  return `${beginning}\n[${leftOut} characters left out]\n${end}`;
}

/** The cut may have hit the middle of an escape sequence: a line start is safe. */
function fromLineStart(text: string): string {
  const lineEnd = text.slice(0, 4096).indexOf('\n');
  return lineEnd === -1 ? text : text.slice(lineEnd + 1);
}
