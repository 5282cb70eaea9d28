import {once} from 'node:events';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {type FolderInstall, installFolder} from '../../../src/lab/distribution/install-folder.ts';
import {temporaryFolder} from './temporary-folder.ts';

const isWhole = async (directory: string) => (await readdir(directory)).includes('whole');

function install(parent: string, fill: FolderInstall['fill']): Promise<void> {
  return installFolder({parent, name: 'made', fill, isWhole});
}

function writeWhole(content: string): FolderInstall['fill'] {
  return (workplace) => writeFile(path.join(workplace, 'whole'), content);
}

test('the folder has its name only when it is filled, and nothing else remains', async () => {
  await using folder = await temporaryFolder();
  await install(folder.path, async (workplace) => {
    expect(await readdir(folder.path)).toEqual([path.basename(workplace)]);
    await writeWhole('')(workplace);
  });
  expect(await readdir(folder.path)).toEqual(['made']);
});

test('when filling fails, nothing remains and the failure is passed on', async () => {
  await using folder = await temporaryFolder();
  const failing = install(folder.path, async (workplace) => {
    await writeWhole('')(workplace);
    throw new Error('disk full');
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(await readdir(folder.path)).toEqual([]);
});

test('of two runs at once the first to finish is kept and the other succeeds too', async () => {
  await using folder = await temporaryFolder();
  const bothStarted = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const run = async (me: 0 | 1) => {
    await install(folder.path, async (workplace) => {
      bothStarted[me].resolve();
      await Promise.all(bothStarted.map(({promise}) => promise));
      await writeWhole(`run ${me}`)(workplace);
    });
  };
  await Promise.all([run(0), run(1)]);
  expect(await readdir(folder.path)).toEqual(['made']);
  expect(await readFile(path.join(folder.path, 'made', 'whole'), 'utf8')).toMatch(/^run [01]$/);
});

test('a folder of that name that is not whole is replaced', async () => {
  await using folder = await temporaryFolder();
  await mkdir(path.join(folder.path, 'made', 'half'), {recursive: true});
  await install(folder.path, writeWhole(''));
  expect(await readdir(path.join(folder.path, 'made'))).toEqual(['whole']);
  expect(await readdir(folder.path)).toEqual(['made']);
});

test('a folder of that name that is whole is kept', async () => {
  await using folder = await temporaryFolder();
  await install(folder.path, writeWhole('first'));
  await install(folder.path, writeWhole('second'));
  expect(await readFile(path.join(folder.path, 'made', 'whole'), 'utf8')).toBe('first');
});

test("what a dead run left is swept; a living run's, another machine's and a stranger's folder stay", async () => {
  await using folder = await temporaryFolder();
  const dead = execa('true');
  await dead;
  const uuid = crypto.randomUUID();
  const leftover = `.unfinished-${os.hostname()}-${dead.pid}-${uuid}`;
  const staying = [
    `.unfinished-${os.hostname()}-${process.pid}-${uuid}`,
    `.unfinished-another.machine-${dead.pid}-${uuid}`,
    '.unfinished-symphony',
    'notes',
  ];
  await Promise.all(
    [leftover, ...staying].map((name) => mkdir(path.join(folder.path, name, 'inside'), {recursive: true})),
  );
  await install(folder.path, writeWhole(''));
  expect((await readdir(folder.path)).sort()).toEqual([...staying, 'made'].sort());
});

test('a run that is killed leaves nothing that the next one does not clear', async () => {
  await using folder = await temporaryFolder();
  const module = new URL('../../../src/lab/distribution/install-folder.ts', import.meta.url).href;
  const program = `
    import {writeFile} from 'node:fs/promises';
    import {installFolder} from ${JSON.stringify(module)};
    await installFolder({parent: process.argv[1], name: 'made', isWhole: async () => true, fill: async (workplace) => {
      await writeFile(workplace + '/half', '');
      process.stdout.write('filling');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }});
  `;
  const run = execa(process.execPath, ['--input-type=module', '--eval', program, folder.path], {
    reject: false,
  });
  await once(run.stdout, 'data');
  run.kill('SIGKILL');
  await run;
  expect(await readdir(folder.path)).toHaveLength(1);
  await install(folder.path, writeWhole(''));
  expect(await readdir(folder.path)).toEqual(['made']);
});
