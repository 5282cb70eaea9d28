import {PassThrough} from 'node:stream';
import xterm from '@xterm/headless';
import {describe, expect, it} from 'vitest';
import {showWindow} from '../../src/cli/show-window.ts';
import type {Streams} from '../../src/cli/start.ts';

/** What the person's terminal gets from a window whose shell prints `data`. */
async function shown(data: string): Promise<string> {
  const written: string[] = [];
  const stdin = Object.assign(new PassThrough(), {setRawMode: () => {}});
  const stdout = Object.assign(new PassThrough(), {columns: 80, rows: 24});
  stdout.on('data', (part: Buffer) => written.push(part.toString()));
  const messages = (async function* () {
    yield {type: 'data', data} as const;
    yield {type: 'end', why: 'over', exitCode: 0} as const;
  })();
  const streams = {stdin, stdout} as unknown as Streams;
  await showWindow({send: () => {}, close: () => {}, messages}, {...streams, prefixes: [7], hint: 'hint'});
  return written.join('');
}

async function terminalAfter(text: string): Promise<xterm.Terminal> {
  const terminal = new xterm.Terminal({cols: 80, rows: 24, allowProposedApi: true});
  await new Promise<void>((resolve) => {
    // As the terminal line does out of raw mode.
    terminal.write(text.replaceAll('\n', '\r\n'), resolve);
  });
  return terminal;
}

describe('a window that is left', () => {
  it('takes back the modes the shell has set', async () => {
    const set =
      '\u001b[?7l\u001b[4h\u001b[?6h\u001b[2;5r\u001b[?1h\u001b[?2004h\u001b[?1003h\u001b[?1004h\u001b(0';
    const {modes, buffer} = await terminalAfter(`${await shown(set)}new`);
    expect(modes).toMatchObject({
      wraparoundMode: true,
      insertMode: false,
      originMode: false,
      applicationCursorKeysMode: false,
      bracketedPasteMode: false,
      mouseTrackingMode: 'none',
      sendFocusMode: false,
    });
    const rows = Array.from({length: 24}, (_, row) =>
      buffer.active.getLine(buffer.active.baseY + row)?.translateToString(true),
    );
    expect(rows).toContain('new');
    expect(rows.indexOf('new')).toBe(23);
  });

  it('leaves the cursor where the shell had it, and the alternate screen where it is on it', async () => {
    const {buffer} = await terminalAfter(await shown('\u001b[5;1Hhere'));
    expect(buffer.active.getLine(4)?.translateToString(true)).toBe('here');
    expect(buffer.active.getLine(5)?.translateToString(true)).toBe('over');
    const plain = await shown('here');
    expect(plain).not.toContain('\u001b[?1049l');
    const left = await terminalAfter(await shown('before\u001b[?1049;25h\u001b[9;9Hinside'));
    expect(left.buffer.active.type).toBe('normal');
    expect(left.buffer.active.getLine(1)?.translateToString(true)).toBe('before');
  });
});
