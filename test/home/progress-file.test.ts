import {chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import {findHome} from '../../src/home/home-paths.ts';
import {HomeError, ownHome} from '../../src/home/owned-home.ts';
import {loadProgress, peekProgress, saveProgress} from '../../src/home/progress-file.ts';
import {
  noProgress,
  type Progress,
  passStep,
  rememberPlace,
  rememberServers,
} from '../../src/session/progress.ts';
import {temporaryFolder} from '../course/course-folder.ts';
import {countOf} from '../full-count.ts';
import {createRandom} from '../terminal/fuzz-strings.ts';
import {smallDisk} from './small-disk.ts';

const some: Progress = rememberServers(
  rememberPlace(
    passStep(noProgress, '04-topics', 'create-topic', {
      passedAt: '2030-01-01T00:00:00.000Z',
      how: 'done',
      evidence: '`test` exists with 1 partition 漢字',
    }),
    '04-topics',
    'list-topics',
  ),
  '04-topics',
  [{terminal: 'zookeeper', command: 'bin/zookeeper-server-start.sh config/zookeeper.properties'}],
);

describe('progress', () => {
  it('is read as it was saved', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'progress.json');
    await saveProgress(file, some);
    expect(await loadProgress(file)).toEqual({progress: some, notice: undefined});
    expect(await peekProgress(file)).toEqual(some);
    await saveProgress(file, rememberPlace(some, '04-topics', undefined));
    expect((await peekProgress(file)).last).toEqual({lesson: '04-topics'});
    expect(readdirSync(folder.path)).toEqual(['progress.json']);
  });

  it('26: is for nobody else to read, also where the file that was there could be', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'progress.json');
    for (const mode of [undefined, 0o644]) {
      if (mode !== undefined) chmodSync(file, mode);
      await saveProgress(file, some);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  it('50: of a file that was edited shows nothing that reaches for the terminal', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'progress.json');
    const hostile = passStep(noProgress, '04-topics', 'create-topic', {
      passedAt: '2030-01-01\u001b[2J',
      how: 'done',
      evidence: 'seen\u001b]52;c;eA==\u0007 \u202eback',
    });
    writeFileSync(file, JSON.stringify(hostile));
    expect((await peekProgress(file)).lessons['04-topics']?.steps['create-topic']).toEqual({
      passedAt: '2030-01-01[2J',
      how: 'done',
      evidence: 'seen]52;c;eA== back',
    });
  });

  it('is none where there is no file', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'progress.json');
    expect(await loadProgress(file)).toEqual({progress: noProgress, notice: undefined});
    expect(await peekProgress(file)).toEqual(noProgress);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  const damaged =
    /^Your progress file is damaged\. It is kept as progress\.json\.kept-\S+ beside it, and a new one was begun\.$/;
  const whole = JSON.stringify(some);
  it.each([
    ['empty', '', damaged],
    ['cut off', whole.slice(0, -20), damaged],
    ['rubbish', '\0\0\0\0', damaged],
    ['no object', '[]', damaged],
    ['null', 'null', damaged],
    ['without a version', JSON.stringify({...some, version: undefined}), damaged],
    ['of a version before the first', JSON.stringify({...some, version: 0}), damaged],
    ['with a step passed in a way nobody knows', whole.replace('"done"', '"guessed"'), damaged],
    ['with a step that has no evidence', whole.replace('"evidence"', '"proof"'), damaged],
    [
      'newer',
      JSON.stringify({version: 2, all: 'different'}),
      /^Your progress file was written by a newer kafka-lessons \(version 2 of the format\)\. It is kept as /,
    ],
  ])('that is %s is kept aside, never overwritten, and said', async (_, text, notice) => {
    await using folder = await temporaryFolder({'progress.json': text});
    const file = path.join(folder.path, 'progress.json');
    expect(await peekProgress(file)).toEqual(noProgress);
    expect(readdirSync(folder.path)).toEqual(['progress.json']);

    const loaded = await loadProgress(file);
    expect(loaded.progress).toEqual(noProgress);
    expect(loaded.notice).toMatch(notice);
    const [kept = ''] = readdirSync(folder.path);
    expect(loaded.notice).toContain(kept);
    expect(readFileSync(path.join(folder.path, kept), 'utf8')).toBe(text);

    await saveProgress(file, some);
    expect(await loadProgress(file)).toEqual({progress: some, notice: undefined});
    expect(readFileSync(path.join(folder.path, kept), 'utf8')).toBe(text);
  });

  it('that cannot be read is an error with a cure, and stays as it is', async () => {
    await using folder = await temporaryFolder({'progress.json/inside': ''});
    const file = path.join(folder.path, 'progress.json');
    for (const read of [loadProgress, peekProgress]) {
      await expect(read(file)).rejects.toMatchObject({
        name: 'HomeError',
        message: `Your progress (${file}) cannot be read (EISDIR).`,
      });
    }
    expect(existsSync(path.join(file, 'inside'))).toBe(true);
  });

  it('has its temporary files swept, and nothing else', async () => {
    const others = [
      'progress.json.kept-2030',
      'progress.json.12a',
      'progress.json',
      'other.json.123',
      'progress.json.',
    ];
    await using folder = await temporaryFolder(
      Object.fromEntries(
        [...others, 'progress.json.123', 'progress.json.4294967295'].map((name) => [name, whole]),
      ),
    );
    await loadProgress(path.join(folder.path, 'progress.json'));
    expect(readdirSync(folder.path).sort()).toEqual(others.toSorted());
  });
});

/** Each is saved to by an app of its own. */
const files = 4;
const killsOfEach = countOf({quick: 4, full: 250});

describe('an app that is killed while it saves', () => {
  /** Kills an app once it has said so many steps, at a moment that varies; gives the last step it said was saved. */
  async function saveUntilKilled(
    file: string,
    how: string,
    first: number,
    random: (limit: number) => number,
  ) {
    const app = execa(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        path.join(import.meta.dirname, 'saving-app.ts'),
        file,
        how,
        String(first),
      ],
      {reject: false, buffer: false, stdin: 'ignore', stdout: 'pipe', stderr: 'inherit'},
    );
    let said = '';
    const enough = 1 + random(3);
    app.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      if (said.split('\n').length > enough) setTimeout(() => app.kill('SIGKILL'), random(4));
    });
    await app;
    const steps = said.split('\n').slice(0, -1).map(Number);
    return Math.max(first - 1, ...steps);
  }

  async function killOften(seed: number): Promise<void> {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'progress.json');
    const random = createRandom(seed);
    let next = 0;
    for (let kill = 0; kill < killsOfEach; kill += 1) {
      const saved = await saveUntilKilled(file, 'atomic', next, random);
      const {progress, notice} = await loadProgress(file);
      expect(notice).toBeUndefined();
      const steps = Object.keys(progress.lessons['lesson']?.steps ?? {});
      // What was not said yet may be there already, whole.
      expect(steps.length).toBeGreaterThanOrEqual(saved + 1);
      expect(steps.length).toBeLessThanOrEqual(saved + 2);
      expect(readdirSync(folder.path)).toEqual(['progress.json']);
      next = steps.length;
    }
    expect(next).toBeGreaterThan(killsOfEach);
  }

  it(`${files * killsOfEach} times has lost nothing that was saved, and left nothing torn or lying about`, {
    timeout: 2000 * files * killsOfEach,
  }, async () => {
    await Promise.all(Array.from({length: files}, (_, index) => killOften(60 + index)));
  });

  it('and writes plainly leaves a torn file soon: what is tried here can fail', {
    timeout: 600_000,
  }, async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'progress.json');
    const random = createRandom(6);
    const steps = 100;
    let torn = 0;
    for (let kill = 0; kill < 300 && torn === 0; kill += 1) {
      await saveUntilKilled(file, 'plain', steps, random);
      const {progress} = await loadProgress(file);
      if (Object.keys(progress.lessons['lesson']?.steps ?? {}).length < steps) torn += 1;
    }
    expect(torn).toBeGreaterThan(0);
  });
});

describe('a disk', () => {
  it('that is full keeps the old progress, whole, and takes the new one when there is room again', async () => {
    await using disk = await smallDisk();
    if (!disk) return;
    const paths = findHome(disk.path, {});
    await using _ = await ownHome(paths);
    await saveProgress(paths.progressFile, some);
    let filled = 0;
    try {
      for (; ; filled += 1) writeFileSync(path.join(disk.path, `filler-${filled}`), 'x'.repeat(2048));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
    const more = passStep(some, '04-topics', 'list-topics', {
      passedAt: '',
      how: 'done',
      evidence: 'x'.repeat(8000),
    });
    await expect(saveProgress(paths.progressFile, more)).rejects.toThrow(/ENOSPC/);
    expect(await loadProgress(paths.progressFile)).toEqual({progress: some, notice: undefined});
    expect(readdirSync(disk.path).filter((name) => name.startsWith('progress'))).toEqual(['progress.json']);
    await disk.write({
      'filler-0': '',
      'filler-1': '',
      'filler-2': '',
      'filler-3': '',
      'filler-4': '',
      'filler-5': '',
      'filler-6': '',
      'filler-7': '',
    });
    await saveProgress(paths.progressFile, more);
    expect(await peekProgress(paths.progressFile)).toEqual(more);
  });

  it('that is full or read-only is no place for a new home, and that is said', async () => {
    await using disk = await smallDisk();
    if (!disk) return;
    try {
      for (let filled = 0; ; filled += 1)
        writeFileSync(path.join(disk.path, `filler-${filled}`), 'x'.repeat(4096));
    } catch {
      // Full.
    }
    const full = ownHome(findHome(disk.path, {}));
    await expect(full).rejects.toThrow(HomeError);
    await expect(full).rejects.toMatchObject({
      message: `The state folder ${disk.path} cannot be written (ENOSPC).`,
      cure: expect.stringMatching(/^The disk is full: free some space/),
    });
    disk.remountReadOnly();
    await expect(ownHome(findHome(disk.path, {}))).rejects.toMatchObject({
      message: `The state folder ${disk.path} cannot be written (EROFS).`,
    });
  });
});
