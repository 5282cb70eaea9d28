import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import type {HostName} from '../../src/course/lesson.ts';
import {renderShellRc} from '../../src/lab/shell-rc.ts';
import {temporaryFolder} from '../course/course-folder.ts';

/** What a command does in a lab's shell of that host, on a machine with these programs beside bash. */
async function typedAt(host: HostName, command: string, programs: readonly string[] = []) {
  await using folder = await temporaryFolder();
  await folder.write({
    bashrc: renderShellRc(host, 'nonce'),
    ...Object.fromEntries(programs.map((name) => [`bin/${name}`, '#!/bin/sh\necho the editor\n'])),
    'bin/.keep': '',
  });
  const bin = path.join(folder.path, 'bin');
  if (programs.length > 0) await execa('chmod', ['+x', ...programs.map((name) => path.join(bin, name))]);
  const {stdout, exitCode} = await execa(
    '/bin/bash',
    ['--noprofile', '--rcfile', path.join(folder.path, 'bashrc'), '-i', '-c', command],
    {env: {PATH: bin, TERM: 'dumb'}, extendEnv: false, cwd: folder.path, reject: false, stdin: 'ignore'},
  );
  return {said: stdout, exitCode};
}

describe('42: an editor typed on the host workspace', () => {
  it.each(['vi', 'vim', 'nano'])('%s says which key opens one, where there is none', async (editor) => {
    const {said, exitCode} = await typedAt('workspace', `${editor} producer.ts`);
    expect(said).toMatch(/^This host has no such editor\. In the lesson the key e opens your own/m);
    expect(exitCode).toBe(127);
  });

  it('is the one that is there', async () => {
    expect(await typedAt('workspace', 'nano producer.ts', ['nano'])).toMatchObject({
      said: expect.stringContaining('the editor'),
      exitCode: 0,
    });
  });

  it('is none of ours elsewhere', async () => {
    const {said} = await typedAt('client', 'nano x');
    expect(said).not.toContain('the key e');
  });
});
