import {mkdtemp, realpath, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** Its name has a space in it, as a learner's home folder may have. */
export async function temporaryFolder(prefix = 'kafka lessons '): Promise<TemporaryFolder> {
  const folder = await mkdtemp(path.join(await realpath(os.tmpdir()), prefix));
  return {
    path: folder,
    [Symbol.asyncDispose]: () => rm(folder, {recursive: true, force: true, maxRetries: 5}),
  };
}
