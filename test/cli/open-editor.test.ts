import {chmod, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {openEditor} from '../../src/cli/open-editor.ts';
import {temporaryFolder} from '../course/course-folder.ts';
import {until} from '../lab/contract/until.ts';

/** An editor that notes what it was given, in a folder with two programs. */
async function desk(name: string, body = '') {
  const folder = await temporaryFolder();
  const at = (file: string) => path.join(folder.path, file);
  await writeFile(at('consumer.ts'), '');
  await writeFile(at('producer.ts'), '');
  await writeFile(at(name), `#!/bin/sh\nprintf '%s\\n' "$@" >"$(dirname "$0")/given"\n${body}\n`);
  await chmod(at(name), 0o755);
  const given = async () => (await readFile(at('given'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return {...folder, [Symbol.asyncDispose]: folder[Symbol.asyncDispose], at, given};
}

const settingsFile = '/home/learner/.config/kafka-lessons/settings.yaml';

describe('the editor', () => {
  it('that nobody has set is asked for, with the folder', async () => {
    const said = await openEditor({
      editor: '',
      settingsFile,
      folder: '/somewhere',
      file: undefined,
      lend: undefined,
      isThere: async () => false,
    });
    expect(said).toContain('/somewhere');
    expect(said).toMatch(/EDITOR.*`editor: code`.*settings\.yaml/);
  });

  it('42: that nobody has set is one that is there, and it is said how to take another one', async () => {
    await using here = await desk('nano');
    const said = await openEditor({
      editor: '',
      settingsFile,
      folder: here.path,
      file: 'consumer.ts',
      lend: async (run) => {
        const before = process.env['PATH'];
        process.env['PATH'] = `${here.path}:${before}`;
        await run();
        process.env['PATH'] = before;
      },
      isThere: async (program) => program === 'nano',
    });
    expect(await here.given()).toEqual([here.at('consumer.ts')]);
    expect(said).toMatch(/That was nano\..*`editor: code`/);
  });

  it('with a window of its own is opened beside the course and not waited for', async () => {
    await using here = await desk('code', 'exec sleep 20');
    const began = performance.now();
    const said = await openEditor({
      editor: `'${here.at('code')}' --new-window`,
      settingsFile,
      folder: here.path,
      file: 'producer.ts',
      lend: async () => {
        throw new Error('a window needs no terminal');
      },
      isThere: async () => false,
    });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(said).toBe(`Opened in code: ${here.path}`);
    await until('the editor was given its files', async () => (await here.given()).length === 3);
    expect(await here.given()).toEqual(['--new-window', here.path, here.at('producer.ts')]);
  });

  it('that ends at once says so', async () => {
    await using here = await desk('code', 'exit 3');
    const editor = `'${here.at('code')}'`;
    const said = await openEditor({
      editor,
      settingsFile,
      folder: here.path,
      file: undefined,
      lend: undefined,
      isThere: async () => false,
    });
    expect(said).toMatch(/ended at once \(exit code 3\)/);
  });

  it('on the terminal gets the whole of it until it ends', async () => {
    await using here = await desk('nano');
    const happened: string[] = [];
    const said = await openEditor({
      editor: `'${here.at('nano')}'`,
      settingsFile,
      folder: here.path,
      file: 'missing.ts',
      lend: async (run) => {
        happened.push('lent');
        await run();
        happened.push(`back after ${(await here.given()).join(' ')}`);
      },
      isThere: async () => false,
    });
    expect(said).toBeUndefined();
    expect(happened).toEqual(['lent', `back after ${here.at('consumer.ts')}`]);
  });

  it('on the terminal is told how to be started where there is none to lend', async () => {
    await using here = await desk('vi');
    const said = await openEditor({
      editor: 'vi',
      settingsFile,
      folder: here.path,
      file: 'producer.ts',
      lend: undefined,
      isThere: async () => false,
    });
    expect(said).toContain(`vi '${here.at('producer.ts')}'`);
  });

  it('that is not there is named', async () => {
    await using here = await desk('vi');
    const said = await openEditor({
      editor: 'no-such-editor',
      settingsFile,
      folder: here.path,
      file: undefined,
      lend: async (run) => run(),
      isThere: async () => false,
    });
    expect(said).toMatch(/no command `no-such-editor`.*Set EDITOR/);
  });
});
