import {createHash} from 'node:crypto';
import {cp, mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {LabFile} from '../lab.ts';

/** The learner's folder on this machine, and what is to lie in it. */
export interface WorkspaceContent {
  /** Absolute path. */
  readonly directory: string;
  /** Of the lesson, for the host `workspace`. */
  readonly files: readonly LabFile[];
  /** Absolute path of the kafkajs that the programs import. */
  readonly kafkajs: string;
}

/** What Node and an editor want to know of the folder. */
const ownFiles: readonly Pick<LabFile, 'path' | 'content'>[] = [
  {
    path: 'package.json',
    content: `{
  "name": "workspace",
  "private": true,
  "type": "module"
}
`,
  },
  {
    path: 'tsconfig.json',
    content: `{
  "compilerOptions": {
    "target": "es2023",
    "module": "nodenext",
    "lib": ["es2023", "dom"],
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "verbatimModuleSyntax": true,
    "skipLibCheck": true,
    "types": []
  }
}
`,
  },
];

/** Where it is written what was laid out, and with which content: what differs from it is the learner's. */
const laidFile = 'node_modules/.kafka-lessons.json';

/** Lays out what is missing and touches nothing that is there, but for the kafkajs of another version. */
export async function layOutWorkspace({directory, files, kafkajs}: WorkspaceContent): Promise<void> {
  const modules = path.join(directory, 'node_modules');
  await mkdir(modules, {recursive: true});
  await copyKafkajs(kafkajs, path.join(modules, 'kafkajs'));
  const laid = await readLaid(directory);
  for (const file of [...ownFiles, ...files]) {
    const target = path.join(directory, file.path);
    await mkdir(path.dirname(target), {recursive: true});
    const mode = 'executable' in file && file.executable ? 0o755 : 0o644;
    await writeFile(target, file.content, {flag: 'wx', mode}).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    laid[file.path] = [...new Set([...(laid[file.path] ?? []), hashOf(file.content)])];
  }
  await writeFile(path.join(directory, laidFile), JSON.stringify(laid));
}

/**
 * Makes room for a folder that begins anew. What the learner wrote is moved beside, to `NAME.before-DATE`; gives that
 * path, or undefined where there was nothing of theirs and the folder simply went.
 */
export async function setAsideWorkspace(directory: string, now: Date): Promise<string | undefined> {
  if (!(await hasLearnersFiles(directory))) {
    await rm(directory, {recursive: true, force: true});
    return undefined;
  }
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-').replace('T', '-');
  const beside = `${directory}.before-${stamp}`;
  // Twice within a second, or a clock that was set back.
  const taken = new Set(await readdir(path.dirname(directory)));
  let place = beside;
  for (let count = 2; taken.has(path.basename(place)); count += 1) place = `${beside}-${count}`;
  await rename(directory, place);
  return place;
}

/** True when the folder holds a file that nobody but the learner can have written so. */
export async function hasLearnersFiles(directory: string): Promise<boolean> {
  const entries = await readdir(directory, {recursive: true, withFileTypes: true}).catch(
    (error: NodeJS.ErrnoException) => {
      // A folder that cannot be looked through may hold anything.
      if (error.code !== 'ENOENT') throw error;
      return [];
    },
  );
  const laid = await readLaid(directory);
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(directory, file).split(path.sep).join('/');
    if (name.startsWith('node_modules/')) continue;
    const known = Object.hasOwn(laid, name) ? laid[name] : undefined;
    if (!entry.isFile() || !known?.includes(hashOf(await readFile(file)))) return true;
  }

  return false;
}

/** A copy and no link: it serves in a container too, and outlives the program's own folder. */
async function copyKafkajs(from: string, to: string): Promise<void> {
  const manifest = await readFile(path.join(from, 'package.json'), 'utf8');
  if ((await readFile(path.join(to, 'package.json'), 'utf8').catch(() => '')) === manifest) return;
  await rm(to, {recursive: true, force: true});
  await mkdir(to, {recursive: true});
  for (const part of ['LICENSE', 'index.js', 'src', 'types'])
    await cp(path.join(from, part), path.join(to, part), {recursive: true});
  // Last: a copy that broke off is made again.
  await writeFile(path.join(to, 'package.json'), manifest);
}

async function readLaid(directory: string): Promise<Record<string, readonly string[]>> {
  const text = await readFile(path.join(directory, laidFile), 'utf8').catch(() => '{}');
  try {
    return Object(JSON.parse(text)) as Record<string, readonly string[]>;
  } catch {
    return {};
  }
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
