import {randomBytes} from 'node:crypto';
import {Writable} from 'node:stream';
import type {LabProgram} from '../lab.ts';
import {ProgramOutput} from '../program-output.ts';
import {
  type ContainerCommand,
  execInContainer,
  execVariable,
  exitCodeOf,
  killExec,
  type NamedContainer,
  renderEnvironment,
} from './container-exec.ts';
import type {Engine} from './engine.ts';

/** Milliseconds a signal may take to be delivered. */
const signalLimit = 10_000;

/** Starts a command in a container and leaves it running. */
export async function startInContainer(
  engine: Engine,
  named: NamedContainer,
  options: Omit<ContainerCommand, 'input'>,
): Promise<LabProgram> {
  const {name, container} = named;
  const id = randomBytes(8).toString('hex');
  const starting = `start a program on ${name}`;
  const exec = await engine.ask(
    starting,
    container.exec({
      Cmd: [...options.command],
      Env: renderEnvironment({...options.environment, [execVariable]: id}),
      AttachStdout: true,
      AttachStderr: true,
      ...(options.directory === undefined ? {} : {WorkingDir: options.directory}),
    }),
  );
  const stream = await engine.ask(starting, exec.start({hijack: true, stdin: false, Tty: false}));
  const kill = async () => {
    await killExec(engine, named, id);
    // A process that hid from the search may hold the stream open.
    stream.destroy();
  };
  const output = new ProgramOutput(() => void kill().catch(() => stream.destroy()));
  const sink = () =>
    new Writable({
      write: (data: Buffer, _, done) => {
        output.append(data);
        done();
      },
    });
  engine.docker.modem.demuxStream(stream, sink(), sink());
  let isOverLimit = false;
  const timer = setTimeout(() => {
    isOverLimit = true;
    void kill().catch(() => stream.destroy());
  }, options.timeLimit);
  const closed = new Promise<void>((resolve) => {
    stream.on('error', () => stream.destroy());
    stream.once('close', resolve);
    stream.once('end', resolve);
  });
  const ended = closed.then(async () => {
    clearTimeout(timer);
    const exitCode = isOverLimit ? undefined : await exitCodeOf(engine, name, exec).catch(() => 137);
    output.end();
    return {exitCode};
  });
  return {
    output,
    ended,
    signal: async (signal) => {
      if (signal === 'SIGKILL') return killExec(engine, named, id);
      await execInContainer(engine, named, {
        command: [
          ...['bash', '-c', `{ ${signalScript} } 2>/dev/null`, 'signal'],
          ...[`${execVariable}=${id}`, signal.replace('SIG', '')],
        ],
        timeLimit: signalLimit,
      });
    },
    kill: async () => {
      await kill().catch(() => stream.destroy());
      await ended;
    },
  };
}

/** A signal for each process that carries the id in its environment. */
const signalScript = `
for file in /proc/[0-9]*/environ; do
  while IFS= read -r -d '' variable; do
    [ "$variable" = "$1" ] || continue
    pid=\${file#/proc/}
    kill -s "$2" "\${pid%/environ}"
    break
  done <"$file"
done
`;
