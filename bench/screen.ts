import {monitorEventLoopDelay} from 'node:perf_hooks';
import {setImmediate as breathe} from 'node:timers/promises';
import {createMarkScanner} from '../src/terminal/marks.ts';
import {Recording} from '../src/terminal/recording.ts';
import {Screen} from '../src/terminal/screen.ts';
import type {TerminalSize} from '../src/terminal/terminal.ts';

export interface FloodCost {
  readonly name: string;
  readonly seconds: number;
  /** Growth of the process's resident memory at its highest. */
  readonly megabytes: number;
  /** Longest time in which nothing else of the program had its turn, in milliseconds. */
  readonly longestBlock: number;
}

const floodBytes = 50_000_000;
const chunkBytes = 64 * 1024;
const size: TerminalSize = {columns: 120, rows: 40};

/** Floods as a lab's shell may print them. Random bytes are the same in every run. */
const floods: readonly (readonly [name: string, beginning: string, chunk: () => Uint8Array])[] = [
  ['yes', '', repeated('y\r\n')],
  [
    'log lines',
    '',
    repeated(`[2026-01-01 12:00:00,000] INFO ${'a line of a log '.repeat(8)}(kafka.log)\r\n`),
  ],
  ['random bytes', '', randomBytes()],
  ['an OSC without an end', '\u001b]0;', repeated('x')],
  ['combining marks', 'a', repeated('\u0301')],
  ['links', '', repeated('\u001b]8;;http://a\u0007x\r')],
];

/** Sends 50 MB of each kind the way a shell's output takes, through marks, recording and screen, drawing 30 frames a second. */
export async function measureFloods(): Promise<readonly FloodCost[]> {
  const costs: FloodCost[] = [];
  for (const [name, beginning, chunk] of floods) costs.push(await measureFlood(name, beginning, chunk));
  return costs;
}

async function measureFlood(name: string, beginning: string, chunk: () => Uint8Array): Promise<FloodCost> {
  const screen = new Screen(size);
  const recording = new Recording({name: 'client', host: 'client', now: () => Date.now()});
  const scanner = createMarkScanner('nonce');
  const before = process.memoryUsage.rss();
  let most = before;
  const frames = setInterval(() => {
    screen.rows();
    most = Math.max(most, process.memoryUsage.rss());
  }, 33);
  const delays = monitorEventLoopDelay({resolution: 1});
  delays.enable();
  const began = performance.now();
  const print = (data: Uint8Array | string) => {
    const pieces = scanner.feed(data);
    for (const piece of pieces) if (piece.type === 'text') void screen.write(piece.text);
    recording.feed(pieces);
  };
  print(`\u001b]133;C;nonce;flood\u0007${beginning}`);
  for (let sent = 0; sent < floodBytes; sent += chunkBytes) {
    print(chunk());
    await (screen.isBehind ? caughtUp(screen) : breathe());
  }
  await screen.write('.');
  const seconds = (performance.now() - began) / 1000;
  delays.disable();
  clearInterval(frames);
  screen.dispose();
  return {name, seconds, megabytes: (most - before) / 1e6, longestBlock: delays.max / 1e6};
}

async function caughtUp(screen: Screen): Promise<void> {
  return new Promise((resolve) => {
    const stop = screen.onDrained(() => {
      stop();
      resolve();
    });
  });
}

function repeated(unit: string): () => Uint8Array {
  const chunk = Buffer.from(unit.repeat(Math.ceil(chunkBytes / Buffer.byteLength(unit))));
  return () => chunk;
}

function randomBytes(): () => Uint8Array {
  let seed = 20_240_607;
  return () => {
    const chunk = new Uint8Array(chunkBytes);
    for (let index = 0; index < chunk.length; index += 1) {
      // Numerical Recipes' linear congruential generator; the high bits are the random ones.
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      chunk[index] = seed >>> 24;
    }
    return chunk;
  };
}

/** Milliseconds `rows()` takes after something was printed, a value a frame. */
export async function measureFrames(of: TerminalSize, count = 500): Promise<readonly number[]> {
  const screen = new Screen(of);
  const times: number[] = [];
  for (let frame = 0; frame < count; frame += 1) {
    await screen.write(`[2026-01-01 12:00:00,000] INFO line ${frame} of a broker's log (kafka.log.Log)\r\n`);
    const began = performance.now();
    screen.rows();
    times.push(performance.now() - began);
  }
  screen.dispose();
  return times;
}
