import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {newAccount} from '../cli/run-launcher.ts';
import {fencedBlocks} from '../docs/markdown-files.ts';
import {leftOf} from '../runtimes.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
const section = /^## Command line$([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
const commands = fencedBlocks(section)
  .filter(({language}) => language === 'sh')
  .flatMap(({content}) => content.trim().split('\n'))
  .map((line) => line.replace(/ +#.*$/, ''));

/** What a command ends with on an account of which nothing is done yet; 0 unless named here. */
const exitCodes: Readonly<Record<string, number>> = {
  verify: 1,
  // Standard input is no terminal here; test/whole-course/on-each-runtime/shell.test.ts opens windows.
  shell: 2,
};

describe('the command lines of README.md', () => {
  it('are there', () => {
    expect(commands.length).toBeGreaterThan(8);
    expect(commands.every((command) => /^kafka-lessons( |$)/.test(command))).toBe(true);
  });

  it.each(commands)(
    '%s does what it says',
    async (command) => {
      await using account = await newAccount();
      const [, ...words] = command.split(' ');
      // On the local runtime: this machine's Kafka is in the cache of the person who runs the tests.
      const environment = {
        DOCKER_HOST: 'unix:///no/such/docker.sock',
        XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? `${process.env['HOME']}/.cache`,
      };
      if (words[0] === 'reset') {
        const {printed, exitCode} = await account.runOnTerminal(words, {environment, answer: 'n\r'});
        expect(printed).toContain('Nothing was removed.');
        expect(exitCode).toBe(1);
        return;
      }
      const {stdout, stderr, exitCode} = await account.run(words, {environment, limit: 150_000});
      expect({exitCode, stderr: exitCode === 0 ? '' : stderr}).toEqual({
        exitCode: exitCodes[words[0] ?? ''] ?? 0,
        stderr: expect.any(String),
      });
      if (words.includes('--json')) expect(JSON.parse(stdout)).toMatchObject({version: 1});
      expect(stderr).not.toMatch(/\n\s+at /);
      // What only looks makes no home.
      if (existsSync(path.join(account.home, 'home-id'))) expect(leftOf(account.home)).toEqual([]);
    },
    180_000,
  );
});
