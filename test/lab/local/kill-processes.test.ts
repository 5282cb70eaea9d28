import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, it} from 'vitest';
import {findProcesses, killProcesses} from '../../../src/lab/local/host-processes.ts';
import {renderToken, tokenVariable} from '../../../src/lab/local/lab-token.ts';
import {openLocalTerminal} from '../../../src/lab/local/local-terminal.ts';
import {until} from '../contract/until.ts';

it('kills shells in the midst of a command before one of them can tell of its end', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'kill '));
  const homeId = 'a0b1c2d3e4f5';
  const token = renderToken(homeId, '03-zookeeper-and-a-broker', 'broker-1', '1');
  const shells = Array.from({length: 20}, () => {
    const terminal = openLocalTerminal(
      {
        file: 'bash',
        arguments: ['-c', 'echo begun; (exec -a forever sleep 600); echo "ended $?"; true'],
        directory,
        environment: {PATH: process.env['PATH'] ?? '', [tokenVariable]: token},
        wasKilled: () => true,
      },
      {columns: 80, rows: 24},
    );
    let output = '';
    terminal.onData((data) => {
      output += String(data);
    });
    return {terminal, output: () => output};
  });
  const isRunning = async () =>
    (await findProcesses({homeId})).filter(({command}) => command.startsWith('forever')).length ===
    shells.length;
  await until('each shell runs its command', isRunning);
  await killProcesses({homeId});
  await Promise.all(shells.map(({terminal}) => terminal.ended));
  expect(shells.map(({output}) => output().trim())).toEqual(shells.map(() => 'begun'));
  await rm(directory, {recursive: true});
});

it('kills what a process started while the list of processes was read', async () => {
  const token = {homeId: 'a0b1c2d3e4f6'};
  // As fast as it can, and no leader of a session, which would stand still; each child lives long enough to be found if it was missed.
  const parent = execa('bash', ['-c', 'while :; do sleep 3 & done'], {
    env: {[tokenVariable]: renderToken(token.homeId, '03-zookeeper-and-a-broker', 'broker-1', '1')},
    stdio: 'ignore',
    reject: false,
    timeout: 60_000,
  });
  await until('it has many children', async () => (await findProcesses(token)).length > 50);
  await killProcesses(token);
  expect(await findProcesses(token)).toEqual([]);
  expect((await parent).signal).toBe('SIGKILL');
});
