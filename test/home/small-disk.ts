import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {execaSync} from 'execa';
import {type TemporaryFolder, temporaryFolder} from '../course/course-folder.ts';

/** A disk of 64 KiB, which can be filled and made read-only. */
export interface SmallDisk extends TemporaryFolder {
  remountReadOnly(): void;
}

/** Undefined, said on the console, where this machine does not let the tests mount one. */
export async function smallDisk(): Promise<SmallDisk | undefined> {
  const folder = await temporaryFolder();
  const root = path.join(folder.path, 'disk');
  mkdirSync(root);
  const mounted = execaSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', root], {
    reject: false,
  });
  if (mounted.failed) {
    await folder[Symbol.asyncDispose]();
    console.log(
      'No small disk can be mounted here (that takes root on Linux): full and read-only disks are NOT tried.',
    );
    return undefined;
  }
  return {
    path: root,
    write: async (files) =>
      folder.write(
        Object.fromEntries(Object.entries(files).map(([name, text]) => [path.join('disk', name), text])),
      ),
    remountReadOnly: () => {
      execaSync('mount', ['-o', 'remount,ro', root]);
    },
    [Symbol.asyncDispose]: async () => {
      execaSync('umount', [root]);
      await folder[Symbol.asyncDispose]();
    },
  };
}
