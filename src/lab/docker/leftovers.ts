import type {ContainerInfo} from 'dockerode';
import {serverPatience} from '../servers/server-roles.ts';
import type {NamedContainer} from './container-exec.ts';
import {type Engine, statusOf} from './engine.ts';
import {hostLabel, type LabelledLab, labelFilter, lessonLabel} from './lab-labels.ts';
import {stopServers} from './stop-servers.ts';

/** Milliseconds until a container must be gone. */
const removalLimit = 30_000;

/** Removes containers and networks of a home or a lab, running or not, servers stopped in order. Volumes stay. */
export async function sweepLabs(engine: Engine, lab: LabelledLab, onFound = () => {}): Promise<void> {
  const containers = await listContainers(engine, lab);
  if (containers.length > 0) onFound();
  const paused = containers.filter(({State}) => State === 'paused');
  await Promise.all(
    paused.map(async ({Id}) =>
      engine.docker
        .getContainer(Id)
        .unpause()
        .catch(() => {}),
    ),
  );
  const running = containers.filter(({State}) => State === 'running' || State === 'paused');
  await stopServers(
    engine,
    running.map((info) => nameContainer(engine, info)),
    serverPatience,
  );
  await removeContainersAndNetworks(engine, lab);
}

/** At once, without a word to what runs inside. */
export async function removeContainersAndNetworks(engine: Engine, lab: LabelledLab): Promise<void> {
  const containers = await listContainers(engine, lab);
  await Promise.all(
    containers.map(async (info) =>
      // `v`: the image declares volumes, and each container has got anonymous ones.
      ignoreGone(
        engine.ask(
          `remove ${containerName(info)}`,
          engine.docker.getContainer(info.Id).remove({force: true, v: true}),
          removalLimit,
        ),
      ),
    ),
  );
  const networks = await listNetworks(engine, lab);
  await Promise.all(
    networks.map(async ({Id, Name}) =>
      ignoreGone(
        engine.ask(`remove the network ${Name}`, engine.docker.getNetwork(Id).remove(), removalLimit),
      ),
    ),
  );
}

/**
 * Of other lessons of the home: an app that is killed may have asked for a container or a network which the engine makes
 * only after the next start has swept.
 */
export async function removeLatecomers(
  engine: Engine,
  {homeId, lessonId}: Required<LabelledLab>,
): Promise<void> {
  const [containers, networks] = await Promise.all([
    listContainers(engine, {homeId}),
    listNetworks(engine, {homeId}),
  ]);
  const lessons = new Set([...containers, ...networks].flatMap(({Labels}) => Labels[lessonLabel] ?? []));
  lessons.delete(lessonId);
  for (const other of lessons) await removeContainersAndNetworks(engine, {homeId, lessonId: other});
}

/** The data too. */
export async function removeVolumes(engine: Engine, lab: LabelledLab): Promise<void> {
  const names = await listVolumes(engine, lab);
  await Promise.all(names.map(async (name) => removeVolume(engine, name)));
}

export async function removeVolume(engine: Engine, name: string): Promise<void> {
  await ignoreGone(
    engine.ask(`remove the volume ${name}`, engine.docker.getVolume(name).remove(), removalLimit),
  );
}

/** Everything that carries the home's label: "container X", "network Y", "volume Z". */
export async function listLeftovers(engine: Engine, lab: LabelledLab): Promise<readonly string[]> {
  const [containers, networks, volumes] = await Promise.all([
    listContainers(engine, lab),
    listNetworks(engine, lab),
    listVolumes(engine, lab),
  ]);
  return [
    ...containers.map((info) => `container ${containerName(info)}`),
    ...networks.map(({Name}) => `network ${Name}`),
    ...volumes.map((name) => `volume ${name}`),
  ];
}

export async function listVolumes(engine: Engine, lab: LabelledLab): Promise<readonly string[]> {
  const {Volumes} = await engine.ask(
    'list its volumes',
    engine.docker.listVolumes({filters: labelFilter(lab)}),
  );
  // The engine says null where there is none.
  return (Volumes ?? []).map(({Name}) => Name);
}

async function listContainers(engine: Engine, lab: LabelledLab): Promise<readonly ContainerInfo[]> {
  return engine.ask(
    'list its containers',
    engine.docker.listContainers({all: true, filters: labelFilter(lab)}),
  );
}

async function listNetworks(engine: Engine, lab: LabelledLab): Promise<readonly LabelledNetwork[]> {
  const networks = await engine.ask(
    'list its networks',
    engine.docker.listNetworks({filters: labelFilter(lab)}),
  );
  return networks.map(({Id, Name, Labels}) => ({Id, Name, Labels: Labels ?? {}}));
}

interface LabelledNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>>;
}

function nameContainer(engine: Engine, info: ContainerInfo): NamedContainer {
  return {
    name: info.Labels[hostLabel] ?? containerName(info),
    container: engine.docker.getContainer(info.Id),
  };
}

function containerName({Id, Names}: ContainerInfo): string {
  return Names[0]?.replace(/^\//, '') ?? Id.slice(0, 12);
}

/** Gone already (404), or being removed by somebody else at this moment (409). */
async function ignoreGone(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: unknown) => {
    const status = statusOf(error);
    if (status !== 404 && !(status === 409 && /already in progress/.test(String(error)))) throw error;
  });
}
