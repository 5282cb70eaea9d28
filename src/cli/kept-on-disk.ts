import {lstat, readdir} from 'node:fs/promises';
import path from 'node:path';
import type {HomePaths} from '../home/home-paths.ts';
import type {Kept, Runtime} from '../lab/lab.ts';

/** Everything of ours on this machine. `homeId` is absent where there is no home yet. */
export async function keptOnDisk(
  {home, cache}: Pick<HomePaths, 'home' | 'cache'>,
  homeId: string | undefined,
  runtimes: readonly Runtime[],
): Promise<readonly Kept[]> {
  const folders = await Promise.all([
    keptFolder('progress and data of the lessons', home),
    keptFolder('Kafka, and what makes starting fast', cache),
  ]);
  const outside = await Promise.all(runtimes.map(async (runtime) => runtime.findKept(homeId)));
  return [...folders.flat(), ...outside.flat()];
}

async function keptFolder(what: string, folder: string): Promise<readonly Kept[]> {
  const bytes = await folderSize(folder);
  return bytes === undefined ? [] : [{what, name: folder, bytes}];
}

/** In bytes on disk, links not followed; undefined where there is no such folder. */
async function folderSize(folder: string): Promise<number | undefined> {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => undefined);
  if (!entries) return undefined;
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) return (await folderSize(place)) ?? 0;
      const stat = await lstat(place).catch(() => undefined);
      return (stat?.blocks ?? 0) * 512;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** `120 MB`; what is smaller than one counts as one. */
function renderSize(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

export function renderKept({what, name, bytes}: Kept): string {
  return `${name}  (${what}${bytes === undefined ? '' : `, ${renderSize(bytes)}`})`;
}
