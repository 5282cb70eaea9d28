import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {Screen} from '../../src/terminal/screen.ts';
import {countOf} from '../full-count.ts';
import {processorTime} from '../processor-time.ts';
import {createRandom, hostileString} from './fuzz-strings.ts';

const esc = '\u001b';
const reset = `${esc}[0m`;
const size = {columns: 80, rows: 24};
const safeRow = /^(?:\u001b\[[\d;]*m|[^\p{Control}\p{Surrogate}\p{Default_Ignorable_Code_Point}])*$/u;

/** Milliseconds; of two tries if the first is slow, since memory may have been cleared up in it. */
async function timed(screen: Screen, text: string): Promise<number> {
  let best = Infinity;
  for (let tries = 0; tries < 2 && best > 50; tries++) {
    const started = processorTime();
    await screen.write(text);
    best = Math.min(best, processorTime() - started);
  }
  return best;
}

function expectSafe(screen: Screen, context: string): void {
  for (const row of screen.rows()) {
    const lastStyle = row.match(/\u001b\[[\d;]*m/g)?.at(-1) ?? reset;
    if (!safeRow.test(row) || stringWidth(row) > size.columns || lastStyle !== reset)
      throw new Error(`unsafe row ${JSON.stringify(row)} (${stringWidth(row)} columns) after ${context}`);
  }
}

async function filledScreen(): Promise<Screen> {
  const screen = new Screen(size);
  await screen.write(Array.from({length: 5100}, (_, index) => `line ${index} 漢字\r\n`).join(''));
  return screen;
}

describe('control sequences with any parameter', () => {
  const parameters = ['0', '1', '80', '4096', '2147483647', '2147483647;2147483647', '99999999999999999999'];

  test.each(['', '?', '>', '<', '='])('prefix "%s"', async (prefix) => {
    const screen = await filledScreen();
    for (const intermediate of ['', ' ', '!', '"', '#', '$', "'", '*']) {
      for (let final = 0x40; final <= 0x7e; final++) {
        for (const parameter of parameters) {
          const sequence = `x${esc}[${prefix}${parameter}${intermediate}${String.fromCharCode(final)}`;
          expect(await timed(screen, sequence), JSON.stringify(sequence)).toBeLessThan(100);
        }
        expectSafe(screen, `final ${String.fromCharCode(final)}`);
      }
    }
  });

  test('erasing up to the last cell of a fresh screen', async () => {
    const screen = new Screen(size);
    await screen.write(`${'x'.repeat(80 * 24)}${esc}[1J`);
    await screen.write('\rnext');
    expect(screen.rows().at(-1)).toBe('next');
    expect(screen.rows()[0]).toBe('');
  });
});

const strings = countOf({quick: 1500, full: 100_000});

test(`${strings} hostile strings leave rows that are safe to draw, each in time`, {
  timeout: 1_800_000,
}, async () => {
  const random = createRandom(20240607);
  const screen = await filledScreen();
  const shown: string[] = [];
  for (let round = 0; round < strings; round++) {
    const text = hostileString(random);
    shown.push(text);
    expect(await timed(screen, text), JSON.stringify(text)).toBeLessThan(100);
    if (round % 500 === 0) {
      screen.resize({columns: 20 + random(60), rows: 5 + random(30)});
      screen.resize(size);
      screen.scrollBy(random(20) - 10);
    }
    expectSafe(screen, JSON.stringify(shown.slice(-3)));
  }
  expect(screen.text()).not.toContain(esc);
});

describe('26: floods, with counts no screen has', () => {
  const floods: [name: string, unit: string, megabytes: number][] = [
    ['yes', 'y\r\n', 5],
    ['an unterminated operating system command', 'x', 20],
    ['marks on one character', '\u0301', 2],
    ['links', `${esc}]8;;http://a\u0007x\r`, 2],
    ['resets', `${esc}c`, 0.05],
    ['repeated characters', `x${esc}[2147483647b`, 0.5],
    ['scrolling', `${esc}[2147483647S`, 0.2],
    ['inserted lines', `${esc}[2147483647L`, 0.2],
    ['questions', `${esc}[6n`, 1],
  ];

  test.each(floods)('%s', async (name, unit, megabytes) => {
    const screen = new Screen(size);
    const before = process.memoryUsage().rss;
    await screen.write(name.startsWith('an unterminated') ? `${esc}]0;` : 'a');
    const chunk = unit.repeat(65_536 / unit.length);
    let longest = 0;
    let last = processorTime();
    const watch = setInterval(() => {
      const now = processorTime();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    for (let written = 0; written < megabytes * 1_000_000; written += chunk.length) {
      await screen.write(chunk);
    }
    clearInterval(watch);
    expectSafe(screen, name);
    expect(longest).toBeLessThan(250);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });
});
