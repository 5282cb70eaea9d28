import type {WindowMessage} from '../session/serve-window.ts';
import {textPieces} from '../session/text-pieces.ts';
import {leaveAlternateScreen, leaveOriginMode, restoreTerminal} from '../terminal/restore-terminal.ts';
import {exitCodes} from './command.ts';
import type {Streams} from './start.ts';

export interface JoinedWindow {
  send(message: object): void;
  readonly messages: AsyncIterable<WindowMessage>;
  close(): void;
}

export interface WindowOptions extends Streams {
  /** Control characters; `d` behind one leaves, and twice it sends itself. */
  readonly prefixes: readonly number[];
  /** Said before anything else, unless the window is refused. */
  readonly hint: string;
}

/** Joins the person's terminal with one of the lab, until one of both ends. Gives the exit code. */
export async function showWindow(
  {send, messages, close}: JoinedWindow,
  {stdin, stdout, prefixes, hint}: WindowOptions,
): Promise<number> {
  let hasLeft = false;
  let isAfterPrefix = false;
  // A character may come in two pieces.
  const decoder = new TextDecoder();
  const take = (chunk: Buffer) => {
    let data = '';
    for (const character of decoder.decode(chunk, {stream: true})) {
      const isPrefix = prefixes.includes(character.charCodeAt(0));
      if (isAfterPrefix && character === 'd') {
        hasLeft = true;
        close();
        return;
      }
      if (isPrefix && !isAfterPrefix) {
        isAfterPrefix = true;
        continue;
      }
      isAfterPrefix = false;
      data += character;
    }
    // The app takes no line of more than 64 KiB, and a control character is six in JSON.
    for (const piece of textPieces(data, 8 * 1024)) send({type: 'data', data: piece});
  };
  const resize = () => send({type: 'resize', columns: stdout.columns, rows: stdout.rows});
  stdin.setRawMode(true);
  stdin.on('data', take);
  stdin.resume();
  stdout.on('resize', resize);
  let hasBegun = false;
  let isAlternate = false;
  let hasOrigin = false;
  let end: {why: string} | undefined;
  let refusal: Extract<WindowMessage, {type: 'refused'}> | undefined;
  try {
    for await (const message of messages) {
      if (!hasBegun && message.type !== 'refused') stdout.write(`${hint}\r\n`);
      hasBegun = true;
      if (message.type === 'data') {
        stdout.write(message.data);
        isAlternate = modeAfter(message.data, alternateScreen, isAlternate);
        hasOrigin = modeAfter(message.data, originMode, hasOrigin);
      } else if (message.type === 'say') stdout.write(`${message.text}\r\n`);
      else if (message.type === 'end') end = message;
      else refusal = message;
      if (end || refusal) break;
    }
  } finally {
    stdout.off('resize', resize);
    stdin.off('data', take);
    stdin.setRawMode(false);
    stdin.pause();
    close();
    // Leaving the alternate screen where one is not on it would put the cursor somewhere else.
    stdout.write(
      `${isAlternate ? leaveAlternateScreen : ''}${restoreTerminal}${hasOrigin ? leaveOriginMode : ''}`,
    );
  }
  if (hasLeft) {
    stdout.write('\n');
    return exitCodes.done;
  }
  if (refusal) {
    stdout.write(`${refusal.message}\n→ ${refusal.cure}\n`);
    return refusal.isWrongUse ? exitCodes.wrongUse : exitCodes.machineLacks;
  }
  stdout.write(`\n${end?.why ?? 'The app has ended, and with it the lab.'}\n`);
  return exitCodes.done;
}

const alternateScreen: readonly string[] = ['47', '1047', '1049'];
const originMode: readonly string[] = ['6'];

/** Whether a mode of the terminal, of any of these numbers, is set after these characters. */
function modeAfter(data: string, numbers: readonly string[], before: boolean): boolean {
  const last = [...data.matchAll(/\u001b\[\?([\d;]+)([hl])/g)].findLast(([, set = '']) =>
    set.split(';').some((number) => numbers.includes(number)),
  );
  return last ? last[2] === 'h' : before;
}
