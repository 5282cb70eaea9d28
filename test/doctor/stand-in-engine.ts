import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {createServer, Server} from 'node:http';
import net from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {EngineSelfDescription} from '../../src/lab/docker/engine-kind.ts';

/** A socket of the test's own, at a path without a space. */
export interface StandInSocket extends AsyncDisposable {
  /** `unix:///…/docker.sock`. */
  readonly address: string;
  readonly path: string;
}

export interface StandInEngine extends EngineSelfDescription {
  /** Milliseconds its clock is ahead. */
  readonly clockAhead?: number;
  readonly images?: readonly string[];
  /** The socket's path below its folder, `docker.sock` unless given. */
  readonly socket?: string;
}

/** What Docker 27 says of itself, in short; a test changes what it is about. */
export const dockerEngine: StandInEngine = {
  version: {
    Version: '27.4.0',
    ApiVersion: '1.47',
    Arch: 'amd64',
    Platform: {Name: 'Docker Engine - Community'},
    Components: [{Name: 'Engine', Version: '27.4.0'}],
  },
  info: {
    Name: 'laptop',
    OperatingSystem: 'Ubuntu 24.04.1 LTS',
    SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin'],
    MemTotal: 8_000_000_000,
    NCPU: 4,
    Driver: 'overlay2',
    DockerRootDir: '/var/lib/docker',
    Architecture: 'x86_64',
    ServerVersion: '27.4.0',
  },
  images: ['apache/kafka:3.9.1'],
};

/** Answers what `doctor` asks, over a real socket: `/_ping`, `/version`, `/info` and whether an image is there. */
export async function standInEngine(engine: StandInEngine = dockerEngine): Promise<StandInSocket> {
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    response.setHeader('Api-Version', engine.version.ApiVersion ?? '');
    const say = (status: number, value: unknown) => {
      response.statusCode = status;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(value));
    };
    if (url === '/_ping') response.end('OK');
    else if (url === '/version') say(200, engine.version);
    else if (url === '/info') {
      const clock = new Date(Date.now() + (engine.clockAhead ?? 0)).toISOString();
      say(200, {...engine.info, SystemTime: clock});
    } else if (/^\/images\/(.*)\/json$/.test(url)) {
      const name = /^\/images\/(.*)\/json$/.exec(url)?.[1] ?? '';
      if (engine.images?.includes(name)) say(200, {Id: 'sha256:1', Size: 4.6e8, Architecture: 'amd64'});
      else say(404, {message: `No such image: ${name}`});
    } else if (url.startsWith('/containers/json') || url.startsWith('/networks')) say(200, []);
    else if (url.startsWith('/volumes')) say(200, {Volumes: null});
    else say(404, {message: 'page not found'});
  });
  return listening(server, engine.socket);
}

/** Takes connections and never says a word. */
export async function silentEngine(): Promise<StandInSocket> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  const standIn = await listening(server);
  return {
    ...standIn,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await standIn[Symbol.asyncDispose]();
    },
  };
}

async function listening(server: net.Server, name = 'docker.sock'): Promise<StandInSocket> {
  const folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
  const socket = path.join(folder, name);
  await mkdir(path.dirname(socket), {recursive: true});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  return {
    address: `unix://${socket}`,
    path: socket,
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        if (server instanceof Server) server.closeAllConnections();
      });
      await rm(folder, {recursive: true, force: true});
    },
  };
}
