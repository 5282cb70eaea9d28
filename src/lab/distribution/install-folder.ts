import {mkdir, readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {isAbandoned, nameOfOurs} from './owner-in-name.ts';

/**
 * Makes `<parent>/<name>` so that it is there whole or not at all: `fill` works in a folder beside it, which
 * then takes the name. Of several runs at once the first to finish gives its folder the name and the others
 * throw theirs away. Only a folder of that name that `isWhole` denies is replaced.
 */
export async function installFolder({parent, name, fill, isWhole}: FolderInstall): Promise<void> {
  await mkdir(parent, {recursive: true});
  await sweepLeftovers(parent);
  const workplace = workplaceOf(parent);
  await mkdir(workplace);
  try {
    await fill(workplace);
    await takeName(workplace, {parent, name, isWhole});
  } finally {
    await removeFolder(workplace);
  }
}

export interface FolderInstall {
  readonly parent: string;
  readonly name: string;
  readonly fill: (workplace: string) => Promise<void>;
  readonly isWhole: (directory: string) => Promise<boolean>;
}

const workplacePrefix = '.unfinished-';

function workplaceOf(parent: string): string {
  return path.join(parent, nameOfOurs(workplacePrefix));
}

async function takeName(
  workplace: string,
  {parent, name, isWhole}: Pick<FolderInstall, 'parent' | 'name' | 'isWhole'>,
): Promise<void> {
  const directory = path.join(parent, name);
  if (await renamed(workplace, directory)) return;
  if (await isWhole(directory)) return;
  const damaged = workplaceOf(parent);
  await renamed(directory, damaged);
  try {
    if (!(await renamed(workplace, directory)) && !(await isWhole(directory)))
      throw new Error(`${directory} could not be replaced. Remove that folder and try again.`);
  } finally {
    await removeFolder(damaged);
  }
}

/** False where the name is taken by a folder that is not empty, or there is no such folder to rename. */
export async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return false;
    throw error;
  }
}

/** Removes what interrupted runs of ours left in `parent`: never a living run's, nor another machine's. */
async function sweepLeftovers(parent: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    if (isAbandoned(entry, workplacePrefix)) await removeFolder(path.join(parent, entry));
  }
}

/** A process that is being ended may still write a file while its folder is removed. */
export function removeFolder(directory: string): Promise<void> {
  return rm(directory, {recursive: true, force: true, maxRetries: 5, retryDelay: 50});
}
