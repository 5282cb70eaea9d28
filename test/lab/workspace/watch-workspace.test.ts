import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {watchWorkspace} from '../../../src/lab/workspace/watch-workspace.ts';
import {temporaryFolder} from '../../course/course-folder.ts';
import {until} from '../contract/until.ts';

describe('the learner’s folder', () => {
  it('tells what was saved, however an editor saves, and nothing of what nobody edits', async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => path.join(folder.path, name);
    await mkdir(at('node_modules/kafkajs'), {recursive: true});
    await writeFile(at('producer.ts'), '// 1');
    const saved: string[] = [];
    await using _ = await watchWorkspace(folder.path, (file) => saved.push(file));
    const tells = async (file: string, write: () => Promise<unknown>) => {
      saved.length = 0;
      await write();
      await until(`${file} was saved`, () => saved.at(-1) === file);
      expect(saved).toEqual([file]);
    };

    await tells('producer.ts', async () => writeFile(at('producer.ts'), '// in place'));
    await tells('producer.ts', async () => {
      // What is left out on the way is heard of no more than the rest: the order tells that it was passed over.
      await writeFile(at('node_modules/kafkajs/index.js'), '');
      await writeFile(at('.producer.ts.swp'), '');
      await writeFile(at('4913'), '');
      await writeFile(at('.new'), '// renamed into place');
      await rename(at('.new'), at('producer.ts'));
    });
    await tells('consumer.ts', async () => writeFile(at('consumer.ts'), '// new'));
    await mkdir(at('deep'));
    await tells(path.join('deep', 'mine.ts'), async () => writeFile(at('deep/mine.ts'), '// deep'));
    await tells('consumer.ts', async () => rm(at('consumer.ts')));
  });
});
