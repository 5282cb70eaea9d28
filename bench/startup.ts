import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {AppOnPty, launcher} from './app-on-pty.ts';
import {withFolder} from './with-folder.ts';

/** Milliseconds of each round, by what was started. */
export interface StartupTimes {
  /** `node -e 0`, until it has ended. */
  readonly bare: number[];
  /** `launcher.js --version`, until it has ended. */
  readonly version: number[];
  /** `launcher.js` on a terminal of 80×24, until the map's text has arrived there. */
  readonly firstFrame: number[];
}

export interface StartupOptions {
  /** Folder of the course. */
  readonly course: string;
  /** A text the course's map shows and nothing before it. */
  readonly mapText: string;
  readonly rounds: number;
}

/** Starts the three in turn, so that whatever else the machine does meets all of them. The first round only warms up. */
export async function measureStartup({course, mapText, rounds}: StartupOptions): Promise<StartupTimes> {
  const times: StartupTimes = {bare: [], version: [], firstFrame: []};
  for (let round = 0; round <= rounds; round += 1) {
    const bare = await timeProcess(['-e', '0']);
    const version = await timeProcess([launcher, '--version']);
    const firstFrame = await timeFirstFrame(course, mapText);
    if (round === 0) continue;
    times.bare.push(bare);
    times.version.push(version);
    times.firstFrame.push(firstFrame);
  }

  return times;
}

async function timeProcess(words: readonly string[]): Promise<number> {
  const began = performance.now();
  const [code] = await once(spawn(process.execPath, words, {stdio: 'ignore'}), 'exit');
  if (code !== 0) throw new Error(`node ${words.join(' ')} ended with exit code ${code}`);
  return performance.now() - began;
}

async function timeFirstFrame(course: string, mapText: string): Promise<number> {
  return withFolder(async (home) => {
    const began = performance.now();
    const app = new AppOnPty({columns: 80, rows: 24, home, arguments: ['--course', course]});
    try {
      await app.sees(mapText);
      return performance.now() - began;
    } finally {
      app.type('q');
      await app.close();
    }
  });
}
