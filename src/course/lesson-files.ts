import {readdir, readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {hostNames, type Lesson} from './lesson.ts';

/** A file a lesson brings along. */
export interface LessonFile {
  readonly host: (typeof hostNames)[number];
  /** Relative to the host's working directory, with `/`. */
  readonly path: string;
  readonly content: string;
  readonly executable: boolean;
}

/** Everything under the lesson's `files/HOST/`. Folders that are no host's are not looked at. */
export async function readLessonFiles(lesson: Lesson): Promise<readonly LessonFile[]> {
  const root = path.join(lesson.directory, 'files');
  const found = await Promise.all(
    hostNames.map(async (host) => {
      const entries = await readdir(path.join(root, host), {recursive: true, withFileTypes: true}).catch(
        () => [],
      );
      return Promise.all(
        entries
          .filter((entry) => entry.isFile())
          .map(async (entry) => {
            const file = path.join(entry.parentPath, entry.name);
            const [content, {mode}] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
            const relative = path.relative(path.join(root, host), file).split(path.sep).join('/');
            return {host, path: relative, content, executable: (mode & 0o100) !== 0};
          }),
      );
    }),
  );
  return found.flat();
}
