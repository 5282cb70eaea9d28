import {mkdir, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {removeFolder, renamed} from './install-folder.ts';
import {isAbandoned, nameOfOurs} from './owner-in-name.ts';

/** Where the bytes of a part come from: enough to tell later whether the rest of the same file can still be had. */
export interface PartOrigin {
  readonly url: string;
  /** A strong ETag, or the date of the last change. */
  readonly validator?: string | undefined;
  /** Of the whole file, in bytes. */
  readonly size?: number | undefined;
}

/**
 * As much of a file as has come, in a folder of one process alone. The folder's name says whose it is: of several
 * processes that want the part of a dead one, only one can rename it.
 */
export class DownloadPart {
  readonly #parent: string;
  readonly #file: string;
  readonly #directory: string;

  private constructor(parent: string, file: string) {
    this.#parent = parent;
    this.#file = file;
    this.#directory = path.join(parent, nameOfOurs(ownedPrefix(file)));
  }

  /** Takes over the largest part of `file` that nobody has, else begins one. `parent` is made if need be. */
  static async claim(parent: string, file: string): Promise<DownloadPart> {
    await mkdir(parent, {recursive: true});
    const part = new DownloadPart(parent, file);
    for (const free of await freeParts(parent, file)) {
      if (await renamed(free, part.#directory)) return part;
    }
    await mkdir(part.#directory);
    return part;
  }

  get path(): string {
    return path.join(this.#directory, `${this.#file}.part`);
  }

  /** How many bytes have come, and of what; none without a word on where they come from. */
  async kept(): Promise<{readonly bytes: number; readonly origin: PartOrigin} | undefined> {
    const text = await readFile(this.#originPath, 'utf8').catch(() => '');
    const origin = readOrigin(text);
    const bytes = await sizeOf(this.path);
    return origin && bytes > 0 ? {bytes, origin} : undefined;
  }

  /** Throws away what has come and begins anew. */
  async beginAnew(origin: PartOrigin): Promise<void> {
    await this.empty();
    await writeFile(this.#originPath, JSON.stringify(origin));
  }

  async empty(): Promise<void> {
    await rm(this.path, {force: true});
    await rm(this.#originPath, {force: true});
  }

  /** Leaves what has come to whoever wants it next. */
  async leave(): Promise<void> {
    if ((await this.kept()) === undefined) {
      await removeFolder(this.#directory);
    } else {
      await rename(this.#directory, path.join(this.#parent, freePrefix(this.#file) + crypto.randomUUID()));
    }
  }

  /** Removes it, and all parts of this file that nobody has. */
  async remove(): Promise<void> {
    await removeFolder(this.#directory);
    await Promise.all((await freeParts(this.#parent, this.#file)).map(removeFolder));
  }

  get #originPath(): string {
    return path.join(this.#directory, 'origin.json');
  }
}

function ownedPrefix(file: string): string {
  return `.download-${file}-of-`;
}

function freePrefix(file: string): string {
  return `.download-${file}-free-`;
}

/** Absolute paths, the one with the most bytes first. */
async function freeParts(parent: string, file: string): Promise<readonly string[]> {
  const folders = (await readdir(parent))
    .filter((name) => name.startsWith(freePrefix(file)) || isAbandoned(name, ownedPrefix(file)))
    .map((name) => path.join(parent, name));
  const sized = await Promise.all(
    folders.map(async (folder) => ({folder, bytes: await sizeOf(path.join(folder, `${file}.part`))})),
  );
  return sized.sort((left, right) => right.bytes - left.bytes).map(({folder}) => folder);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

/** Undefined where a crash left half of it. */
function readOrigin(text: string): PartOrigin | undefined {
  try {
    return JSON.parse(text) as PartOrigin;
  } catch {
    return undefined;
  }
}
