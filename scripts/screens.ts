/**
 * Makes the pictures under docs/screens: the real app in a pseudo-terminal, lesson 4 with a ticked step, then the
 * map, at two sizes, each as plain text and as SVG; puts one of them into the README. It needs what the local
 * runtime needs, and takes about a minute.
 *
 *     npm run screens
 *     npm run screens -- --to FOLDER      leaves docs and README as they are
 */
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {AppOnPty, launcher} from '../bench/app-on-pty.ts';
import {renderSvg} from './screen-svg.ts';

const sizes = [
  {columns: 80, rows: 24},
  {columns: 160, rows: 45},
] as const;
const {values} = parseArgs({options: {to: {type: 'string'}}});
const target = values.to ?? path.resolve(import.meta.dirname, '../docs/screens');

if (!existsSync(launcher)) throw new Error('dist/launcher.js is missing: run `npm run build` first');
await mkdir(target, {recursive: true});
for (const size of sizes) {
  const home = await mkdtemp(path.join(tmpdir(), 'kafka-lessons-screens-'));
  try {
    await takeScreens(home, size);
  } finally {
    await rm(home, {recursive: true, force: true});
  }
}
if (values.to === undefined) await showInReadme(path.join(target, 'lesson-4-80x24.txt'));

async function takeScreens(home: string, size: (typeof sizes)[number]): Promise<void> {
  const app = new AppOnPty({...size, home, arguments: ['--runtime', 'local', 'start', '04-topics']});
  try {
    await app.sees('Press n to begin');
    app.type('n');
    // The first time Kafka has to be fetched.
    await app.sees('not done yet', 300);
    app.type('t');
    await app.sees(/client\$ bin\/kafka-topics/);
    app.type('\r');
    await app.sees('[✔]');
    await app.sees(/client\$\s*$/m);
    await save(app, size, 'lesson-4', 'Lesson 4 with its first step ticked');
    app.type('\u0007m');
    await app.sees(/Enter open/);
    await save(app, size, 'map', 'The map of the course');
  } finally {
    await app.close();
  }
}

async function save(
  app: AppOnPty,
  {columns, rows}: (typeof sizes)[number],
  name: string,
  title: string,
): Promise<void> {
  // Frames come thirty a second; what is still to be drawn is drawn by then.
  await delay(300);
  const file = path.join(target, `${name}-${columns}x${rows}`);
  const text = app
    .screen()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
  await writeFile(`${file}.txt`, `${text}\n`);
  await writeFile(`${file}.svg`, renderSvg(app.buffer, columns, rows, `${title}, ${columns}×${rows}`));
  console.log(path.relative(process.cwd(), `${file}.txt`));
}

/** The README's only block of the language `text`. */
async function showInReadme(file: string): Promise<void> {
  const readme = path.resolve(import.meta.dirname, '../README.md');
  const [page, screen] = await Promise.all([readFile(readme, 'utf8'), readFile(file, 'utf8')]);
  await writeFile(
    readme,
    page.replace(/^```text\n[\s\S]*?^```$/m, () => `\`\`\`text\n${screen.trimEnd()}\n\`\`\``),
  );
}
