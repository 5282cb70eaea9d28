import {rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {expect, it} from 'vitest';
import {smallDisk} from '../home/small-disk.ts';
import {until} from '../lab/contract/until.ts';

const launcher = path.resolve(import.meta.dirname, '../../dist/launcher.js');

it.each([
  ['stays full', false],
  ['has room again at the end', true],
])('50: line by line, what is said at the end of what was passed is true: the disk %s', async (_, clears) => {
  await using disk = await smallDisk();
  if (!disk) return;
  const app = execa(process.execPath, [launcher, 'start', '1', '--plain', '--home', disk.path], {
    reject: false,
    all: true,
    stdin: 'pipe',
  });
  let said = '';
  app.all.setEncoding('utf8').on('data', (part) => {
    said += part;
  });
  await until('the lesson is shown', () => said.includes('An empty line begins'));
  const filler = path.join(disk.path, 'filler');
  await writeFile(filler, 'x'.repeat(64 * 1024)).catch(() => {});
  app.stdin.write('\n\n');
  await until('the trouble is told', () => said.includes('could not be saved'));
  if (clears) await rm(filler);
  app.stdin.write(':quit\n');
  const {exitCode} = await app;
  const kept = 'Good-bye. What you passed is kept.';
  if (clears) {
    expect(said).toContain(kept);
    expect(said).not.toContain('is lost');
    expect(exitCode).toBe(0);
  } else {
    expect(said).not.toContain(kept);
    expect(said).toMatch(/Good-bye\.\n[\s\S]*is lost: ENOSPC/);
    expect(exitCode).toBe(3);
  }
});
