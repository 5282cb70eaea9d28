import type {HostName, LabNeeds} from '../../course/lesson.ts';
import {type HostState, type Lab, LabError, type LabIdentity} from '../lab.ts';
import {clusterIdsIn} from '../servers/cluster-ids.ts';
import {roleOf, serverPatience} from '../servers/server-roles.ts';
import {execInContainer, type NamedContainer} from './container-exec.ts';
import {memoryOfContainers} from './containers-memory.ts';
import {openDockerTerminal} from './docker-terminal.ts';
import {type Engine, statusOf} from './engine.ts';
import {labDirectory, workingDirectory} from './host-layout.ts';
import {removeContainersAndNetworks} from './leftovers.ts';
import {pauseContainer} from './pause-container.ts';
import {startInContainer} from './start-program.ts';
import {stopServers} from './stop-servers.ts';
import {untilPodEnds} from './watch-pod.ts';

/** Milliseconds a container gets to start. */
export const startLimit = 60_000;

/** Milliseconds for the small commands by which a lab is laid out and looked at. */
export const lookLimit = 20_000;

/** Everything of a lab, running. */
export interface DockerLabParts {
  readonly engine: Engine;
  readonly identity: LabIdentity;
  readonly needs: LabNeeds;
  readonly isNew: boolean;
  readonly nonce: string;
  /** The hidden container whose network the hosts share, with every host's folder in it. */
  readonly pod: NamedContainer;
  /** The pod and whatever else runs beside the hosts. */
  readonly hidden: readonly NamedContainer[];
  /** Port of this machine by port of the lab. */
  readonly ports: ReadonlyMap<number, number>;
  readonly hosts: ReadonlyMap<HostName, NamedContainer>;
}

/** The lab as the rest of the program knows it. */
export function createDockerLab({
  engine,
  identity,
  needs,
  isNew,
  nonce,
  pod,
  hidden,
  ports,
  hosts,
}: DockerLabParts): Lab {
  const states = new Map<HostName, HostState>();
  const stateOf = (host: HostName): HostState => states.get(host) ?? 'up';
  let isStopping = false;

  const lab: Lab = {
    runtime: 'docker',
    identity,
    isNew,
    nonce,
    hostState: stateOf,
    lost: new Promise((resolve) => {
      void untilPodEnds(engine, pod).then(
        (error) => {
          if (!isStopping) resolve(error);
        },
        () => {},
      );
    }),
    exec: async (host, command, execOptions) =>
      onLivingHost(host, async (named) =>
        execInContainer(engine, named, {
          ...execOptions,
          command: ['bash', '--noprofile', '--norc', '-c', command],
          directory: workingDirectory(host),
        }),
      ),
    startProgram: async (host, command, execOptions) =>
      onLivingHost(host, async (named) =>
        startInContainer(engine, named, {
          ...execOptions,
          command: ['bash', '--noprofile', '--norc', '-c', command],
          directory: workingDirectory(host),
        }),
      ),
    openTerminal: async (host, size) =>
      onLivingHost(host, async (named) =>
        openDockerTerminal(
          engine,
          {
            ...named,
            directory: workingDirectory(host),
            wasKilled: () => stateOf(host) === 'killed',
            onHostDied: () => states.set(host, 'killed'),
          },
          size,
        ),
      ),
    kill: async (host) => {
      const before = stateOf(host);
      if (before === 'killed') return;
      // Before the container ends: its terminals ask on their way out.
      states.set(host, 'killed');
      try {
        await engine.ask(`kill ${host}`, find(host).container.kill({signal: 'SIGKILL'}));
      } catch (error) {
        states.set(host, before);
        throw error;
      }
    },
    startHost: async (host) => {
      await engine.ask(`start ${host}`, find(host).container.start(), startLimit);
      states.set(host, 'up');
    },
    pause: async (host) => {
      await onLivingHost(host, async ({container}) => pauseContainer(engine, host, container));
      states.set(host, 'paused');
    },
    unpause: async (host) => {
      await engine.ask(`resume ${host}`, find(host).container.unpause());
      states.set(host, 'up');
    },
    address: (port) => {
      const published = ports.get(port);
      if (published === undefined) throw new Error(`port ${port} is not among those the lesson declares`);
      return {host: '127.0.0.1', port: published};
    },
    storedClusterIds: async () => {
      const files = needs.hosts.flatMap((host) => {
        const file = roleOf(host, needs)?.identityFile;
        return file === undefined ? [] : [`${labDirectory}/${host}/${file}`];
      });
      if (files.length === 0) return [];
      // In the pod: the broker's own container may be dead or paused.
      const look = async () =>
        execInContainer(engine, pod, {command: ['cat', ...files], timeLimit: lookLimit});
      const {stdout} = await look().catch(async (error) => {
        // Nobody has a reason to pause it, and nothing of the lab's has to stand still for it.
        if (!isPaused(error)) throw error;
        await engine.ask('go on with the container that holds the network', pod.container.unpause());
        return look();
      });
      return clusterIdsIn(stdout);
    },
    memory: async () => memoryOfContainers(engine, [...hidden, ...hosts.values()]),
    directoryOf: (host) => (host === 'workspace' ? identity.workspace : undefined),
    stop: async () => {
      isStopping = true;
      const running = [...hosts].flatMap(([host, named]) => (stateOf(host) === 'killed' ? [] : [named]));
      const paused = [...hosts].filter(([host]) => stateOf(host) === 'paused');
      await Promise.all(paused.map(async ([, {container}]) => container.unpause().catch(() => {})));
      await stopServers(engine, running, serverPatience);
      await removeContainersAndNetworks(engine, identity);
    },
    [Symbol.asyncDispose]: async () => lab.stop(),
  };
  return lab;

  function find(host: HostName): NamedContainer {
    const named = hosts.get(host);
    if (!named) throw new Error(`this lab has no host ${host}`);
    return named;
  }

  async function onLivingHost<T>(host: HostName, act: (named: NamedContainer) => Promise<T>): Promise<T> {
    if (stateOf(host) === 'killed') throw explainDeath(host);
    try {
      return await act(find(host));
    } catch (error) {
      // Paused or killed by somebody else, with Docker's own command for example.
      if (isPaused(error)) {
        states.set(host, 'paused');
        throw new LabError(`${host} is paused.`, `Let it go on with \`lab resume ${host}\`.`);
      }
      if (statusOf(error) !== 409 || !/is not running/.test(String(error))) throw error;
      states.set(host, 'killed');
      throw explainDeath(host);
    }
  }
}

function isPaused(error: unknown): boolean {
  return statusOf(error) === 409 && /is paused/.test(String(error));
}

function explainDeath(host: HostName): LabError {
  return new LabError(`${host} was killed.`, `Bring it back with \`lab start ${host}\`.`);
}
