import {existsSync, readFileSync} from 'node:fs';
import {copyFile, cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {loadCourse} from '../../src/course/load-course.ts';
import {Learner} from '../app/learner.ts';
import {playLesson} from '../app/play-lesson.ts';
import {fencedBlocks} from '../docs/markdown-files.ts';
import {leftOf, runtimes} from '../runtimes.ts';

const root = path.resolve(import.meta.dirname, '../..');
const {version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {version: string};

let folder: string;
let tarball: string;
/** Where the package was installed, and nothing else is. */
let installed: string;
let launcher: string;
/** A home with nothing in it, but for where npm finds its registry. */
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'package-'));
  const [home, packed] = [path.join(folder, 'home'), path.join(folder, 'packed')];
  installed = path.join(folder, 'installed');
  await Promise.all([home, packed, installed].map(async (name) => mkdir(name)));
  const {stdout: userconfig} = await execa('npm', ['config', 'get', 'userconfig'], {cwd: root});
  environment = {HOME: home, npm_config_userconfig: userconfig, npm_config_update_notifier: 'false'};

  const source = await copySource(path.join(folder, 'source'));
  // A build begins with an empty folder: what is left from before is gone only if packing builds.
  await mkdir(path.join(source, 'dist'));
  await writeFile(path.join(source, 'dist', 'from-before.js'), '');
  await execa('npm', ['pack', '--silent', '--pack-destination', packed], {cwd: source});
  tarball = path.join(packed, `kafka-lessons-${version}.tgz`);
  await execa('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', tarball], {
    cwd: installed,
    env: environment,
  });
  launcher = path.join(installed, 'node_modules', 'kafka-lessons', 'dist', 'launcher.js');
});

afterAll(async () => rm(folder, {recursive: true, force: true}));

/** What the package is built from, in a folder of its own: other tests run what was built beside the sources. */
async function copySource(to: string): Promise<string> {
  const names = ['package.json', 'README.md', 'LICENSE', 'tsconfig.json', 'tsdown.config.ts'];
  const folders = ['src', 'lessons', 'scripts', 'test', 'docs'];
  await Promise.all(
    [...names, ...folders].map(async (name) =>
      cp(path.join(root, name), path.join(to, name), {recursive: true}),
    ),
  );
  await symlink(path.join(root, 'node_modules'), path.join(to, 'node_modules'));
  return to;
}

describe('the tarball', () => {
  it('is built when it is packed, and has 2 MB at most', async () => {
    const {size} = await stat(tarball);
    console.log(`The tarball has ${(size / 1e6).toFixed(2)} MB.`);
    expect(size).toBeLessThanOrEqual(2_000_000);
    expect(existsSync(path.join(path.dirname(launcher), 'from-before.js'))).toBe(false);
  });

  it('carries the program, the lessons and the licences; no tests, sources and screens', async () => {
    const {stdout} = await execa('tar', ['-tzf', tarball]);
    const files = stdout.split('\n').map((name) => name.replace(/^package\//, ''));
    for (const name of [
      'dist/launcher.js',
      'dist/check.d.ts',
      'dist/third-party-licenses.txt',
      'lessons/glossary.md',
      'LICENSE',
    ])
      expect(files).toContain(name);
    const others = files.filter((name) => !/^(dist|lessons)\//.test(name)).sort();
    expect(others).toEqual(['LICENSE', 'README.md', 'package.json']);
    // kafkajs is passed on as it is: a module of it that is called `defaults.test` is part of the program.
    const ours = files.filter((name) => !name.startsWith('dist/workspace/kafkajs/'));
    expect(ours.length).toBeGreaterThan(80);
    expect(ours.filter((name) => /\.(test\.\w+|tsx|svg|map|tgz)$|(^|\/)(src|tests?)\//.test(name))).toEqual(
      [],
    );
    expect(ours.filter((name) => /^dist\/.*(?<!\.d)\.ts$/.test(name))).toEqual([]);
  });
});

describe('the installed package', () => {
  it('is four packages at most', async () => {
    const {packages} = JSON.parse(
      await readFile(path.join(installed, 'node_modules', '.package-lock.json'), 'utf8'),
    ) as {packages: Record<string, unknown>};
    const names = Object.keys(packages).map((name) => name.replace('node_modules/', ''));
    expect(names).toContain('kafka-lessons');
    expect(names.length).toBeLessThanOrEqual(4);
  });

  it('runs by npx from a folder with nothing else in it', async () => {
    const empty = path.join(folder, 'empty');
    await mkdir(empty);
    const name = path.basename(tarball);
    await copyFile(tarball, path.join(empty, name));
    const {stdout} = await execa('npx', ['--yes', '--ignore-scripts', `./${name}`, '--version'], {
      cwd: empty,
      env: environment,
    });
    expect(stdout).toBe(version);
  });

  it('tells its version, its use and its lessons', async () => {
    const say = async (...words: readonly string[]) =>
      execa(process.execPath, [launcher, ...words], {cwd: installed, env: environment});
    expect(await say('--version')).toMatchObject({stdout: version, stderr: ''});
    expect((await say('--help')).stdout).toContain('Usage: kafka-lessons');
    const {lessons} = JSON.parse((await say('list', '--json')).stdout) as {lessons: readonly {id: string}[]};
    const course = await loadCourse(path.join(root, 'lessons'));
    expect(lessons.map(({id}) => id)).toEqual(course.lessons.map(({id}) => id));
  });

  it('on the Node of the machine runs, or names the one command that does', async () => {
    const {stdout} = await execa('bash', ['-c', 'type -ap node']);
    const bare = stdout.split('\n').find((file) => !file.includes('node_modules')) ?? process.execPath;
    const {stdout: nodeVersion} = await execa(bare, ['--version']);
    const ran = await execa(bare, [launcher, '--version'], {cwd: installed, env: environment, reject: false});
    console.log(`The machine's Node is ${nodeVersion}.`);
    const isOld = Number(/^v(\d+)/.exec(nodeVersion)?.[1]) < 22;
    expect(ran).toMatchObject(isOld ? {exitCode: 3, stdout: ''} : {exitCode: 0, stdout: version});
    if (isOld) expect(ran.stderr).toContain('\n  npx -p node@22 -p kafka-lessons kafka-lessons\n');
  });

  it('has the types that checks are written with', async () => {
    const page = await readFile(path.join(root, 'docs', 'checks.md'), 'utf8');
    const checks = fencedBlocks(page).filter(({language}) => language === 'ts');
    expect(checks.length).toBeGreaterThan(5);
    const course = path.join(installed, 'course');
    await mkdir(course);
    await Promise.all(
      checks.map(async ({line, content}) => writeFile(path.join(course, `line-${line}.ts`), content)),
    );
    await writeFile(path.join(course, 'package.json'), '{"type": "module"}');
    await writeFile(
      path.join(course, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {target: 'es2023', module: 'nodenext', strict: true, noEmit: true, types: []},
      }),
    );
    const {stdout} = await execa(path.join(root, 'node_modules', '.bin', 'tsc'), ['-p', course], {
      reject: false,
    });
    expect(stdout).toBe('');
  });

  it("has kafkajs for the learner's own programs", async () => {
    const workspace = path.join(folder, 'workspace');
    await mkdir(path.join(workspace, 'node_modules'), {recursive: true});
    const kafkajs = path.join(path.dirname(launcher), 'workspace', 'kafkajs');
    await symlink(kafkajs, path.join(workspace, 'node_modules', 'kafkajs'));
    await writeFile(
      path.join(workspace, 'program.mjs'),
      `import {Kafka} from 'kafkajs';
const producer = new Kafka({brokers: ['localhost:1']}).producer();
console.log(typeof producer.send);`,
    );
    const {stdout} = await execa(process.execPath, ['program.mjs'], {cwd: workspace, env: environment});
    expect(stdout).toBe('function');
    for (const name of ['LICENSE', 'types/index.d.ts'])
      expect(existsSync(path.join(kafkajs, name)), name).toBe(true);
  });

  it.each(runtimes)(
    'teaches lesson 3 on the %s runtime',
    async (runtime) => {
      const home = path.join(folder, `home-${runtime}`);
      await mkdir(home);
      const course = await loadCourse(path.join(root, 'lessons'));
      const lesson = course.lessons.find(({id}) => id.startsWith('03-'));
      if (!lesson) throw new Error('the course has no lesson 3');
      await using learner = new Learner({
        columns: 80,
        rows: 24,
        home,
        launcher,
        arguments: ['start', lesson.id, '--runtime', runtime],
        // Kafka may be there from before: it is no part of the package.
        environment: {
          HOME: home,
          XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'),
        },
      });
      await learner.sees('Press n to begin', 60);
      learner.press('n');
      await playLesson(learner, lesson);
      learner.press('q');
      expect(await learner.exitCode()).toBe(0);
      expect(leftOf(home)).toEqual([]);
    },
    240_000,
  );
});
