import {execFile} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {describe, expect, it} from 'vitest';
import {mistakesSchema, readYaml} from '../../src/course/front-matter.ts';
import {fencedBlocks} from './markdown-files.ts';

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const blocks = (
  await Promise.all(
    ['docs/checks.md', 'README.md'].map(async (page) =>
      fencedBlocks(await readFile(path.join(root, page), 'utf8')).map((block) => ({page, ...block})),
    ),
  )
).flat();
const examples = (language: string) => blocks.filter((block) => block.language === language);

describe('the examples of how to write checks', () => {
  it('in TypeScript compile, strictly and with erasable syntax only', async () => {
    const checks = examples('ts');
    expect(checks.length).toBeGreaterThan(8);
    const folder = await mkdtemp(path.join(tmpdir(), 'check examples '));
    try {
      // The line in the name leads from the compiler's message to the place on the page.
      await Promise.all(
        checks.map(async ({page, line, content}) =>
          writeFile(path.join(folder, `${path.basename(page, '.md')}-line-${line}.ts`), content),
        ),
      );
      await writeFile(path.join(folder, 'package.json'), '{"type": "module"}');
      await writeFile(
        path.join(folder, 'tsconfig.json'),
        JSON.stringify({
          extends: path.join(root, 'tsconfig.json'),
          compilerOptions: {
            paths: {'kafka-lessons/check': [path.join(root, 'src/checks/api.ts')]},
            typeRoots: [path.join(root, 'node_modules/@types')],
          },
          include: ['*.ts'],
        }),
      );
      const compiler = path.join(root, 'node_modules', '.bin', 'tsc');
      const {stdout} = await run(compiler, ['-p', folder]).catch(
        (error: {stdout: string}) => ({stdout: error.stdout}) as const,
      );
      expect(stdout).toBe('');
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  });

  it.each(examples('sh'))('in shell are read by bash ($page, line $line)', async ({content}) => {
    const checking = run('bash', ['-n']);
    checking.child.stdin?.end(content);
    expect(await checking).toEqual({stdout: '', stderr: ''});
  });

  it.each(examples('yaml'))('of mistakes are read as the app reads them ($page, line $line)', ({content}) => {
    expect(readYaml(content, mistakesSchema)).toHaveProperty('value');
  });

  it('show everything that a check can import', async () => {
    const api = await readFile(path.join(root, 'src', 'checks', 'api.ts'), 'utf8');
    const functions = [...api.matchAll(/^export function (\w+)/gm)].map(([, name]) => name ?? '');
    const values = [...functions, 'commonMistake', 'nearest'];
    const shown = examples('ts')
      .map(({content}) => content)
      .join('\n');
    expect(values.filter((name) => !shown.includes(`${name}(`))).toEqual([]);
  });
});
