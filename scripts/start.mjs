// `npm start`: builds when the sources are newer than what was built, then becomes the launcher.
import {execFileSync} from 'node:child_process';
import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const launcher = path.join(root, 'dist', 'launcher.js');

if (builtAt() < newestSource()) {
  // Nothing but the answer belongs on standard output: `npm start -- list --json` is read by programs.
  execFileSync(
    process.execPath,
    [path.join(root, 'node_modules', 'tsdown', 'dist', 'run.mjs'), '--logLevel', 'error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
}

process.argv[1] = launcher;
await import(pathToFileURL(launcher).href);

function builtAt() {
  return statSync(launcher, {throwIfNoEntry: false})?.mtimeMs ?? 0;
}

function newestSource() {
  const files = ['src', 'scripts/bundle']
    .flatMap((folder) => readdirSync(path.join(root, folder), {recursive: true, withFileTypes: true}))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Math.max(
    ...[...files, path.join(root, 'tsdown.config.ts'), path.join(root, 'package-lock.json')].map(
      (file) => statSync(file).mtimeMs,
    ),
  );
}
