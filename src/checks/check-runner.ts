import {type ChildProcess, fork} from 'node:child_process';
import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import type {Writable} from 'node:stream';
import type {CheckFile, HostName} from '../course/lesson.ts';
import type {ExecResult, LabProgram} from '../lab/lab.ts';
import type {Message} from '../observer/cluster-snapshot.ts';
import {
  type CheckInput,
  type CheckQuestion,
  childMarkVariable,
  type FromCheckProcess,
  type ToCheckProcess,
} from './check-messages.ts';
import type {ClusterLook} from './cluster.ts';
import {RunningPrograms} from './running-programs.ts';
import {runShellCheck} from './shell-check.ts';
import {lastWords, type Verdict} from './verdict.ts';

/** What checks may ask while they run. */
export interface CheckPorts {
  messages(topic: string, limit: number): Promise<readonly Message[]>;
  brokerConfigs(broker: number): Promise<Readonly<Record<string, string>> | undefined>;
  look(): Promise<ClusterLook>;
  startProgram(
    host: HostName,
    command: string,
    options: {readonly timeLimit: number; readonly environment?: Readonly<Record<string, string>>},
  ): Promise<LabProgram>;
  exec(
    host: HostName,
    command: string,
    options: {
      readonly timeLimit: number;
      readonly environment?: Readonly<Record<string, string>>;
      readonly input?: string;
    },
  ): Promise<ExecResult>;
}

/** How the programs that checks start by themselves are known, and ended. */
export interface StartedByChecks {
  /** `NAME=value`: a variable of their environment. */
  readonly mark: string;
  /** Ends those that still run, in sessions of their own as well. */
  end(): Promise<void>;
}

export interface CheckRunnerOptions {
  readonly ports: CheckPorts;
  readonly started?: StartedByChecks;
  /** File that calls `serveChecks`. */
  readonly processFile: string;
  /** The only variables of the environment checks get to see. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Most a check may print before it counts as flooding: 1 MiB. */
const maximumOutput = 1024 * 1024;

/** Runs checks, one at a time, in a child process that is kept for the next. Whatever a check does, a verdict comes back in time. */
export class CheckRunner implements AsyncDisposable {
  readonly #options: CheckRunnerOptions;
  #child: CheckChild | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #isDisposed = false;
  #files = '';

  constructor(options: CheckRunnerOptions) {
    this.#options = options;
  }

  /** Never throws. `timeLimit` is in milliseconds. */
  async run(check: CheckFile, input: CheckInput, timeLimit: number): Promise<Verdict> {
    const turn = this.#queue.then(async () => this.#run(check, input, timeLimit));
    this.#queue = turn;
    return turn;
  }

  async #run(check: CheckFile, input: CheckInput, timeLimit: number): Promise<Verdict> {
    // A check that was still in the queue must not start a process nobody would end.
    if (this.#isDisposed) return {type: 'broken', reason: 'the lab was closed before the check could run'};
    try {
      if (check.language === 'shell')
        return await runShellCheck(check.path, input, {exec: this.#options.ports.exec, timeLimit});
      const kept = this.#child;
      const child = await this.#freshChild(path.dirname(check.path));
      const verdict = await child.run(check.path, input, timeLimit);
      // A process that was kept may have died of what the check before left in it.
      if (child !== kept || !child.hasCrashed()) return verdict;
      return await (await this.#freshChild(path.dirname(check.path))).run(check.path, input, timeLimit);
    } catch (error) {
      // The script is gone, or its host was killed: the next check may do better.
      return {type: 'broken', reason: `the check could not be run: ${(error as Error).message}`};
    }
  }

  /** The process of the run before, unless it is gone or a file beside the check was changed: it has read the old one. */
  async #freshChild(directory: string): Promise<CheckChild> {
    const filesNow = await readTimes(directory);
    if (this.#child?.isSpent() || filesNow !== this.#files) {
      await this.#child?.end();
      this.#child = undefined;
    }
    this.#files = filesNow;
    this.#child ??= startCheckChild(this.#options);
    return this.#child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    await this.#child?.end();
    this.#child = undefined;
  }
}

interface CheckChild {
  run(path: string, input: CheckInput, timeLimit: number): Promise<Verdict>;
  /** True when the process is gone or must not be used again. */
  isSpent(): boolean;
  /** True when it ended by itself. */
  hasCrashed(): boolean;
  end(): Promise<void>;
}

function startCheckChild({ports, started, processFile, environment}: CheckRunnerOptions): CheckChild {
  const process = fork(processFile, [], {
    // Descriptor 4 is a pipe that only ever ends: the child waits for that.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    env: {...environment, ...(started ? {[childMarkVariable]: started.mark.replace('=', ' ')} : {})},
    execArgv: ['--max-old-space-size=256'],
    detached: true,
    serialization: 'json',
  });
  const printed = collectOutput(process, () =>
    finish({type: 'broken', reason: 'the check printed more than 1 MiB'}),
  );
  let isSpent = false;
  let hasCrashed = false;
  let hasStarted = false;
  let runs = 0;
  let programs = new RunningPrograms(ports);
  let settleRun: ((verdict: Verdict) => void) | undefined;
  const gone = new Promise<void>((resolve) => {
    process.once('exit', (code, signal) => {
      hasCrashed = !isSpent;
      isSpent = true;
      settle({type: 'broken', reason: `the check ended its process (${signal ?? `exit code ${code}`})`});
      resolve();
    });
    process.once('error', (error) => {
      isSpent = true;
      settle({type: 'broken', reason: `the check’s process could not be started: ${error.message}`});
      resolve();
    });
  });
  (process.stdio[4] as Writable | null)?.on('error', () => {});
  process.on('message', (message: FromCheckProcess) => {
    // A check may send what it likes over the same channel, and throw when its verdict is long here.
    if (message?.type === 'verdict' && message.run === runs && message.verdict?.type) settle(message.verdict);
    else if (message?.type === 'started') hasStarted = true;
    else if (message?.type === 'ask') void answer(process, message.id, message.question, {ports, programs});
  });
  process.unref();

  return {
    run: async (path, input, timeLimit) => {
      printed.clear();
      const run = Promise.withResolvers<Verdict>();
      settleRun = run.resolve;
      // The last run's are closed: what that check still asks for comes too late.
      programs = new RunningPrograms(ports);
      const timer = setTimeout(() => {
        finish({type: 'broken', reason: `the check gave no verdict within ${timeLimit / 1000} s`});
      }, timeLimit);
      runs += 1;
      tell(process, {type: 'run', run: runs, path, input});
      const verdict = await run.promise;
      clearTimeout(timer);
      await programs.killAll();
      await endStarted();
      return verdict;
    },
    isSpent: () => isSpent,
    hasCrashed: () => hasCrashed,
    end: async () => {
      isSpent = true;
      // Otherwise this program might end while it waits for the child's end.
      process.ref();
      killGroup(process);
      await gone;
      await programs.killAll();
      await endStarted();
    },
  };

  /** Looking for them takes a while, so only where there are any. */
  async function endStarted(): Promise<void> {
    if (!hasStarted) return;
    hasStarted = false;
    await started?.end();
  }

  function settle(verdict: Verdict): void {
    settleRun?.(
      verdict.type === 'broken' && verdict.detail === undefined && printed.text() !== ''
        ? {...verdict, detail: printed.text()}
        : verdict,
    );
    settleRun = undefined;
  }

  /** Ends the process together with the run. */
  function finish(verdict: Verdict): void {
    isSpent = true;
    settle(verdict);
    killGroup(process);
  }
}

/** The files of a folder and when each was changed last, as one text. */
async function readTimes(directory: string): Promise<string> {
  const names = (await readdir(directory, {recursive: true})).sort();
  const times = await Promise.all(
    names.map(async (name) => {
      const {mtimeMs, size} = await stat(path.join(directory, name));
      return `${name} ${mtimeMs} ${size}`;
    }),
  );
  return [directory, ...times].join('\n');
}

function collectOutput(process: ChildProcess, onFlood: () => void): {text(): string; clear(): void} {
  let size = 0;
  let end = '';
  for (const stream of [process.stdout, process.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      size += text.length;
      end = (end + text).slice(-2000);
      if (size > maximumOutput) onFlood();
    });
  }

  return {
    text: () => lastWords(end),
    clear: () => {
      size = 0;
      end = '';
    },
  };
}

async function answer(
  process: ChildProcess,
  id: number,
  question: CheckQuestion,
  parts: AnswerParts,
): Promise<void> {
  try {
    tell(process, {type: 'answer', id, value: await ask(question, parts)});
  } catch (error) {
    tell(process, {type: 'refusal', id, message: error instanceof Error ? error.message : String(error)});
  }
}

interface AnswerParts {
  readonly ports: CheckPorts;
  readonly programs: RunningPrograms;
}

async function ask(question: CheckQuestion, {ports, programs}: AnswerParts): Promise<unknown> {
  switch (question.type) {
    case 'messages':
      return ports.messages(question.topic, question.limit);
    case 'broker-configs':
      return ports.brokerConfigs(question.broker);
    case 'look':
      return ports.look();
    case 'run':
      return programs.start(question);
    case 'look-at-program':
      return programs.look(question.program, question.from);
    case 'signal-program':
      return programs.signal(question.program, question.signal);
    case 'exec': {
      const {output, exitCode} = await ports.exec(question.host, question.command, {timeLimit: 8000});
      return {output, exitCode};
    }
    case 'read-file': {
      const {stdout, exitCode} = await ports.exec(question.host, 'cat -- "$CHECK_FILE"', {
        timeLimit: 4000,
        environment: {CHECK_FILE: question.path},
      });
      return exitCode === 0 ? stdout : undefined;
    }
  }
}

function tell(process: ChildProcess, message: ToCheckProcess): void {
  // A child that died meanwhile is reported by its exit.
  if (process.connected) process.send(message, () => {});
}

function killGroup({pid}: ChildProcess): void {
  if (pid === undefined) return;
  try {
    globalThis.process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
