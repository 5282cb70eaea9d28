import type Dockerode from 'dockerode';
import {LabError} from '../lab.ts';
import {withoutCredentials} from '../without-credentials.ts';
import {type EngineKind, type EngineSelfDescription, engineKind, isRootless} from './engine-kind.ts';
import {type EnginePlace, socketOf} from './engine-places.ts';
import {
  type EngineSearch,
  type FoundEngine,
  findEngine,
  firstAnswerLimit,
  isOlderApi,
  leastApiVersion,
} from './find-engine.ts';

/** A Docker engine that answers. */
export interface Engine {
  readonly docker: Dockerode;
  /** Whose credentials an image without a registry in its name is fetched with. */
  readonly indexServer: string;
  /** Bytes the engine has for all its containers; undefined where it does not say. */
  readonly memory: number | undefined;
  readonly kind: EngineKind;
  /** True where it runs as an ordinary user, whom its containers know as root. */
  readonly isRootless: boolean;
  /**
   * Waits for an answer. What the engine refuses, a connection that breaks and a silence longer than `limit`
   * milliseconds (10 s unless given) become a `LabError`; `action` completes "the engine could not …".
   */
  ask<T>(action: string, answer: Promise<T>, limit?: number): Promise<T>;
}

const answerLimit = 10_000;

const cureForSilence =
  'Start Docker (Docker Desktop, or `sudo systemctl start docker`) and try again, or do without it: --runtime local.';

/**
 * Connects to the engine that `findEngine` finds, within about two seconds. Throws `LabError` where none answers, or
 * none that serves. A DOCKER_HOST that is set is obeyed: testcontainers alone would go on to the usual sockets.
 */
export async function connectEngine(environment: NodeJS.ProcessEnv): Promise<Engine> {
  const search = await findEngine(environment);
  const {found} = search;
  if (!found) throw explainSilence(search);
  const unfit = unfitEngine(found);
  if (unfit) throw unfit;
  // testcontainers reads these from the process itself. Its reaper would need a second image; the sweep does its work.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  process.env['TESTCONTAINERS_HOST_OVERRIDE'] = '127.0.0.1';
  process.env['DOCKER_HOST'] = found.address;
  const {getContainerRuntimeClient} = await import('testcontainers');
  try {
    const client = await withinLimit(getContainerRuntimeClient(), firstAnswerLimit);
    const docker = client.container.dockerode;
    if (!speaksTo(docker, found.address)) throw new Error('another engine answered');
    const [version, info] = await withinLimit(
      Promise.all([docker.version(), docker.info()]),
      firstAnswerLimit,
    );
    return {
      docker,
      indexServer: client.info.containerRuntime.indexServerAddress,
      kind: engineKind({version, info}, found),
      isRootless: isRootless({version, info}),
      memory: (info as EngineSelfDescription['info']).MemTotal || undefined,
      ask: async (action, answer, limit = answerLimit) => ask(action, answer, limit),
    };
  } catch (cause) {
    throw silenceAt(found, cause);
  }
}

/** Why an engine that answers cannot be used all the same. */
export function unfitEngine({apiVersion, address}: FoundEngine): LabError | undefined {
  if (apiVersion !== undefined && isOlderApi(apiVersion, leastApiVersion)) {
    return new LabError(
      `The engine at ${withoutCredentials(address)} speaks version ${apiVersion} of Docker’s API; ${leastApiVersion} or newer is needed.`,
      'Upgrade it to Docker Engine 20.10 or newer, or do without it: --runtime local.',
    );
  }
  const socket = socketOf(address);
  // testcontainers takes the path as an address has it, where a space is written otherwise.
  if (socket === undefined || new URL(address).pathname === socket) return undefined;
  return new LabError(
    `The engine’s socket ${socket} has a space or another character in its path that cannot be used.`,
    'Make a link to it elsewhere (`ln -s`) and set DOCKER_HOST to unix:// and the link’s path.',
  );
}

function speaksTo(docker: Dockerode, address: string): boolean {
  const modem = docker.modem as {readonly socketPath?: unknown; readonly host?: unknown};
  const {hostname, pathname} = new URL(address);
  return hostname === '' ? modem.socketPath === pathname : modem.host === hostname;
}

/** Why no engine serves, of all that was tried the reason that helps most. `doctor` says the same. */
export function explainSilence({asked, elsewhere}: EngineSearch): LabError {
  const named = asked.find(({namedBy}) => namedBy !== 'usual');
  if (elsewhere?.namedBy === 'DOCKER_HOST') return refuseOtherMachine(elsewhere);
  if (named?.namedBy === 'DOCKER_HOST')
    return named.failure === 'EACCES' ? refusePermission(named) : silenceAt(named, undefined);
  const forbidden = asked.find(({failure}) => failure === 'EACCES');
  if (forbidden) return refusePermission(forbidden);
  if (elsewhere) return refuseOtherMachine(elsewhere);
  const silent = named ?? asked.find(({failure}) => failure === 'silent');
  if (silent) return silenceAt(silent, undefined);
  return new LabError(
    'No Docker engine answers on this machine (/var/run/docker.sock, nor any other usual socket).',
    'Start Docker, or, where `docker ps` works, set DOCKER_HOST to what `docker context ls` shows; or do without it: --runtime local.',
  );
}

function refuseOtherMachine({address, namedBy}: EnginePlace): LabError {
  return new LabError(
    `${namedBy} is ${withoutCredentials(address)}: that engine runs on another machine, and a lab's ports are open on its own loopback only.`,
    `${namedBy === 'DOCKER_HOST' ? 'Unset DOCKER_HOST' : 'Choose another with `docker context use default`'} to use the engine of this machine, or do without one: --runtime local.`,
  );
}

function refusePermission({address}: EnginePlace): LabError {
  return new LabError(
    `You may not speak to the Docker engine: no permission for ${socketOf(address) ?? address}.`,
    'Join the group that may (`sudo usermod -aG docker $USER`, then log in again), or do without it: --runtime local.',
  );
}

function silenceAt({address, namedBy}: EnginePlace, cause: unknown): LabError {
  const isNamed = namedBy !== 'usual';
  return new LabError(
    `No Docker engine answers at ${withoutCredentials(address)}${isNamed ? ` (${namedBy})` : ''}.`,
    namedBy === 'DOCKER_HOST'
      ? 'Start that engine, unset DOCKER_HOST, or do without one: --runtime local.'
      : 'Start that engine (or start it again), or do without one: --runtime local.',
    {cause},
  );
}

async function ask<T>(action: string, answer: Promise<T>, limit: number): Promise<T> {
  try {
    return await withinLimit(answer, limit);
  } catch (error) {
    if (error instanceof LabError || (error instanceof Error && error.name === 'AbortError')) throw error;
    throw explainRefusal(action, error);
  }
}

const brokenConnection = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

function explainRefusal(action: string, cause: unknown): LabError {
  const {code} = cause as {code?: string};
  if (cause instanceof EngineSilence || (code !== undefined && brokenConnection.has(code))) {
    return new LabError(
      `The Docker engine answers no more: it could not ${action}. What is stored is kept.`,
      cureForSilence,
      {cause},
    );
  }
  const reason = reasonOf(cause);
  return new LabError(`The Docker engine could not ${action}: ${reason}.`, cureFor(reason), {cause});
}

/** The engine's own words, without the stop at their end: "(HTTP code 404) no such container - No such container: x". */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^\(HTTP code \d+\) .*? - /, '')
    .trim()
    .replace(/\.$/, '');
}

function cureFor(reason: string): string {
  if (/no space left/i.test(reason)) return 'Free some disk: `docker system df` shows what Docker keeps.';
  if (/non running container|cannot join network/i.test(reason))
    return 'The lab’s network has ended, as when Docker restarts. Leave the lesson and come back: what is stored is kept.';
  if (/is paused/.test(reason)) return 'Let the host go on with `lab resume HOST`, then try again.';
  return 'Restart Docker and try again, or do without it: --runtime local.';
}

/** HTTP status by which the engine refused; undefined where it did not answer. 404 says that it is gone already. */
export function statusOf(error: unknown): number | undefined {
  const {cause} = error as {cause?: {statusCode?: number}};
  return cause?.statusCode;
}

class EngineSilence extends Error {}

async function withinLimit<T>(answer: Promise<T>, limit: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new EngineSilence(`no answer within ${limit} ms`)), limit);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
