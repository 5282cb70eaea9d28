import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, it} from 'vitest';
import {fencedBlocks} from '../docs/markdown-files.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What a machine has that nothing was installed on: not the Node that npm put beside this test. */
function pathOfMachine(): string {
  const searched = (process.env['PATH'] ?? '').split(path.delimiter);
  return searched.filter((folder) => !folder.includes('node_modules')).join(path.delimiter);
}

/** What npm and the test runner say of this project; where the machine's own npm looks for its settings is not in it. */
const handedDown =
  /^(npm_(?!config_)|npm_config_(globalconfig|global_prefix|local_prefix|prefix|node_gyp)$|INIT_CWD$|NODE$|NODE_(?!EXTRA_CA_CERTS$)|VITEST|KAFKA_LESSONS)/;

/** Without what npm tells the scripts it runs, which would lead the npm of the clone astray. */
function environmentOfMachine(): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !handedDown.test(entry[0]),
  );
  return {...Object.fromEntries(own), PATH: pathOfMachine()};
}

it('opens the course from a fresh clone with the first command of README.md', async () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const commands = fencedBlocks(readme).flatMap(({language, content}) =>
    language === 'sh' ? content.trim().split('\n') : [],
  );
  expect(commands.slice(0, 2)).toEqual(['npm ci && npm start', 'npm ci && npm test']);

  const folder = await mkdtemp(path.join(tmpdir(), 'fresh clone '));
  const clone = path.join(folder, 'kafka-lessons');
  try {
    execFileSync('git', ['clone', '--quiet', root, clone], {stdio: 'pipe'});
    const began = performance.now();
    // Where the learner types it there is a terminal; here the course goes line by line until its input ends.
    const {stdout, exitCode} = await execa({
      cwd: clone,
      env: {...environmentOfMachine(), KAFKA_LESSONS_HOME: path.join(folder, 'home')},
      extendEnv: false,
      shell: true,
      stdin: 'ignore',
      reject: false,
    })`npm ci && npm start`;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Kafka, by running it');
    expect(stdout).toContain('Good-bye.');
    console.log(`a fresh clone shows the course after ${Math.round((performance.now() - began) / 1000)} s`);
  } finally {
    await rm(folder, {recursive: true, force: true, maxRetries: 5});
  }
});
