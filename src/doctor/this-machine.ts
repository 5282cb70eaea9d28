import {constants} from 'node:fs';
import {access, readFile, stat, statfs} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {findOnPath} from '../lab/distribution/find-on-path.ts';
import type {Machine} from './machine.ts';

/** Milliseconds a program gets. */
const programLimit = 4000;

/** The machine this program runs on. */
export function thisMachine(environment: NodeJS.ProcessEnv): Machine {
  return {
    environment,
    platform: process.platform,
    architecture: process.arch,
    processor: os.cpus()[0]?.model ?? '',
    nodeVersion: process.versions.node,
    homeDirectory: os.homedir(),
    userName: userName(),
    hostName: os.hostname(),
    totalMemory: os.totalmem(),
    now: () => Date.now(),
    readText: async (file) => readFile(file, 'utf8').catch(() => undefined),
    run: async (program, words) => {
      const file = await findOnPath(program, environment);
      if (file === undefined) return undefined;
      const {execa} = await import('execa');
      const {failed, all} = await execa(file, [...words], {
        reject: false,
        env: environment,
        extendEnv: false,
        timeout: programLimit,
        all: true,
        stdin: 'ignore',
      });
      return failed ? undefined : all;
    },
    space: async (folder) => {
      const place = await nearest(folder);
      try {
        const [{bavail, bsize, files, ffree}, {dev}] = await Promise.all([statfs(place), stat(place)]);
        return {device: dev, freeBytes: bavail * bsize, freeInodes: files > 0 ? ffree : undefined};
      } catch {
        return undefined;
      }
    },
    whyNotWritable: async (folder) =>
      access(await nearest(folder), constants.W_OK | constants.X_OK).then(
        () => undefined,
        ({code, message}: NodeJS.ErrnoException) => code ?? message,
      ),
  };
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // An id without a name, as in some containers.
    return '';
  }
}

async function nearest(folder: string): Promise<string> {
  for (let place = path.resolve(folder); ; place = path.dirname(place)) {
    const code = await stat(place).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (code !== 'ENOENT' || place === path.dirname(place)) return place;
  }
}
