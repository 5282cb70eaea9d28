/**
 * What the lab's shells tell the app, in escape sequences that carry the lab's nonce:
 *
 *     ESC ]133;A;<nonce> BEL                              the prompt is shown
 *     ESC ]133;C;<nonce>;<command> BEL                    a command starts
 *     ESC ]133;D;<nonce>;<exit code> BEL                  it ended
 *     ESC ]133;R;<nonce>;<command> BEL                    the shell could not read it; why, it has printed already
 *     ESC ]7733;<nonce>;<request id>;<word>;<argument…> BEL   `lab kill broker-2`
 *
 * In `<command>` and the arguments `\`, `;` and control characters stand as `\xNN`.
 */
export type ShellMark =
  | {readonly type: 'prompt'}
  | {readonly type: 'command-started'; readonly command: string}
  | {readonly type: 'command-ended'; readonly exitCode: number}
  | {readonly type: 'command-refused'; readonly command: string}
  | {
      readonly type: 'request';
      readonly id: string;
      readonly word: string;
      readonly arguments: readonly string[];
    };

/** A stretch of what a shell printed. The text between marks is passed on as it came. */
export type ScannedPiece =
  | {readonly type: 'text'; readonly text: string}
  | {readonly type: 'mark'; readonly mark: ShellMark};

/** Takes a shell's output apart, chunk by chunk; a sequence or a character may be split anywhere. */
export interface MarkScanner {
  feed(chunk: Uint8Array | string): readonly ScannedPiece[];
}

/** Characters of an unfinished sequence that are held back before they are let go as text. */
export const longestMark = 16 * 1024;

const introducers = ['\u001b]133;', '\u001b]7733;'] as const;

/** BEL, line feed, CAN, SUB, ESC. */
const endings = [0x07, 0x0a, 0x18, 0x1a, 0x1b];

/**
 * A sequence of ours with another nonce is no mark: it stays in the text, and the emulator drops it as it drops
 * every operating system command.
 */
export function createMarkScanner(nonce: string): MarkScanner {
  const decoder = new TextDecoder();
  let pending = '';
  // Where the search for the end of the pending sequence goes on, so that a byte-wise feed stays linear.
  let searched = 0;

  return {
    feed(chunk) {
      const decoded = typeof chunk === 'string' ? chunk : decoder.decode(chunk, {stream: true});
      const input = pending + decoded;
      const pieces: ScannedPiece[] = [];
      let textStart = 0;
      let at = input.indexOf('\u001b');
      let resumeAt = searched;
      pending = '';
      searched = 0;

      while (at !== -1) {
        const found = readSequence(input, at, resumeAt);
        resumeAt = 0;
        if (found.type === 'unfinished') {
          pending = input.slice(at);
          searched = pending.length;
          break;
        }
        if (found.type === 'sequence') {
          const mark = readMark(found.body, nonce);
          if (mark) {
            pushText(pieces, input.slice(textStart, at));
            pieces.push({type: 'mark', mark});
            textStart = found.end;
          }
        }
        at = input.indexOf('\u001b', found.type === 'sequence' ? found.end : found.next);
      }
      pushText(pieces, input.slice(textStart, input.length - pending.length));
      return pieces;
    },
  };
}

type FoundSequence =
  | {readonly type: 'unfinished'}
  | {readonly type: 'other'; readonly next: number}
  | {readonly type: 'sequence'; readonly body: string; readonly end: number};

function readSequence(input: string, start: number, searched: number): FoundSequence {
  const introducer = introducers.find((one) => input.startsWith(one, start));
  if (introducer === undefined) {
    const rest = input.slice(start, start + 8);
    const mayBecome = start + rest.length === input.length && introducers.some((one) => one.startsWith(rest));
    return mayBecome ? {type: 'unfinished'} : {type: 'other', next: start + 1};
  }

  const bodyStart = start + 2;
  // One back: the search may have stopped at an ESC that waits for its backslash.
  for (let index = Math.max(start + introducer.length, start + searched - 1); index < input.length; index++) {
    const code = input.charCodeAt(index);
    if (code >= 0x20 || !endings.includes(code)) continue;
    const body = input.slice(bodyStart, index);
    if (code === 0x07) return {type: 'sequence', body, end: index + 1};
    if (code === 0x1b && index + 1 === input.length) return {type: 'unfinished'};
    if (code === 0x1b && input[index + 1] === '\\') return {type: 'sequence', body, end: index + 2};
    // A line end (which the shell writes as \xNN) or an abort: the sequence was never finished.
    return {type: 'other', next: index};
  }
  return input.length - start > longestMark ? {type: 'other', next: input.length} : {type: 'unfinished'};
}

function readMark(body: string, nonce: string): ShellMark | undefined {
  const [code, ...fields] = body.split(';');
  if (code === '7733') {
    const [itsNonce, id, word, ...rest] = fields;
    if (itsNonce !== nonce || !id || !word) return undefined;
    return {type: 'request', id: decode(id), word: decode(word), arguments: rest.map(decode)};
  }
  const [kind, itsNonce, value, ...more] = fields;
  if (itsNonce !== nonce || more.length > 0) return undefined;
  if (kind === 'A') return {type: 'prompt'};
  if (kind === 'R' && value !== undefined) return {type: 'command-refused', command: decode(value)};
  if (kind === 'C' && value !== undefined) return {type: 'command-started', command: decode(value)};
  if (kind === 'D' && value !== undefined && /^\d{1,3}$/.test(value))
    return {type: 'command-ended', exitCode: Number(value)};
  return undefined;
}

/** A run of `\xNN` is read as UTF-8, since a shell may escape byte by byte. */
function decode(field: string): string {
  return field.replace(/(?:\\x[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8'),
  );
}

function pushText(pieces: ScannedPiece[], text: string): void {
  if (text !== '') pieces.push({type: 'text', text});
}
