import {randomBytes} from 'node:crypto';
import {chmod, mkdir, open, readFile, rm, unlink, writeFile} from 'node:fs/promises';
import {connect, createServer, type Server, type Socket} from 'node:net';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {HomePaths} from './home-paths.ts';

/** The home cannot be used: what happened and what the person can do. */
export class HomeError extends Error {
  override readonly name = 'HomeError';
  readonly cure: string;

  constructor(message: string, cure: string) {
    super(message);
    this.cure = cure;
  }
}

/** Answers one line of JSON with one value; what it throws is told to the one who asked. */
export type AnswerRequest = (request: unknown) => Promise<unknown>;

/** The home while this process owns it: only the owner writes there. */
export interface OwnedHome extends AsyncDisposable {
  readonly paths: HomePaths;
  /** Unique to this home, on everything its labs make. */
  readonly id: string;
  /** From now on requests of other windows are answered so. */
  serve(answer: AnswerRequest): void;
}

/** Takes the home. Throws `HomeError` when another app owns it or the folder cannot be written. */
export async function ownHome(paths: HomePaths): Promise<OwnedHome> {
  await prepareFolder(paths);
  let answer: AnswerRequest = async () => {
    throw new Error('the app is still starting; try again in a moment');
  };
  const server = await listenAlone(paths, (request) => answer(request));
  return {
    paths,
    id: await readHomeId(paths),
    serve: (serveWith) => {
      answer = serveWith;
    },
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function prepareFolder({home, labs}: HomePaths): Promise<void> {
  try {
    await mkdir(labs, {recursive: true, mode: 0o700});
    const probe = path.join(home, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    throw new HomeError(
      `The state folder ${home} cannot be written (${code ?? message}).`,
      'Make it writable, or choose another one: --home DIR (or KAFKA_LESSONS_HOME).',
    );
  }
}

async function readHomeId({homeIdFile}: HomePaths): Promise<string> {
  const id = randomBytes(6).toString('hex');
  await writeFile(homeIdFile, id, {flag: 'wx', mode: 0o600}).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const known = (await readFile(homeIdFile, 'utf8')).trim();
  if (/^[0-9a-f]{12}$/.test(known)) return known;
  await writeFile(homeIdFile, id, {mode: 0o600});
  return id;
}

/**
 * A socket that answers means an app that lives; a file that is left over does not. Between finding a dead socket
 * and putting a new one in its place nobody else may do the same: a file made exclusively holds that short time.
 */
async function listenAlone(paths: HomePaths, answer: AnswerRequest): Promise<Server> {
  const gate = `${paths.socket}.gate`;
  const handle = await openGate(gate);
  try {
    if (await isAnswered(paths.socket)) {
      throw new HomeError(
        'kafka-lessons is running already, in another window, on the same state folder.',
        'Go on there, or give this one a folder of its own: --home DIR.',
      );
    }
    await unlink(paths.socket).catch(() => {});
    return await listen(paths.socket, answer);
  } finally {
    await handle.close();
    await unlink(gate).catch(() => {});
  }
}

/** Milliseconds after which a gate counts as left behind by an app that died just then. */
const gateLimit = 3000;

async function openGate(gate: string): Promise<Awaited<ReturnType<typeof open>>> {
  const until = performance.now() + gateLimit;
  for (;;) {
    try {
      return await open(gate, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (performance.now() > until) await unlink(gate).catch(() => {});
      await delay(20);
    }
  }
}

async function isAnswered(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function listen(socketPath: string, answer: AnswerRequest): Promise<Server> {
  const server = createServer((socket) => void serveWindow(socket, answer));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  await chmod(socketPath, 0o600);
  return server;
}

const longestRequest = 64 * 1024;

async function serveWindow(socket: Socket, answer: AnswerRequest): Promise<void> {
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  let line = '';
  for await (const text of socket) {
    line += text;
    if (line.includes('\n') || line.length > longestRequest) break;
  }
  let reply: unknown;
  try {
    reply = {value: await answer(JSON.parse(line.slice(0, line.indexOf('\n'))))};
  } catch (error) {
    reply = {error: error instanceof Error ? error.message : String(error)};
  }
  if (!socket.destroyed) socket.end(`${JSON.stringify(reply)}\n`);
}

/** Asks the app that owns the home; undefined when none runs. Throws what the app refused. */
export async function askOwner(
  paths: HomePaths,
  request: unknown,
): Promise<{readonly value: unknown} | undefined> {
  const text = await new Promise<string | undefined>((resolve, reject) => {
    let answer = '';
    const socket = connect(paths.socket, () => socket.write(`${JSON.stringify(request)}\n`));
    socket.setEncoding('utf8');
    socket.on('data', (part) => {
      answer += part;
    });
    socket.once('close', () => resolve(answer));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
  });
  if (text === undefined || text === '') return undefined;
  const reply = JSON.parse(text) as {value?: unknown; error?: string};
  if (reply.error !== undefined) throw new HomeError(reply.error, 'Try again in a moment.');
  return {value: reply.value};
}
