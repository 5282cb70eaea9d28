import {execa} from 'execa';
import type {ExecOptions, ExecResult} from '../lab.ts';

export interface LocalExecOptions extends ExecOptions {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

const maximumOutput = 1024 * 1024;

/** Runs a command with bash in a process group of its own; at the time limit the whole group is killed. */
export async function execWithLimit(command: string, options: LocalExecOptions): Promise<ExecResult> {
  const subprocess = execa('bash', ['--noprofile', '--norc', '-c', command], {
    cwd: options.directory,
    env: options.environment,
    extendEnv: false,
    reject: false,
    all: true,
    detached: true,
    stripFinalNewline: false,
    maxBuffer: maximumOutput,
    ...(options.input === undefined ? {stdin: 'ignore' as const} : {input: options.input}),
  });
  let isOverLimit = false;
  const timer = setTimeout(() => {
    isOverLimit = true;
    killGroup(subprocess.pid);
  }, options.timeLimit);
  const result = await subprocess;
  clearTimeout(timer);
  // A flood ends the shell alone; its children would write on.
  if (result.isMaxBuffer) killGroup(subprocess.pid);

  return {
    output: String(result.all ?? ''),
    stdout: String(result.stdout ?? ''),
    exitCode: isOverLimit ? undefined : (result.exitCode ?? 128),
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
