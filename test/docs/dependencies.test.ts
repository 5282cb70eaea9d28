import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it} from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const page = await readFile(path.join(root, 'docs', 'dependencies.md'), 'utf8');
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const entries = Object.entries({...manifest.dependencies, ...manifest.devDependencies}).sort();

describe('docs/dependencies.md', () => {
  it('has a row with the version for each entry of package.json, and no row besides', () => {
    const rows = [...page.matchAll(/^\| `([^`]+)` \| ([^ |]+) \|/gm)].map(
      ([, name, version]) => [name, version] as const,
    );
    expect(rows.sort()).toEqual(entries);
  });

  it('says the truth: every version is exact', () => {
    expect(entries.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
