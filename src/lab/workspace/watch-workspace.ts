import path from 'node:path';

/** Milliseconds without another change after which what an editor wrote counts as saved: some write a file in steps. */
const settling = 120;

/**
 * Calls back with the file, relative to the folder, once somebody has saved, made, renamed or removed one. What lies in
 * `node_modules`, hidden files and the leavings of editors do not count.
 */
export async function watchWorkspace(
  directory: string,
  onSaved: (file: string) => void,
): Promise<AsyncDisposable> {
  const {watch} = await import('chokidar');
  const watcher = watch(directory, {
    ignored: (file) => isLeftOut(path.relative(directory, file)),
    ignoreInitial: true,
    followSymlinks: false,
  });
  let timer: NodeJS.Timeout | undefined;
  watcher.on('all', (event, file) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    clearTimeout(timer);
    timer = setTimeout(() => onSaved(path.relative(directory, file)), settling);
  });
  // A folder that cannot be watched (too many watches, say) is no reason to end anything: a key checks, too.
  watcher.on('error', () => {});
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
    watcher.once('error', () => resolve());
  });
  return {
    [Symbol.asyncDispose]: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

function isLeftOut(relative: string): boolean {
  return relative
    .split(path.sep)
    .some((name) => name === 'node_modules' || /^\.|~$|\.sw[a-z]$|^#.*#$|^4913$/.test(name));
}
