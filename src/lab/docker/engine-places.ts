import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {homedir, userInfo} from 'node:os';
import path from 'node:path';

/** An address an engine may answer at, and who names it. */
export interface EnginePlace {
  /** `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`. */
  readonly address: string;
  /** `DOCKER_HOST`, `the Docker context colima`, or `usual` for a socket that nobody names. */
  readonly namedBy: string;
}

/** Where to look, in order. */
export interface EnginePlaces {
  readonly places: readonly EnginePlace[];
  /** What names an engine that cannot be used, since it runs on another machine. */
  readonly elsewhere: EnginePlace | undefined;
}

/**
 * Where Docker's own command would look, then the sockets of the engines people have: DOCKER_HOST alone where it is
 * set; else the current context, and after it the usual sockets. testcontainers knows neither contexts nor the sockets
 * of Colima, Rancher Desktop, OrbStack and Podman.
 */
export async function enginePlaces(environment: NodeJS.ProcessEnv): Promise<EnginePlaces> {
  const {DOCKER_HOST: dockerHost} = environment;
  if (dockerHost) return sorted([{address: withScheme(dockerHost), namedBy: 'DOCKER_HOST'}]);
  const current = await currentContext(environment);
  const usual = usualSockets(environment).map((socket) => ({address: `unix://${socket}`, namedBy: 'usual'}));
  return sorted(current === undefined ? usual : [current, ...usual]);
}

/** Docker's own command takes `localhost:2375` for `tcp://localhost:2375`. */
function withScheme(address: string): string {
  if (address.includes('://')) return address;
  return `${address.startsWith('/') ? 'unix' : 'tcp'}://${address}`;
}

function sorted(all: readonly EnginePlace[]): EnginePlaces {
  const places = all.filter(({address}) => isOfThisMachine(address));
  const addresses = places.map(({address}) => address);
  return {
    places: places.filter(({address}, index) => addresses.indexOf(address) === index),
    elsewhere: all.find(({address}) => !isOfThisMachine(address)),
  };
}

/** A lab's ports are open on the engine's own loopback only, so it has to be the one of this machine. */
function isOfThisMachine(address: string): boolean {
  const {protocol, hostname} = URL.canParse(address) ? new URL(address) : {protocol: '', hostname: address};
  return protocol !== 'ssh:' && ['', 'localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** Path of the socket; undefined for an address that is none. */
export function socketOf(address: string): string | undefined {
  return address.startsWith('unix://') ? decodeURI(address.slice('unix://'.length)) : undefined;
}

/** What `docker context use` has chosen; undefined for the default one, and where it cannot be read. */
async function currentContext(environment: NodeJS.ProcessEnv): Promise<EnginePlace | undefined> {
  const folder = environment['DOCKER_CONFIG'] || path.join(homeOf(environment), '.docker');
  const config = (await readJson(path.join(folder, 'config.json'))) as {currentContext?: unknown} | undefined;
  const name = environment['DOCKER_CONTEXT'] || config?.currentContext;
  if (typeof name !== 'string' || name === '' || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = (await readJson(path.join(folder, 'contexts', 'meta', id, 'meta.json'))) as
    | {Endpoints?: {docker?: {Host?: unknown}}}
    | undefined;
  const address = meta?.Endpoints?.docker?.Host;
  return typeof address === 'string' && address !== ''
    ? {address, namedBy: `the Docker context ${name}`}
    : undefined;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function usualSockets(environment: NodeJS.ProcessEnv): readonly string[] {
  const home = homeOf(environment);
  const run = environment['XDG_RUNTIME_DIR'] || `/run/user/${userInfo().uid}`;
  return [
    '/var/run/docker.sock',
    path.join(run, 'docker.sock'),
    path.join(home, '.docker', 'run', 'docker.sock'),
    path.join(home, '.docker', 'desktop', 'docker.sock'),
    path.join(home, '.colima', 'default', 'docker.sock'),
    path.join(home, '.config', 'colima', 'default', 'docker.sock'),
    path.join(home, '.rd', 'docker.sock'),
    path.join(home, '.orbstack', 'run', 'docker.sock'),
    path.join(run, 'podman', 'podman.sock'),
    '/run/podman/podman.sock',
  ];
}

function homeOf(environment: NodeJS.ProcessEnv): string {
  return environment['HOME'] || homedir();
}
