import {spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {constants} from 'node:os';
import type {LabProgram} from '../lab.ts';
import {ProgramOutput} from '../program-output.ts';
import type {LocalExecOptions} from './exec-with-limit.ts';
import {findProcesses, killProcesses, signalProcesses} from './host-processes.ts';
import {execVariable} from './lab-token.ts';

/** Starts a command with bash and leaves it running. What a shell runs as its only command takes the shell's place. */
export function startLocalProgram(command: string, options: Omit<LocalExecOptions, 'input'>): LabProgram {
  const execId = randomBytes(8).toString('hex');
  const token = {...options.token, execId};
  const child = spawn('bash', ['--noprofile', '--norc', '-c', command], {
    cwd: options.directory,
    env: {...options.environment, [execVariable]: execId},
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = async () => killProcesses(token);
  const output = new ProgramOutput(() => void kill());
  child.stdout.on('data', (data: Buffer) => output.append(data));
  child.stderr.on('data', (data: Buffer) => output.append(data));
  let isOverLimit = false;
  const timer = setTimeout(() => {
    isOverLimit = true;
    void kill();
  }, options.timeLimit);
  const ended = new Promise<{exitCode: number | undefined}>((resolve) => {
    child.once('error', () => resolve({exitCode: 127}));
    child.once('close', (code, signal) => {
      const shown = code ?? 128 + (signal ? constants.signals[signal] : 0);
      resolve({exitCode: isOverLimit ? undefined : shown});
    });
  });
  void ended.then(() => {
    clearTimeout(timer);
    output.end();
  });
  return {
    output,
    ended,
    signal: async (name) => {
      if (name === 'SIGKILL') return kill();
      // Between fork and exec a process has not got its environment yet.
      if ((await findProcesses(token)).length > 0) await signalProcesses(token, name);
      else child.kill(name);
    },
    kill: async () => {
      await kill();
      await ended;
    },
  };
}
