import {copyFile, mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {ownNetwork} from '../../scripts/test/own-network.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import {runtimes} from '../runtimes.ts';

// They are slow, and worth it: what nobody runs for weeks is broken when it is wanted.
const root = path.resolve(import.meta.dirname, '../..');
const stored = path.join(root, 'test', 'fixtures', 'course-report');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scripts-'));
});
afterAll(async () => rm(folder, {recursive: true, force: true}));

/** As npm's script of that name runs it, on what is built already. Local labs have a network of their own. */
async function run(file: string, ...words: readonly string[]): Promise<string> {
  const enter = words.includes('docker') ? [] : (ownNetwork ?? []);
  const [command, ...rest] = [
    ...enter,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    path.join(root, file),
    ...words,
  ];
  const {stdout} = await execa(command, rest, {cwd: folder, env: {NODE_OPTIONS: ''}});
  return stdout;
}

describe('27: npm run bench', () => {
  it('has a round of the start, of floods and of Kafka’s commands', async () => {
    const said = await run('bench/run.ts', 'startup', 'screen', 'commands', '--rounds', '1');
    expect(said).toMatch(/the first frame +\d+ ms/);
    expect(said).toMatch(/80×24 .*ms/);
    expect(said).toMatch(/yes +\d+\.\d s, \+-?\d+ MB, longest block \d+ ms/);
    expect(said).toMatch(/archive +kafka-topics\.sh --list \d\.\d\d s/);
  });

  it.each(runtimes)(
    'has a lesson on the %s runtime',
    async (runtime) => {
      const said = await run('bench/run.ts', 'lab', '--runtime', runtime);
      expect(said).toMatch(/topic made → tick +.*\d ms/);
      expect(said).toMatch(/key → echo, beside yes +.*\d ms/);
    },
    600_000,
  );
});

describe('npm run failover, then npm run course-report', () => {
  it('measures a failover on each runtime and writes the page, with results of lessons that were stored', async () => {
    const results = path.join(folder, 'results');
    for (const runtime of runtimes)
      for (const mode of ['zookeeper', 'kraft'])
        await run(
          'bench/failover.ts',
          '--runs',
          '1',
          '--mode',
          mode,
          '--runtime',
          runtime,
          '--results',
          results,
        );
    expect(await readdir(results)).toHaveLength(2 * runtimes.length);
    for (const name of await readdir(stored))
      await copyFile(path.join(stored, name), path.join(results, name));
    // Without an engine one runtime's figures stand for both: it is the page that is tried here.
    const fileOf = (name: string) => path.join(results, `failover-${name}.json`);
    if (runtimes.length === 1)
      for (const mode of ['', 'kraft-']) await copyFile(fileOf(`${mode}local`), fileOf(`${mode}docker`));
    const page = path.join(folder, 'course-report.md');
    await run('scripts/course-report.ts', '--results', results, '--to', page);
    const text = await readFile(page, 'utf8');
    const {lessons} = await loadCourse(path.join(root, 'lessons'));
    for (const {id} of lessons) expect(text).toContain(`| ${id} |`);
    expect(text).toMatch(/^\| 12-many-topics \|.*\| \d+ s \| \d+ MB \| \d+ s \| \d+ MB \|$/m);
    for (const runtime of ['local', 'docker']) expect(text).toContain(`### ${runtime}: 1 times`);
    expect(text).toContain('0 of them lost');
  });
});

describe('npm run endings', () => {
  it('ends the app in a way, and writes down what is left: nothing', async () => {
    const to = path.join(folder, 'endings');
    for (const runtime of runtimes)
      await run('bench/endings.ts', '--ways', '1', '--runtime', runtime, '--to', to);
    const text = await readFile(path.join(to, 'docs/reliability.md'), 'utf8');
    const rows = [...text.matchAll(/^\| KILL to launcher \|.*\| nothing left \| whole \| healthy \|$/gm)];
    expect(rows).toHaveLength(runtimes.length);
  });
});

describe('npm run newcomer', () => {
  it.each(runtimes)(
    'counts five keys until the first tick on the %s runtime',
    async (runtime) => {
      const said = await run('bench/newcomer.ts', '--built', '--runtime', runtime);
      expect(said).toMatch(/the map +\d+\.\d s, keys: none/);
      expect(said).toMatch(/the first tick +\d+\.\d s, keys: Enter n b t Enter/);
    },
    600_000,
  );
});

describe('npm run screens', () => {
  it('draws ten screens at two sizes', async () => {
    const to = path.join(folder, 'screens');
    await run('scripts/screens.ts', '--to', to);
    const shown = await readdir(path.resolve(import.meta.dirname, '../../docs/screens'));
    expect(shown).toHaveLength(10 * 2 * 2);
    expect((await readdir(to)).sort()).toEqual(shown.sort());
    expect(await readFile(path.join(to, 'lesson-4-80x24.txt'), 'utf8')).toContain('[✔]');
  });
});
