/**
 * Ends the app in every way, each at a random moment of a lesson's first seconds, and looks ten seconds later what is
 * left: processes, containers, the terminal. Then the next start has to be healthy.
 *
 *     npm run endings                                  on local processes, about eight minutes
 *     npm run endings -- --runtime docker --runs 2
 *
 * Writes docs/reliability.md, with what test-results has of the other runtime, or below another folder: --to FOLDER.
 * Ends with 1 where something was left.
 */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {Learner} from '../test/app/learner.ts';
import {leftOf} from '../test/runtimes.ts';

const {values} = parseArgs({
  options: {
    runtime: {type: 'string', default: 'local'},
    runs: {type: 'string', default: '1'},
    /** Only so many ways, for a trial. */
    ways: {type: 'string', default: '100'},
    to: {type: 'string', default: path.resolve(import.meta.dirname, '..')},
  },
});
const runtime = values.runtime === 'docker' ? 'docker' : 'local';
if (runtime === 'docker') process.env['KAFKA_LESSONS_TEST_DOCKER'] = '1';
const root = path.resolve(values.to);
const results = path.join(root, 'test-results');

/** Milliseconds after which nothing may be left, and the longest time the app gets to live before its end. */
const grace = 10_000;
const latest = 12_000;

const victims = ['launcher', 'app', 'both'] as const;
const signals = ['SIGKILL', 'SIGSEGV', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const;

interface Ending {
  readonly who: (typeof victims)[number] | 'window';
  readonly signal: (typeof signals)[number] | undefined;
  /** Milliseconds after the first screen. */
  readonly moment: number;
  /** Ctrl-C belongs to the programs in the terminals: an app that gets it as a signal goes on. */
  readonly wentOn: boolean;
  readonly left: readonly string[];
  /** `whole`, `gone`, or what is wrong with it. */
  readonly terminal: string;
  readonly nextStart: 'healthy' | string;
}

const ways: readonly Pick<Ending, 'who' | 'signal'>[] = [
  ...victims.flatMap((who) => signals.map((signal) => ({who, signal}))),
  {who: 'window', signal: undefined},
  {who: 'window', signal: undefined},
];

const endings: Ending[] = [];
for (let run = 0; run < Number(values.runs); run += 1) {
  for (const way of ways.slice(0, Number(values.ways))) {
    const ending = await endOnce(way);
    endings.push(ending);
    console.log(rowOf(ending));
  }
}
await mkdir(results, {recursive: true});
await writeFile(fileOf(runtime), `${JSON.stringify(endings, undefined, 2)}\n`);
await mkdir(path.join(root, 'docs'), {recursive: true});
await writeFile(path.join(root, 'docs/reliability.md'), await page());
if (endings.some(isBad)) process.exitCode = 1;

async function endOnce({who, signal}: Pick<Ending, 'who' | 'signal'>): Promise<Ending> {
  const home = await mkdtemp(path.join(tmpdir(), 'endings '));
  const moment = Math.round(Math.random() * latest);
  const learner = sitDown(home);
  try {
    await learner.sees(/Topics/, 60);
    const pids = {launcher: learner.launcherPid(), app: learner.appPid()};
    await delay(moment);
    if (signal === undefined) learner.hangUp();
    else
      for (const one of who === 'both' ? (['launcher', 'app'] as const) : [who as 'app'])
        kill(pids[one], signal);
    await delay(grace);
    const wentOn = signal === 'SIGINT' && isAlive(pids.app);
    const terminal =
      signal === undefined
        ? 'gone'
        : wentOn
          ? 'whole'
          : (await learner.terminalFaults()).join(', ') || 'whole';
    const left = wentOn ? [] : leftNow(home);
    if (wentOn) {
      learner.press('q');
      await learner.exitCode();
    }
    return {who, signal, moment, wentOn, left, terminal, nextStart: await startAgain(home)};
  } finally {
    await learner[Symbol.asyncDispose]();
    await rm(home, {recursive: true, force: true});
  }
}

function sitDown(home: string): Learner {
  return new Learner({columns: 80, rows: 24, home, arguments: ['start', '4', '--runtime', runtime]});
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

/** Servers and containers of the home, and processes of the program itself. */
function leftNow(home: string): readonly string[] {
  const own = readdirSync('/proc').flatMap((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      const isOurs = /launcher\.js|main-entry|kafka-lessons-caretaker|lab-guard|check-process/.test(command);
      return isOurs && environment.includes(`KAFKA_LESSONS_HOME=${home}`)
        ? [`process ${pid}: ${command}`]
        : [];
    } catch {
      return [];
    }
  });
  return [...own, ...(existsSync(path.join(home, 'home-id')) ? leftOf(home) : [])];
}

async function startAgain(home: string): Promise<string> {
  const learner = sitDown(home);
  try {
    await learner.sees(/broker-1 ●/, 60);
    learner.press('q');
    const exitCode = await learner.exitCode();
    return exitCode === 0 ? 'healthy' : `ended with ${exitCode}`;
  } catch (error) {
    console.error((error as Error).message);
    return (error as Error).message.split('\n')[0] ?? 'failed';
  } finally {
    await learner[Symbol.asyncDispose]();
  }
}

function isBad({left, terminal, nextStart}: Ending): boolean {
  return left.length > 0 || !['whole', 'gone'].includes(terminal) || nextStart !== 'healthy';
}

function fileOf(name: string): string {
  return path.join(results, `endings-${name}.json`);
}

function rowOf({who, signal, moment, wentOn, left, terminal, nextStart}: Ending): string {
  const way = signal === undefined ? 'window closed' : `${signal.slice(3)} to ${who}`;
  const after = wentOn ? 'goes on' : left.length === 0 ? 'nothing left' : left.join('; ').slice(0, 120);
  return `| ${way} | ${(moment / 1000).toFixed(1)} s | ${after} | ${terminal} | ${nextStart} |`;
}

async function page(): Promise<string> {
  const tables = await Promise.all(
    ['local', 'docker'].map(async (name) => {
      const text = await readFile(fileOf(name), 'utf8').catch(() => undefined);
      if (text === undefined) return `## On ${name}\n\nNot run yet.\n`;
      const rows = (JSON.parse(text) as Ending[]).map(rowOf).join('\n');
      return `## On ${name}\n\n| Way | Moment | 10 s later | Terminal | Next start |\n|---|---|---|---|---|\n${rows}\n`;
    }),
  );
  return `# Endings\n\nThe app, ended in every way, each at a random moment of the first ${latest / 1000} seconds of a lesson with two servers: what\nwas left ten seconds later of processes and containers, whether the terminal was as it was before (screen, cursor,\nmodes, pastes), and whether the next start opened the lesson with its servers running. Written by \`npm run endings\`.\n\n${tables.join('\n')}`;
}
