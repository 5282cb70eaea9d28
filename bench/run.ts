/**
 * Prints how fast the built app is. Not a test: nothing here fails because a machine is slow.
 *
 *     npm run bench                        all of it, about five minutes
 *     npm run bench -- startup             --version and the first frame against a bare Node of the same run
 *     npm run bench -- lab                 from a change in the cluster to the tick; the echo of a key
 *     npm run bench -- screen              50 MB floods, the time of a frame
 *     npm run bench -- commands            Kafka's commands by Java's options
 *     … --rounds N --runtime local|docker
 */
import {existsSync, readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {launcher} from './app-on-pty.ts';
import {javaFlags, measureCommands} from './commands.ts';
import {median, quantile, renderTimes} from './figures.ts';
import {type BenchRuntime, measureLab} from './lab.ts';
import {measureFloods, measureFrames} from './screen.ts';
import {measureStartup} from './startup.ts';

/** How many times as long as a bare Node they may take. */
const targets = {version: 1.6, firstFrame: 7.5} as const;
/** Milliseconds from the change to the tick. */
const tickTarget = 1000;

const parts = {startup: printStartup, lab: printLab, screen: printScreen, commands: printCommands} as const;
type Part = keyof typeof parts;

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    rounds: {type: 'string', default: '15'},
    runtime: {type: 'string', default: 'local'},
  },
});
const rounds = Number(values.rounds);
const wanted = positionals.length === 0 ? (Object.keys(parts) as Part[]) : positionals.map(readPart);
if (!Number.isInteger(rounds) || rounds < 1 || rounds > 200) throw new Error('--rounds: expected 1 to 200');
if (values.runtime !== 'local' && values.runtime !== 'docker')
  throw new Error('--runtime: expected local or docker');
const runtime: BenchRuntime = values.runtime;
if (!existsSync(launcher)) throw new Error('dist/launcher.js is missing: run `npm run build` first');

console.log(
  `Node ${process.versions.node}, ${os.cpus().length} processors, load before the run ${(os.loadavg()[0] ?? 0).toFixed(1)}`,
);
for (const part of wanted) await parts[part]();

function readPart(text: string): Part {
  const part = (Object.keys(parts) as Part[]).find((name) => name === text);
  if (!part) throw new Error(`no part \`${text}\`; there are ${Object.keys(parts).join(', ')}`);
  return part;
}

async function printStartup(): Promise<void> {
  const course = path.resolve(import.meta.dirname, '../lessons');
  const mapText = /^title: (.*)$/m.exec(readFileSync(path.join(course, 'course.yaml'), 'utf8'))?.[1] ?? '';
  const {bare, version, firstFrame} = await measureStartup({course, mapText, rounds});
  console.log(`\nStart, ${rounds} rounds: median and fastest, each against that of \`node -e 0\``);
  console.log(`  node -e 0        ${renderStart(bare, bare)}`);
  for (const [name, times, target] of [
    ['--version      ', version, targets.version],
    ['the first frame', firstFrame, targets.firstFrame],
  ] as const) {
    const verdict = median(times) / median(bare) <= target ? 'within' : 'MISSES';
    console.log(`  ${name}  ${renderStart(times, bare)} (median ${verdict} ${target} ×)`);
  }
}

/** `41 ms, 1.1 × · 33 ms, 1.2 ×` */
function renderStart(times: readonly number[], bare: readonly number[]): string {
  return [0.5, 0]
    .map((share) => [quantile(times, share), quantile(bare, share)] as const)
    .map(([time, unit]) => `${time.toFixed(0)} ms, ${(time / unit).toFixed(1)} ×`)
    .join(' · ');
}

async function printLab(): Promise<void> {
  const {tick, tickFromRequest, echo, echoUnderFlood} = await measureLab({runtime, ticks: 12, keys: 104});
  const verdict = median(tick) <= tickTarget ? 'within' : 'MISSES';
  console.log(`\nA lesson on ${runtime === 'local' ? 'local processes' : 'containers'}, 120×40`);
  console.log(`  topic made → tick        ${renderTimes(tick)} (median ${verdict} ${tickTarget} ms)`);
  console.log(`  topic asked for → tick   ${renderTimes(tickFromRequest)}`);
  console.log(`  key → echo               ${renderTimes(echo)}`);
  console.log(`  key → echo, beside yes   ${renderTimes(echoUnderFlood)}`);
}

async function printScreen(): Promise<void> {
  console.log('\nA fresh frame of a terminal');
  for (const size of [
    {columns: 80, rows: 24},
    {columns: 120, rows: 40},
  ]) {
    console.log(`  ${size.columns}×${size.rows}  ${renderTimes(await measureFrames(size))}`);
  }
  console.log('\n50 MB through marks, recording and screen at 120×40, 30 frames a second');
  for (const {name, seconds, megabytes, longestBlock} of await measureFloods()) {
    console.log(
      `  ${name.padEnd(22)} ${seconds.toFixed(1)} s, +${megabytes.toFixed(0)} MB, longest block ${longestBlock.toFixed(0)} ms`,
    );
  }
}

async function printCommands(): Promise<void> {
  const count = Math.min(rounds, 7);
  const {list, broker} = await measureCommands(count);
  console.log(`\nKafka's commands by Java's options, medians of ${count}`);
  for (const flags of javaFlags) {
    const [listed, started] = [list[flags], broker[flags]].map((times) => (median(times) / 1000).toFixed(2));
    console.log(
      `  ${flags.padEnd(8)} kafka-topics.sh --list ${listed} s, a broker until it says started ${started} s`,
    );
  }
}
