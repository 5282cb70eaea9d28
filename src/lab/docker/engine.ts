import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import type Dockerode from 'dockerode';
import {LabError} from '../lab.ts';

/** A Docker engine that answers. */
export interface Engine {
  readonly docker: Dockerode;
  /** Whose credentials an image without a registry in its name is fetched with. */
  readonly indexServer: string;
  /**
   * Waits for an answer. What the engine refuses, a connection that breaks and a silence longer than `limit`
   * milliseconds (10 s unless given) become a `LabError`; `action` completes "the engine could not …".
   */
  ask<T>(action: string, answer: Promise<T>, limit?: number): Promise<T>;
}

/** Milliseconds an engine gets to answer at all. */
const firstAnswerLimit = 2000;
const answerLimit = 10_000;
const defaultSocket = '/var/run/docker.sock';

const cureForSilence =
  'Start Docker (Docker Desktop, or `sudo systemctl start docker`) and try again, or do without it: --runtime local.';

/**
 * Finds the engine as testcontainers does, within about two seconds. Throws `LabError` where none answers.
 * A DOCKER_HOST that is set is obeyed: testcontainers alone would go on to the usual sockets.
 */
export async function connectEngine(environment: NodeJS.ProcessEnv): Promise<Engine> {
  // testcontainers reads these from the process itself. Its reaper would need a second image; the sweep does its work.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  process.env['TESTCONTAINERS_HOST_OVERRIDE'] = '127.0.0.1';
  const dockerHost = environment['DOCKER_HOST'];
  refuseOtherMachine(dockerHost);
  const {getContainerRuntimeClient} = await import('testcontainers');
  try {
    const client = await withinLimit(getContainerRuntimeClient(), firstAnswerLimit);
    const docker = client.container.dockerode;
    if (dockerHost && !speaksTo(docker, dockerHost)) throw new Error('another engine answered');
    await withinLimit(docker.ping(), firstAnswerLimit);
    return {
      docker,
      indexServer: client.info.containerRuntime.indexServerAddress,
      ask: async (action, answer, limit = answerLimit) => ask(action, answer, limit),
    };
  } catch (error) {
    throw await explainSilence(dockerHost, error);
  }
}

function refuseOtherMachine(dockerHost: string | undefined): void {
  if (!dockerHost) return;
  const {hostname} = URL.canParse(dockerHost) ? new URL(dockerHost) : {hostname: dockerHost};
  if (['', 'localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  throw new LabError(
    `DOCKER_HOST is ${dockerHost}: that engine runs on another machine, and a lab's ports are open on its own loopback only.`,
    'Unset DOCKER_HOST to use the engine of this machine, or do without one: --runtime local.',
  );
}

function speaksTo(docker: Dockerode, dockerHost: string): boolean {
  const modem = docker.modem as {readonly socketPath?: unknown; readonly host?: unknown};
  const {hostname, pathname} = new URL(dockerHost);
  return hostname === '' ? modem.socketPath === pathname : modem.host === hostname;
}

async function explainSilence(dockerHost: string | undefined, cause: unknown): Promise<LabError> {
  if (dockerHost) {
    return new LabError(
      `No Docker engine answers at ${dockerHost} (DOCKER_HOST).`,
      'Start that engine, unset DOCKER_HOST, or do without one: --runtime local.',
      {cause},
    );
  }
  const code = await access(defaultSocket, constants.R_OK | constants.W_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (code === 'EACCES') {
    return new LabError(
      `You may not speak to the Docker engine: no permission for ${defaultSocket}.`,
      'Join the group that may (`sudo usermod -aG docker $USER`, then log in again), or do without it: --runtime local.',
      {cause},
    );
  }
  return new LabError(
    `No Docker engine answers on this machine (${defaultSocket}).`,
    'Start Docker, or, where `docker ps` works, set DOCKER_HOST to what `docker context ls` shows; or do without it: --runtime local.',
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
  if (/non running container|cannot join network/i.test(reason)) {
    return 'The lab’s network has ended, as when Docker restarts. Leave the lesson and come back: what is stored is kept.';
  }
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
