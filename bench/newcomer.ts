/**
 * What lies between a clean clone and a newcomer's first tick: keys and seconds, reading not counted. Clones this
 * checkout's last commit, installs it, starts it on a terminal of 80×24 with a home of its own, and plays lesson 1 until
 * the first click is seen at two teams and ticked.
 *
 *     npm run newcomer                         needs a registry, or npm's cache
 *     npm run newcomer -- --built              what is built here, without clone and install
 *     … --runtime local|docker
 */
import {existsSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {AppOnPty, launcher} from './app-on-pty.ts';
import {withFolder} from './with-folder.ts';

const {values} = parseArgs({
  options: {
    runtime: {type: 'string', default: 'local'},
    built: {type: 'boolean', default: false},
  },
});
if (values.built && !existsSync(launcher))
  throw new Error('dist/launcher.js is missing: run `npm run build` first');

await withFolder(async (folder) => {
  const clone = path.join(folder, 'kafka-lessons');
  const load = (os.loadavg()[0] ?? 0).toFixed(1);
  console.log(
    `${values.built ? 'As built' : 'From a clean clone'}, ${values.runtime}, 80×24, load ${load} before`,
  );
  if (!values.built) {
    const began = performance.now();
    await execa`git clone --quiet ${path.resolve(import.meta.dirname, '..')} ${clone}`;
    await execa({cwd: clone})`npm ci --no-audit --no-fund`;
    console.log(`  clone and npm ci            ${seconds(performance.now() - began)}`);
  }
  await play(folder, values.built ? launcher : path.join(clone, 'scripts', 'start.mjs'));
});

async function play(folder: string, program: string): Promise<void> {
  const home = path.join(folder, 'home');
  await mkdir(home);
  const began = performance.now();
  const app = new AppOnPty({
    columns: 80,
    rows: 24,
    home,
    program,
    arguments: ['start', '--runtime', values.runtime],
  });
  const pressed: string[] = [];
  const press = (key: string, name = key) => {
    pressed.push(name);
    app.type(key);
  };
  const tell = (what: string) =>
    console.log(
      `  ${what.padEnd(28)}${seconds(performance.now() - began)}, keys: ${pressed.join(' ') || 'none'}`,
    );
  try {
    await app.sees('press Enter');
    tell('the map');
    press('\r', 'Enter');
    await app.sees('Press n to begin');
    tell('what the lesson is about');
    press('n');
    // The first time Kafka has to be fetched, or its image.
    await app.sees('press its letter', 600);
    tell('the cluster runs');
    press('b');
    await app.sees('● b');
    // Letters that come faster than a person presses keys are taken for a text.
    await delay(400);
    press('t');
    await app.sees(/>anna:/);
    press('\r', 'Enter');
    await app.sees(/count-\d got anna.*fraud got anna|fraud got anna.*count-\d got anna/s);
    tell('a click seen at two teams');
    await app.sees('[✔]');
    tell('the first tick');
  } finally {
    await app.close();
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
}
