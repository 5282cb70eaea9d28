import {existsSync, readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {build, type Rolldown} from 'tsdown';
import {expect, it} from 'vitest';
import {licensesFile} from '../../scripts/bundle/third-party-licenses.ts';
import config from '../../tsdown.config.ts';
import {temporaryFolder} from '../course/course-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');

it('every package whose code is bundled is there with its version and its terms', async () => {
  await using folder = await temporaryFolder();
  const modules = new Set<string>();
  const collect: Rolldown.Plugin = {
    name: 'collect-modules',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk') for (const module of file.moduleIds) modules.add(module);
    },
  };
  const {plugins = []} = config as {plugins?: readonly Rolldown.Plugin[]};
  await build({
    ...(config as object),
    config: false,
    cwd: root,
    outDir: folder.path,
    logLevel: 'error',
    plugins: [...plugins, collect],
  });

  const bundled = new Set([...modules].flatMap((module) => packageOf(module) ?? []));
  expect(bundled.size).toBeGreaterThan(150);
  const entries = (await readFile(path.join(folder.path, licensesFile), 'utf8')).split(/^={80}\n/m).slice(1);
  const terms = new Map(entries.map((entry) => [entry.split('\n')[0] ?? '', entry]));
  expect([...bundled].filter((title) => !terms.has(title))).toEqual([]);
  const withoutTerms = entries.filter(
    (entry) =>
      !/^Licence: [A-Za-z]+[\s\S]*(warrant|\bAS[- ]IS\b|Apache License|free and unencumbered)/im.test(entry),
  );
  expect(withoutTerms).toEqual([]);
});

/** `name version` of the nearest manifest above a module; undefined for our own modules and what is no file. */
function packageOf(module: string): string | undefined {
  let folder = path.dirname(module.replace(/^\0/, ''));
  while (path.isAbsolute(folder) && folder !== root && folder !== '/') {
    const file = path.join(folder, 'package.json');
    if (existsSync(file)) {
      const {name, version} = JSON.parse(readFileSync(file, 'utf8')) as {name?: string; version?: string};
      if (name !== undefined && version !== undefined) return `${name} ${version}`;
    }
    folder = path.dirname(folder);
  }
  return undefined;
}
