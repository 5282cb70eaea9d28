import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** A temporary folder with files by their paths in it; it goes when the test is over. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

export async function temporaryFolder(
  files: Readonly<Record<string, string>> = {},
): Promise<TemporaryFolder> {
  const root = await mkdtemp(path.join(tmpdir(), 'lessons '));
  const folder: TemporaryFolder = {
    path: root,
    write: async (more) => {
      for (const [name, content] of Object.entries(more)) {
        const file = path.join(root, name);
        await mkdir(path.dirname(file), {recursive: true});
        await writeFile(file, content);
      }
    },
    [Symbol.asyncDispose]: async () => rm(root, {recursive: true, force: true}),
  };
  await folder.write(files);
  return folder;
}

/** A lesson with one task, for courses about other things. */
export const smallLesson = `---
title: A lesson
summary: What it is about.
minutes: 5
lab: {kafka: "3.9", hosts: [client]}
---

## Do it
<!-- step: do-it -->

\`\`\`bash client
true
\`\`\`
`;
