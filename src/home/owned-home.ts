import {randomBytes} from 'node:crypto';
import {type FSWatcher, watch} from 'node:fs';
import {
  chmod,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import {connect, createServer, type Server, type Socket} from 'node:net';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {entriesOf, type HomePaths} from './home-paths.ts';

/** The home cannot be used: what happened and what the person can do. */
export class HomeError extends Error {
  override readonly name = 'HomeError';
  readonly cure: string;

  constructor(message: string, cure: string) {
    super(message);
    this.cure = cure;
  }
}

/** Another process owns the home. */
export class HomeTakenError extends HomeError {}

/** Answers one line of JSON with one value; what it throws is told to the one who asked. */
export type AnswerRequest = (request: unknown) => Promise<unknown>;

/** A window that stays: lines of JSON in both directions until one of the two has enough. */
export interface HomeConnection {
  send(message: unknown): void;
  /** Ends when the other side is gone. */
  readonly messages: AsyncIterable<unknown>;
  /** Bytes that were sent and that the other side has not taken yet. */
  queued(): number;
  /** Calls `listener` once, when everything that waits was taken. */
  onceDrained(listener: () => void): void;
}

/** Speaks with a window that stays; the connection ends with it. */
export type AttachWindow = (request: unknown, connection: HomeConnection) => Promise<void>;

/** The home while this process owns it: only the owner writes there. */
export interface OwnedHome extends AsyncDisposable {
  readonly paths: HomePaths;
  /** Unique to this home, on everything its labs make. */
  readonly id: string;
  /** From now on requests of other windows are answered so, and those that stay (`{stays: true, …}`) attached so. */
  serve(answer: AnswerRequest, attach?: AttachWindow): void;
}

/** Takes the home. Throws `HomeError` when another app owns it or the folder cannot be written. */
export async function ownHome(paths: HomePaths): Promise<OwnedHome> {
  await prepareFolder(paths);
  const notYet = async () => {
    throw new Error('the app is still starting; try again in a moment');
  };
  const serving: Serving = {answer: notYet, attach: notYet};
  const windows = new Set<Socket>();
  let server = await listenAlone(paths, windows, serving);
  // Only the owner may settle the id: two first starts at once would each write one of their own.
  const id = await readHomeId(paths).catch((error) => {
    server.close();
    return refuseFolder(paths, error);
  });
  const watching = watchSocket(paths, async () => {
    // Closing removes what lies at the path: a moment later that would be the new one.
    server.close();
    server = await listenAlone(paths, windows, serving);
  });
  return {
    paths,
    id,
    serve: (answer, attach = async () => {}) => {
      Object.assign(serving, {answer, attach});
    },
    [Symbol.asyncDispose]: async () => {
      await watching[Symbol.asyncDispose]();
      // A window that says nothing must not hold up the end.
      for (const socket of windows) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** How windows are served at the moment. */
interface Serving {
  answer: AnswerRequest;
  attach: AttachWindow;
}

async function prepareFolder(paths: HomePaths): Promise<void> {
  try {
    await mkdir(paths.labs, {recursive: true, mode: 0o700});
    await keepOthersOut(paths);
    const probe = path.join(paths.home, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    refuseFolder(paths, error as NodeJS.ErrnoException);
  }
}

/** Who may write in the folder could have things typed into the learner's terminals. One that is not ours alone is left. */
async function keepOthersOut(paths: HomePaths): Promise<void> {
  const {mode} = await stat(paths.home);
  if ((mode & 0o022) === 0 || (mode & 0o1000) !== 0) return;
  const names = await readdir(paths.home);
  if (entriesOf(paths, names).length < names.length) return;
  // Some file systems have no such modes, and say that all may do everything.
  await chmod(paths.home, mode & 0o7755).catch(() => {});
}

function refuseFolder({home}: HomePaths, {code, message}: NodeJS.ErrnoException): never {
  throw new HomeError(
    `The state folder ${home} cannot be written (${code ?? message}).`,
    code === 'ENOSPC'
      ? 'The disk is full: free some space, or choose another folder: --home DIR (or KAFKA_LESSONS_HOME).'
      : 'Make it writable, or choose another one: --home DIR (or KAFKA_LESSONS_HOME).',
  );
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
async function listenAlone(paths: HomePaths, windows: Set<Socket>, serving: Serving): Promise<Server> {
  const gate = `${paths.socket}.gate`;
  const handle = await openGate(gate).catch((error) => refuseFolder(paths, error));
  try {
    if (await isAnswered(paths.socket)) {
      throw new HomeTakenError(
        'kafka-lessons is running already, in another window, on the same state folder.',
        'Go on there, or give this one a folder of its own: --home DIR.',
      );
    }
    await unlink(paths.socket).catch(() => {});
    return await listen(paths.socket, windows, serving).catch((error) => refuseFolder(paths, error));
  } finally {
    await handle.close();
    await unlink(gate).catch(() => {});
  }
}

/**
 * Calls `onGone` when the socket's file is gone, as clearing up by hand or of a temporary folder leaves it: without one
 * a second app would find nobody, and own the home as well.
 */
function watchSocket({socket, homeIdFile}: HomePaths, onGone: () => Promise<void>): AsyncDisposable {
  let looking: Promise<void> = Promise.resolve();
  const look = () => {
    looking = looking.then(async () => {
      // Without its id the home is being removed, and the socket with it.
      if ((await isGone(socket)) && !(await isGone(homeIdFile))) {
        // Who has taken the home meanwhile has it, and a disk that is full or gone is told when progress is saved.
        await onGone().catch(() => {});
      }
    });
  };
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(path.dirname(socket), {persistent: false}, (_, name) => {
      if (name === null || name === path.basename(socket)) look();
    });
    watcher.on('error', () => {});
  } catch {
    // Some file systems cannot be watched, and a machine has only so many watches.
  }
  return {
    [Symbol.asyncDispose]: async () => {
      watcher?.close();
      await looking;
    },
  };
}

async function isGone(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    ({code}: NodeJS.ErrnoException) => code === 'ENOENT' || code === 'ENOTDIR',
  );
}

/** Milliseconds after which a gate counts as left behind by an app that died just then. */
const gateLimit = 3000;

async function openGate(gate: string): Promise<FileHandle> {
  let seen: string | undefined;
  let since = 0;
  for (;;) {
    try {
      return await open(gate, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = await identify(gate);
    if (found !== seen) {
      seen = found;
      since = performance.now();
    } else if (found !== undefined && performance.now() - since > gateLimit) {
      await removeLeftGate(gate, found);
    }
    await delay(20);
  }
}

/** Tells one gate from the next one of the same name. */
async function identify(gate: string): Promise<string | undefined> {
  const {ino, ctimeNs} = (await stat(gate, {bigint: true}).catch(() => undefined)) ?? {};
  return ino === undefined ? undefined : `${ino}-${ctimeNs}`;
}

/** Of all who wait one removes the gate, and only that very one: the next may be there already, and held. */
async function removeLeftGate(gate: string, left: string): Promise<void> {
  const mark = `${gate}.${left}`;
  const handle = await open(mark, 'wx', 0o600).catch(() => undefined);
  if (!handle) return;
  if ((await identify(gate)) === left) await unlink(gate).catch(() => {});
  await handle.close();
  await unlink(mark).catch(() => {});
}

/** True while an app runs on the home whose socket it is. */
export async function isAnswered(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Any other trouble, such as a queue that is full, comes from somebody who lives.
    socket.once('error', ({code}: NodeJS.ErrnoException) => resolve(!isNobody(code)));
  });
}

/** What connecting to a socket says when nobody listens behind it. */
function isNobody(code: string | undefined): boolean {
  return code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK';
}

async function listen(socketPath: string, windows: Set<Socket>, serving: Serving): Promise<Server> {
  const server = createServer((socket) => {
    windows.add(socket);
    socket.once('close', () => windows.delete(socket));
    void serveWindow(socket, serving);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  await chmod(socketPath, 0o600);
  return server;
}

const longestRequest = 64 * 1024;

async function serveWindow(socket: Socket, {answer, attach}: Serving): Promise<void> {
  socket.on('error', () => socket.destroy());
  const messages = readMessages(socket, longestRequest);
  let reply: unknown;
  try {
    const {value: request, done} = await messages.next();
    if (done) throw new Error('expected one line of JSON');
    if ((request as {stays?: unknown} | null)?.stays === true) {
      await attach(request, connectionOn(socket, messages));
      socket.end(() => socket.destroy());
      return;
    }
    reply = {value: await answer(request)};
  } catch (error) {
    reply = {error: error instanceof Error ? error.message : String(error)};
  }
  // What a window says beyond its line is not waited for.
  if (!socket.destroyed) socket.end(`${JSON.stringify(reply)}\n`, () => socket.destroy());
}

function connectionOn(socket: Socket, messages: AsyncIterable<unknown>): HomeConnection {
  return {
    send: (message) => sendMessage(socket, message),
    messages,
    queued: () => socket.writableLength,
    onceDrained: (listener) => socket.once('drain', listener),
  };
}

function sendMessage(socket: Socket, message: unknown): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
}

/** One value a line. Throws at a line that is none, or that is longer than a stranger may make it. */
async function* readMessages(
  socket: Socket,
  longest = Number.POSITIVE_INFINITY,
): AsyncGenerator<unknown, void> {
  socket.setEncoding('utf8');
  let text = '';
  for await (const part of socket.iterator({destroyOnReturn: false})) {
    text += part;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 1);
      yield JSON.parse(line);
    }
    if (text.length > longest) throw new Error('expected one line of JSON');
  }
}

/**
 * Joins the app that owns the home, as a window that stays; undefined when none runs. Closing the connection is how
 * it leaves.
 */
export async function joinOwner(
  paths: HomePaths,
  request: object,
): Promise<(HomeConnection & {close(): void}) | undefined> {
  const socket = connect(paths.socket);
  const isThere = await new Promise<boolean>((resolve, reject) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', ({code, message}: NodeJS.ErrnoException) => {
      if (isNobody(code)) resolve(false);
      else reject(new HomeError(`The running app cannot be asked: ${message}.`, 'Try again in a moment.'));
    });
  });
  if (!isThere) return undefined;
  // An app that is killed breaks the line: for a window that is the end, not an error.
  socket.on('error', () => socket.destroy());
  sendMessage(socket, {...request, stays: true});
  return {
    ...connectionOn(socket, untilBroken(readMessages(socket))),
    close: () => socket.destroy(),
  };
}

/** A line that breaks is the end of the app, or of the window; anything else is said. */
async function* untilBroken(messages: AsyncIterable<unknown>): AsyncGenerator<unknown, void> {
  try {
    for await (const message of messages) {
      const {error} = message as {error?: unknown};
      if (typeof error === 'string')
        throw new HomeError(`The running app refuses: ${error}.`, 'Try again in a moment.');
      yield message;
    }
  } catch (error) {
    if (error instanceof HomeError) throw error;
    const {code, message} = error as NodeJS.ErrnoException;
    if (code !== undefined && endings.has(code)) return;
    throw new HomeError(
      `The connection to the running app broke: ${message}.`,
      'The app goes on; the same command joins it again.',
    );
  }
}

const endings: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ABORT_ERR',
]);

/** Milliseconds an app may think about a request: it may have to run every check of a lesson, each with its time limit. */
const patience = 180_000;

/** Asks the app that owns the home; undefined when none runs. Throws what the app refused. */
export async function askOwner(
  paths: HomePaths,
  request: unknown,
  limit = patience,
): Promise<{readonly value: unknown} | undefined> {
  const text = await new Promise<string>((resolve, reject) => {
    let answer = '';
    const socket = connect(paths.socket, () => socket.write(`${JSON.stringify(request)}\n`));
    socket.setEncoding('utf8');
    socket.on('data', (part) => {
      answer += part;
      if (answer.length <= longestAnswer) return;
      reject(notOurs());
      socket.destroy();
    });
    socket.once('close', () => resolve(answer));
    socket.setTimeout(limit, () => {
      reject(
        new HomeError('The running app does not answer.', 'Go on in its window, or end it, and try again.'),
      );
      socket.destroy();
    });
    socket.on('error', ({code, message}: NodeJS.ErrnoException) => {
      // One that is killed while it answers answers no more than one that was never there.
      if (isNobody(code) || code === 'ECONNRESET' || code === 'EPIPE') resolve('');
      else reject(new HomeError(`The running app cannot be asked: ${message}.`, 'Try again in a moment.'));
    });
  });
  if (!text.endsWith('\n')) return undefined;
  const reply = readReply(text);
  if (reply.error !== undefined) throw new HomeError(reply.error, 'Try again in a moment.');
  return {value: reply.value};
}

/** Characters of an answer, far more than any has. */
const longestAnswer = 8 * 1024 * 1024;

function readReply(text: string): {value?: unknown; error?: string} {
  try {
    const reply = JSON.parse(text) as {value?: unknown; error?: unknown} | null;
    const isReply = typeof reply === 'object' && reply !== null && !Array.isArray(reply);
    if (isReply && ['string', 'undefined'].includes(typeof reply.error))
      return reply as {value?: unknown; error?: string};
  } catch {}
  throw notOurs();
}

function notOurs(): HomeError {
  return new HomeError(
    'What answers for this state folder is not kafka-lessons, or not this version.',
    'End it, or choose another folder: --home DIR.',
  );
}
