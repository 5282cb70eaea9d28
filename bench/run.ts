/**
 * Prints how fast the built app is: its start against a bare Node of the same run, the way from a change in the
 * cluster to the tick, the echo of a key. Not a test: nothing here fails because a machine is slow.
 *
 *     npm run build && npm run bench [-- startup | lab] [--rounds N] [--runtime local|docker]
 */
import {existsSync, readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {launcher} from './app-on-pty.ts';
import {median, renderTimes} from './figures.ts';
import {type BenchRuntime, measureLab} from './lab.ts';
import {measureStartup, type StartupTimes} from './startup.ts';

/** How many times as long as a bare Node they may take. */
const targets = {version: 1.6, firstFrame: 7.5} as const;
/** Milliseconds from the change to the tick. */
const tickTarget = 1000;

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    rounds: {type: 'string', default: '15'},
    runtime: {type: 'string', default: 'local'},
  },
});
const rounds = Number(values.rounds);
const course = path.resolve(import.meta.dirname, '../lessons');

if (!existsSync(launcher)) throw new Error('dist/launcher.js is missing: run `npm run build` first');
if (!Number.isInteger(rounds) || rounds < 1 || rounds > 200) throw new Error('--rounds: expected 1 to 200');
if (values.runtime !== 'local' && values.runtime !== 'docker')
  throw new Error('--runtime: expected local or docker');

const [load = 0] = os.loadavg();
console.log(
  `Node ${process.versions.node}, ${os.cpus().length} processors, load before the run ${load.toFixed(1)}`,
);
if (positionals.length === 0 || positionals.includes('startup')) printStartup(await measureOwnCourse());
if (positionals.length === 0 || positionals.includes('lab')) await printLab(values.runtime);

async function measureOwnCourse(): Promise<StartupTimes> {
  const title = /^title: (.*)$/m.exec(readFileSync(path.join(course, 'course.yaml'), 'utf8'))?.[1] ?? '';
  return measureStartup({course, mapText: title, rounds});
}

function printStartup({bare, version, firstFrame}: StartupTimes): void {
  const unit = median(bare);
  console.log(`\nStart, medians of ${bare.length} rounds`);
  console.log(`  node -e 0       ${unit.toFixed(0)} ms`);
  for (const [name, times, target] of [
    ['--version      ', version, targets.version],
    ['the first frame', firstFrame, targets.firstFrame],
  ] as const) {
    const ratio = median(times) / unit;
    const verdict = ratio <= target ? 'within' : 'MISSES';
    console.log(
      `  ${name} ${median(times).toFixed(0)} ms, ${ratio.toFixed(1)} × bare (${verdict} ${target} ×)`,
    );
  }
}

async function printLab(runtime: BenchRuntime): Promise<void> {
  const {tick, tickFromRequest, echo, echoUnderFlood} = await measureLab({runtime, ticks: 12, keys: 104});
  const verdict = median(tick) <= tickTarget ? 'within' : 'MISSES';
  console.log(`\nA lesson on ${runtime === 'local' ? 'local processes' : 'containers'}, 120×40`);
  console.log(`  topic made → tick       ${renderTimes(tick)} (median ${verdict} ${tickTarget} ms)`);
  console.log(`  topic asked for → tick  ${renderTimes(tickFromRequest)}`);
  console.log(`  key → echo              ${renderTimes(echo)}`);
  console.log(`  key → echo, beside yes  ${renderTimes(echoUnderFlood)}`);
}
