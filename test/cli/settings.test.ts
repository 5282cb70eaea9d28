import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {readSettings, settingKinds} from '../../src/cli/settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'settings-'));
  await mkdir(path.join(folder, 'kafka-lessons'));
});
afterEach(async () => rm(folder, {recursive: true}));

async function settingsOf(text: string | undefined, environment: NodeJS.ProcessEnv = {}) {
  const file = path.join(folder, 'kafka-lessons', 'settings.yaml');
  if (text !== undefined) await writeFile(file, text);
  return readSettings({XDG_CONFIG_HOME: folder, ...environment});
}

const fromOf = async (text: string, name: string, environment: NodeJS.ProcessEnv = {}) => {
  const {listed} = await settingsOf(text, environment);
  return listed.find((each) => each.name === name);
};

describe('settings', () => {
  it('are what they always were where there is no file, or an empty one', async () => {
    for (const text of [undefined, '', '# nothing yet\n', 'runtime:\nmouse: yes\n']) {
      const settings = await settingsOf(text);
      expect(settings).toMatchObject({runtime: 'auto', prefix: {prefixes: [7]}, theme: 'auto', mouse: true});
      if (!text?.includes('mouse')) expect(settings.listed.every(({from}) => from === 'default')).toBe(true);
    }
  });

  it('come from the file', async () => {
    const settings = await settingsOf(
      'runtime: local\nprefix: ctrl-b\ntheme: light\nmouse: off\nimage: mirror.example/kafka:3.9.1\nmirror: https://mirror.example/apache\neditor: nano -w\n',
    );
    expect(settings).toMatchObject({runtime: 'local', prefix: {prefixes: [2]}, theme: 'light', mouse: false});
    expect(settings.environment).toMatchObject({
      KAFKA_LESSONS_IMAGE: 'mirror.example/kafka:3.9.1',
      KAFKA_LESSONS_MIRROR: 'https://mirror.example/apache',
      EDITOR: 'nano -w',
    });
  });

  it('in the environment go before those in the file', async () => {
    const environment = {KAFKA_LESSONS_RUNTIME: 'docker'};
    expect(await fromOf('runtime: local\n', 'runtime', environment)).toEqual({
      name: 'runtime',
      value: 'docker',
      from: 'KAFKA_LESSONS_RUNTIME',
    });
    expect((await settingsOf('runtime: local\n', environment)).runtime).toBe('docker');
  });

  it('that are empty in the environment are not set', async () => {
    expect((await settingsOf('theme: dark\n', {KAFKA_LESSONS_THEME: ''})).theme).toBe('dark');
  });

  it.each([
    ['colour: red\n', /settings\.yaml:1:1 .*not known/, /It can have: runtime, image/],
    ['runtime: podman\n', /settings\.yaml: runtime is `podman`/, /auto, docker, local/],
    ['prefix: ctrl-c\n', /prefix is `ctrl-c`/, /ctrl-g/],
    ['mirror: ftp://x\n', /mirror is `ftp:\/\/x`/, /http/],
    ['theme: [dark]\n', /settings\.yaml:1:1 theme: expected one word or name/, /It can have/],
    ['runtime local\n', /settings\.yaml:1:1 expected lines such as `runtime: local`/, /It can have/],
    ['runtime: local\n runtime: x\n', /settings\.yaml:\d+:\d+ /, /It can have/],
    ['a: &x b\nc: *x\n', /settings\.yaml:\d+:\d+ /, /It can have/],
  ])('%j are refused where they stand', async (text, message, cure) => {
    const error = await settingsOf(text).catch((thrown) => thrown);
    expect(error.name).toBe('UsageError');
    expect(error.message).toMatch(message);
    expect(error.cure).toMatch(cure);
  });

  it('name each its variable', async () => {
    for (const {name, variable, fallback, fits} of settingKinds) {
      expect(variable).toMatch(/^[A-Z_]+\d?$/);
      expect(fits(fallback), name).toBe(true);
    }
  });
});
