/**
 * Makes the pictures under docs/screens: the real app in a pseudo-terminal, from the map to the first click of lesson 1,
 * then a task of lesson 4 done wrongly and rightly, at two sizes, each as plain text and as SVG; puts one of them into
 * the README. It needs what the local runtime needs, and takes about two minutes.
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
const prefix = '\u0007';
const create =
  'bin/kafka-topics.sh --create --topic test --partitions 1 --replication-factor 1 --bootstrap-server localhost:9092';

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
  await withApp(home, size, ['start'], async (app, keep) => {
    await app.sees('Enter open');
    await keep('map', 'The map of the course');
    app.type('?');
    await app.sees('In the lesson:');
    await keep('keys', 'The page of keys');
    app.type('q');
    await app.sees('Enter open');
    app.type('\r');
    // The first time Kafka has to be fetched.
    await app.sees('Press n to begin', 300);
    await app.sees('2 broker-1 ●', 60);
    await keep('introduction', 'Lesson 1 before its first step');
    app.type('n');
    await app.sees('press its letter', 60);
    await keep('question', 'A question, with its answers in sight');
    app.type('b');
    await app.sees('● b');
    // Letters that come faster than a person presses keys are taken for a text.
    await delay(400);
    app.type('t');
    await app.sees(/>anna:/);
    app.type('\r');
    await app.sees('[✔]');
    await app.sees(/fraud got anna/);
    await keep('two-teams', 'One click that two teams get, in two terminals at once');
    app.type(prefix);
    await app.sees(' n next ');
    await keep('answered', 'A question that the cluster has answered');
  });
  await withApp(home, size, ['start', '04-topics'], async (app, keep) => {
    await app.sees('Press n to begin', 60);
    await app.sees('2 broker-1 ●', 60);
    app.type('n');
    await app.sees('The broker knows no topic', 60);
    await keep('task', 'A task, with room for its text');
    app.type('\t');
    await app.sees('Ctrl-G to the lesson');
    app.type(`${create.replace('--partitions 1', '--partitions 2')}\r`);
    await app.sees('✘');
    await app.sees(/client\$\s*$/m);
    await keep('wrong', 'What was seen, what was expected, and why');
    app.type('bin/kafka-topics.sh --delete --topic test --bootstrap-server localhost:9092\r');
    await app.sees('The broker knows no topic');
    app.type('clear\r');
    await app.sees(/(^|│)client\$\s*$/m);
    app.type(`${create}\r`);
    await app.sees('[✔]');
    await app.sees(/client\$\s*$/m);
    await keep('lesson-4', 'Lesson 4 with its first step ticked');
    app.type(prefix);
    await app.sees(' n next ');
    app.type('g');
    await app.sees('Go to which step?');
    await keep('steps', 'The steps of a lesson');
  });
}

async function withApp(
  home: string,
  size: (typeof sizes)[number],
  words: readonly string[],
  play: (app: AppOnPty, keep: (name: string, title: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const app = new AppOnPty({...size, home, arguments: ['--runtime', 'local', ...words]});
  try {
    await play(app, async (name, title) => save(app, size, name, title));
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
