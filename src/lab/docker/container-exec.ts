import {randomBytes} from 'node:crypto';
import {Writable} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';
import type {Container, Exec} from 'dockerode';
import type {ExecOptions, ExecResult} from '../lab.ts';
import type {Engine} from './engine.ts';

/** A container by the name people know it by. */
export interface NamedContainer {
  readonly name: string;
  readonly container: Container;
}

export interface ContainerCommand extends ExecOptions {
  readonly command: readonly string[];
  readonly directory?: string;
  readonly user?: string;
}

/** Environment variable by which the processes of one exec are known in `/proc`. */
export const execVariable = 'KAFKA_LESSONS_EXEC';

const maximumOutput = 1024 * 1024;

/**
 * Runs a command in a container. At the time limit, and when its output grows beyond 1 MiB, everything it started
 * is killed: the engine itself has no way to end an exec.
 */
export async function execInContainer(
  engine: Engine,
  {name, container}: NamedContainer,
  options: ContainerCommand,
): Promise<ExecResult> {
  const id = randomBytes(8).toString('hex');
  const hasInput = options.input !== undefined;
  const exec = await engine.ask(
    `run a command on ${name}`,
    container.exec({
      Cmd: [...options.command],
      Env: renderEnvironment({...options.environment, [execVariable]: id}),
      AttachStdin: hasInput,
      AttachStdout: true,
      AttachStderr: true,
      ...(options.directory === undefined ? {} : {WorkingDir: options.directory}),
      ...(options.user === undefined ? {} : {User: options.user}),
    }),
  );
  const stream = await engine.ask(
    `run a command on ${name}`,
    exec.start({hijack: true, stdin: hasInput, Tty: false}),
  );

  const output = collectOutput();
  let killedFor: 'time' | 'flood' | undefined;
  const kill = async (why: 'time' | 'flood') => {
    if (killedFor !== undefined) return;
    killedFor = why;
    await killExec(engine, {name, container}, id);
    // A process that hid from the search may hold the stream open.
    stream.destroy();
  };
  output.onFull = () => void kill('flood').catch(() => stream.destroy());
  const timer = setTimeout(() => void kill('time').catch(() => stream.destroy()), options.timeLimit);
  engine.docker.modem.demuxStream(stream, output.stdout, output.stderr);
  if (hasInput) stream.end(options.input);
  await new Promise<void>((resolve) => {
    stream.on('error', () => stream.destroy());
    stream.once('close', resolve);
    stream.once('end', resolve);
  });
  clearTimeout(timer);

  const exitCode = killedFor === undefined ? await exitCodeOf(engine, name, exec) : undefined;
  // As a shell says of what a signal ended.
  return {...output.texts(), exitCode: killedFor === 'flood' ? 128 : exitCode};
}

export function renderEnvironment(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}

/** Milliseconds an engine may take to know how a command ended whose output is over, and between two questions. */
const endLimits = {limit: 10_000, pace: 20};

/** The stream ends a moment before the engine knows how. 128 where it does not come to know. */
export async function exitCodeOf(
  engine: Pick<Engine, 'ask'>,
  name: string,
  exec: Pick<Exec, 'inspect'>,
  {limit, pace} = endLimits,
): Promise<number> {
  const until = performance.now() + limit;
  for (;;) {
    const {Running, ExitCode} = await engine.ask(`tell how a command on ${name} ended`, exec.inspect());
    if (!Running || performance.now() > until) return ExitCode ?? 128;
    await delay(pace);
  }
}

/** Kills what carries the id in its environment, and the process groups those lead, until nothing is found. */
const killScript = `
for round in 1 2 3 4 5 6 7 8 9 10; do
  found=
  for file in /proc/[0-9]*/environ; do
    while IFS= read -r -d '' variable; do
      [ "$variable" = "$1" ] || continue
      found=1 pid=\${file#/proc/}
      pid=\${pid%/environ}
      kill -KILL -- "-$pid" "$pid"
      break
    done <"$file"
  done
  [ -n "$found" ] || exit 0
done
`;

/** SIGKILL for every process of the exec, children in sessions of their own too. */
export async function killExec(
  engine: Engine,
  {name, container}: NamedContainer,
  execId: string,
): Promise<void> {
  const exec = await engine.ask(
    `end a command on ${name}`,
    container.exec({
      Cmd: ['bash', '-c', `{ ${killScript} } 2>/dev/null`, 'kill', `${execVariable}=${execId}`],
      AttachStdout: true,
    }),
  );
  const stream = await engine.ask(`end a command on ${name}`, exec.start({hijack: true, Tty: false}));
  stream.resume();
  await engine.ask(
    `end a command on ${name}`,
    new Promise<void>((resolve, reject) => {
      stream.once('error', reject);
      stream.once('close', resolve);
      stream.once('end', resolve);
    }),
  );
}

interface CollectedOutput {
  readonly stdout: Writable;
  readonly stderr: Writable;
  onFull: () => void;
  texts(): {output: string; stdout: string};
}

function collectOutput(): CollectedOutput {
  const chunks: {from: 'stdout' | 'stderr'; data: Buffer}[] = [];
  let size = 0;
  const collect = (from: 'stdout' | 'stderr') =>
    new Writable({
      write: (data: Buffer, _, done) => {
        const kept = data.subarray(0, maximumOutput - size);
        chunks.push({from, data: kept});
        size += kept.length;
        if (size === maximumOutput) collected.onFull();
        done();
      },
    });
  const collected: CollectedOutput = {
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    onFull: () => {},
    texts: () => ({
      output: join(chunks),
      stdout: join(chunks.filter(({from}) => from === 'stdout')),
    }),
  };
  return collected;
}

function join(chunks: readonly {data: Buffer}[]): string {
  return Buffer.concat(chunks.map(({data}) => data)).toString('utf8');
}
