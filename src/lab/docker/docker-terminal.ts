import {randomBytes} from 'node:crypto';
import type {Duplex} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';
import type {Exec} from 'dockerode';
import type {Terminal, TerminalEnd, TerminalSize} from '../../terminal/terminal.ts';
import {shellRcPath} from '../shell-rc.ts';
import {
  execInContainer,
  execVariable,
  killExec,
  type NamedContainer,
  renderEnvironment,
} from './container-exec.ts';
import type {Engine} from './engine.ts';
import {labDirectory} from './host-layout.ts';

export interface DockerShell extends NamedContainer {
  /** Absolute path. */
  readonly directory: string;
  /** True when the host was killed under the shell. */
  readonly wasKilled: () => boolean;
  /** Called when a shell ended and its container turned out to have ended too. */
  readonly onHostDied: () => void;
}

/** Milliseconds a shell gets to end after HUP. */
const patience = 3000;

/** Milliseconds until a shell's terminal must be there: before that it cannot be resized. */
const openingLimit = 5000;

/** A shell in a container, on a terminal of the engine's. */
export async function openDockerTerminal(
  engine: Engine,
  shell: DockerShell,
  size: TerminalSize,
): Promise<Terminal> {
  const id = randomBytes(8).toString('hex');
  const pidFile = `/tmp/kafka-lessons-shell-${id}`;
  const opening = `open a shell on ${shell.name}`;
  const exec = await engine.ask(
    opening,
    shell.container.exec({
      Cmd: [
        ...['bash', '--noprofile', '--norc', '-c'],
        // The engine tells a process's number on its own machine only.
        `echo $$ >"$1"; exec bash --noprofile --rcfile ${labDirectory}/${shellRcPath} -i`,
        ...['shell', pidFile],
      ],
      Env: renderEnvironment({[execVariable]: id}),
      WorkingDir: shell.directory,
      Tty: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const stream = await engine.ask(opening, exec.start({hijack: true, stdin: true, Tty: true}));
  const output = readOutput(stream);
  const ended = waitForEnd(engine, shell, exec, stream);
  let isGone = false;
  void ended.then(() => {
    isGone = true;
  });
  const resize = createResizer(exec, () => isGone);
  await resize(size);

  return {
    write: (data) => {
      if (!isGone && stream.writable) stream.write(data);
    },
    resize: (next) => void resize(next),
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    close: async () => {
      if (isGone) return;
      stream.resume();
      // Closing the stream would leave the shell behind.
      const isToldToEnd = hangUp(engine, shell, pidFile).then(
        () => true,
        () => false,
      );
      if (await isOver(ended, patience)) return;
      if (await isToldToEnd) await killExec(engine, shell, id).catch(() => {});
      stream.destroy();
      await ended;
    },
    onData: output.listen,
    ended,
  };
}

async function hangUp(engine: Engine, shell: DockerShell, pidFile: string): Promise<void> {
  await execInContainer(engine, shell, {
    command: ['bash', '-c', 'kill -HUP "$(cat "$1")"; rm -f "$1"', 'hang-up', pidFile],
    timeLimit: patience,
  });
}

async function isOver(ended: Promise<unknown>, limit: number): Promise<boolean> {
  const stop = new AbortController();
  const timeout = delay(limit, false, {signal: stop.signal}).catch(() => false);
  const result = await Promise.race([ended.then(() => true), timeout]);
  stop.abort();
  return result;
}

/** What comes before somebody listens is kept; a stream that nobody reads would never end. */
function readOutput(stream: Duplex): {listen: Terminal['onData']} {
  let early: Buffer[] = [];
  let pass = (data: Buffer): void => void early.push(data);
  stream.on('data', (data: Buffer) => pass(data));
  return {
    listen: (listener) => {
      pass = listener;
      for (const data of early) listener(data);
      early = [];
    },
  };
}

/** One resize at a time, and of those that wait only the last. Refused while the shell is not yet running. */
function createResizer(exec: Exec, isGone: () => boolean): (size: TerminalSize) => Promise<void> {
  let wanted: TerminalSize | undefined;
  let working: Promise<void> | undefined;
  const work = async () => {
    const until = performance.now() + openingLimit;
    while (wanted && !isGone()) {
      const {columns, rows} = wanted;
      const isDone = await exec.resize({w: columns, h: rows}).then(
        () => true,
        () => performance.now() > until,
      );
      if (!isDone) await delay(10);
      else if (wanted.columns === columns && wanted.rows === rows) wanted = undefined;
    }
    working = undefined;
  };
  return async (size) => {
    wanted = size;
    working ??= work();
    await working;
  };
}

/** Resolves when the stream is over; how the shell ended is asked of the engine. */
async function waitForEnd(
  engine: Engine,
  shell: DockerShell,
  exec: Exec,
  stream: Duplex,
): Promise<TerminalEnd> {
  await new Promise<void>((resolve) => {
    stream.on('error', () => stream.destroy());
    stream.once('end', resolve);
    stream.once('close', resolve);
  });
  if (shell.wasKilled()) return {type: 'killed'};
  try {
    const exitCode = await exitCodeOf(engine, shell, exec);
    if (exitCode === 137 && (await hasDied(engine, shell))) {
      shell.onHostDied();
      return {type: 'killed'};
    }
    return {type: 'exited', exitCode};
  } catch {
    // The engine is gone, and the line with it.
    return {type: 'exited', exitCode: 129};
  }
}

/** Milliseconds by which the engine may notice an end later than the stream. */
const noticing = 1000;

async function exitCodeOf(engine: Engine, {name}: NamedContainer, exec: Exec): Promise<number> {
  const until = performance.now() + noticing;
  for (;;) {
    const {Running, ExitCode} = await engine.ask(`tell how a shell on ${name} ended`, exec.inspect());
    if (!Running) return ExitCode ?? 129;
    if (performance.now() > until) return 129;
    await delay(20);
  }
}

async function hasDied(engine: Engine, {name, container}: NamedContainer): Promise<boolean> {
  const until = performance.now() + noticing;
  for (;;) {
    const {State} = await engine.ask(`look at ${name}`, container.inspect());
    if (!State.Running) return true;
    if (performance.now() > until) return false;
    await delay(20);
  }
}
