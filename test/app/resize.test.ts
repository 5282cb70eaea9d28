import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Learner} from './learner.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'resize '));
});
afterEach(async () => rm(home, {recursive: true, force: true}));

/** Narrower and wider at the same height, and other heights; too small in between. */
const sizes = [
  [90, 24],
  [109, 24],
  [80, 24],
  [140, 40],
  [100, 40],
  [100, 30],
  [60, 30],
  [30, 9],
  [109, 24],
] as const;

/** A course that is only read needs no lab. */
const course = path.resolve(import.meta.dirname, '../fixtures/courses/reading');

async function open(columns: number, rows: number): Promise<Learner> {
  const folder = path.join(home, `${columns}×${rows}`);
  await mkdir(folder, {recursive: true});
  const words = ['--course', course, '01', '--step', 'message'];
  const learner = new Learner({columns, rows, home: folder, arguments: words});
  // Both stand in the last line of their screen.
  await learner.sees(/n next|Make it larger/);
  return learner;
}

describe('a window of another size', () => {
  it('shows what an app shows that was opened at that size', async () => {
    const fresh = new Map<string, string>();
    for (const [columns, rows] of sizes) {
      await using learner = await open(columns, rows);
      fresh.set(`${columns}×${rows}`, learner.screen());
      learner.press('q');
      await learner.exitCode();
    }
    await using learner = await open(109, 24);
    for (const [columns, rows] of sizes) {
      learner.resize(columns, rows);
      const wanted = fresh.get(`${columns}×${rows}`);
      await learner.until((screen) => screen === wanted, `see at ${columns}×${rows}:\n${wanted}\n`, 10);
    }
    // As a mouse at the window's edge does it: the next size comes before the last one is drawn.
    for (const [columns, rows] of sizes) learner.resize(columns, rows);
    const wanted = fresh.get('109×24');
    await learner.until((screen) => screen === wanted, `see at last:\n${wanted}\n`, 10);

    // Smaller and back while the app is busy: it sees the size it knew, the terminal has lost lines.
    const app = learner.appPid();
    process.kill(app, 'SIGSTOP');
    learner.resize(30, 9);
    learner.resize(109, 24);
    expect(learner.screen()).not.toBe(wanted);
    process.kill(app, 'SIGCONT');
    await learner.until((screen) => screen === wanted, `see once it goes on:\n${wanted}\n`, 10);

    // A frame of the sizes before may still come, and draw over it.
    await expect
      .poll(async () => {
        await learner.scribble('\u001b[5;20Hnot of the course');
        return learner.screen();
      })
      .not.toBe(wanted);
    learner.press('ctrl-l');
    await learner.until((screen) => screen === wanted, `see after Ctrl-L:\n${wanted}\n`, 10);
  });
});
