import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import {temporaryFolder} from '../course/course-folder.ts';

const launcher = pathToFileURL(path.resolve(import.meta.dirname, '../../src/launcher-supervise.ts'));

/** The launcher behind an app that is killed, and whose sweeper ends with `code`. */
async function killedApp(code: number) {
  await using folder = await temporaryFolder({
    'entry.mjs': `if (process.env.KAFKA_LESSONS_SWEEP) process.exit(${code}); process.kill(process.pid, 'SIGKILL');`,
    'launcher.mjs': `import {superviseApp} from '${launcher}'; process.exitCode = await superviseApp([], new URL('./entry.mjs', import.meta.url));`,
  });
  return await execa(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(folder.path, 'launcher.mjs')],
    {reject: false, stdin: 'ignore'},
  );
}

describe('the launcher, when the app is killed', () => {
  it.each([
    [0, 'Done. Start it again to go on where you were.'],
    [71, 'It was one window of an app that goes on'],
    [3, 'could not be cleared up'],
    [70, 'could not be cleared up'],
  ])('says what came of clearing up (%i)', async (code, words) => {
    const {stderr, exitCode} = await killedApp(code);
    expect(exitCode).toBe(137);
    expect(stderr).toContain('kafka-lessons was ended (SIGKILL).');
    expect(stderr).toContain(words);
    expect(stderr.includes('Done.')).toBe(code === 0);
  });
});
