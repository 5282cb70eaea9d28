import {randomBytes} from 'node:crypto';
import {execa} from 'execa';
import type {ExecOptions, ExecResult} from '../lab.ts';
import {killProcesses} from './host-processes.ts';
import {execVariable, type LabToken} from './lab-token.ts';

export interface LocalExecOptions extends ExecOptions {
  /** Of the host; the environment carries it. */
  readonly token: LabToken;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

const maximumOutput = 1024 * 1024;

/**
 * Runs a command with bash. At the time limit, and when its output grows beyond 1 MiB, everything it started is
 * killed, jobs with a process group of their own too: one that lived on would hold the output open.
 */
export async function execWithLimit(command: string, options: LocalExecOptions): Promise<ExecResult> {
  const execId = randomBytes(8).toString('hex');
  const subprocess = execa('bash', ['--noprofile', '--norc', '-c', command], {
    cwd: options.directory,
    env: {...options.environment, [execVariable]: execId},
    extendEnv: false,
    reject: false,
    all: true,
    detached: true,
    stripFinalNewline: false,
    maxBuffer: maximumOutput,
    ...(options.input === undefined ? {stdin: 'ignore' as const} : {input: options.input}),
  });
  const kill = async () => {
    killGroup(subprocess.pid);
    await killProcesses({...options.token, execId});
  };
  let isOverLimit = false;
  const timer = setTimeout(() => {
    isOverLimit = true;
    // What cannot be killed is told of when the lab is closed or swept.
    kill().catch(() => {});
  }, options.timeLimit);
  const result = await subprocess;
  clearTimeout(timer);
  // A flood ends the shell alone; its children would write on.
  if (result.isMaxBuffer) await kill();

  return {
    // The two streams together may hold a little more than each of them.
    output: String(result.all ?? '').slice(0, maximumOutput),
    stdout: String(result.stdout ?? ''),
    // By the broken pipe a flood may end by itself, with a code of its own, before it is killed.
    exitCode: isOverLimit ? undefined : result.isMaxBuffer ? 128 : (result.exitCode ?? 128),
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
