import {randomBytes} from 'node:crypto';
import type {HostName, LabNeeds} from '../../course/lesson.ts';
import {type HostImage, imageOfHost, imageOfPod, nodeImage} from '../host-images.ts';
import {type Lab, LabError, type LabOptions} from '../lab.ts';
import {kafkaEnvironment, portsOf} from '../servers/server-roles.ts';
import {layOutWorkspace} from '../workspace/lay-out-workspace.ts';
import {workspaceEnvironment} from '../workspace/workspace-environment.ts';
import {execInContainer, type NamedContainer} from './container-exec.ts';
import {createDockerLab, lookLimit, startLimit} from './docker-lab.ts';
import type {Engine} from './engine.ts';
import {kafkaDirectory, labDirectory, renderLayout, workspaceDirectory} from './host-layout.ts';
import {podName, relayName, renderLabels, renderName} from './lab-labels.ts';
import {learnersUser, refuseUnseenFolder} from './learners-folder.ts';
import {removeContainersAndNetworks, removeVolume} from './leftovers.ts';
import {planRelay, type Relay} from './relay.ts';

/** What the engine calls an image: its public name, or the one that was set. */
type NameImage = (image: HostImage) => string;

/** Hosts as containers that share the network of a hidden one, the pod, as in Kubernetes. */
export async function startDockerLab(engine: Engine, named: NameImage, options: LabOptions): Promise<Lab> {
  const {identity} = options;
  const nonce = randomBytes(12).toString('hex');
  const newVolumes: string[] = [];
  try {
    await makeVolumesAndNetwork(engine, options, newVolumes);
    options.signal.throwIfAborted();
    options.report({message: 'Starting the network the hosts share'});
    const relay = planRelay(options.needs.ports);
    const kafka = await ensureKafkaVolume(engine, named, options);
    const {pod, ports} = await startPod(engine, {named, relay, kafka}, options);
    options.signal.throwIfAborted();
    const hidden = [pod, ...(await startRelay(engine, named(nodeImage), pod, relay, options))];
    const hosts = await startHosts(engine, {named, pod, kafka, nonce}, options);
    options.signal.throwIfAborted();
    const isNew = newVolumes.length === options.needs.hosts.length;
    return createDockerLab({engine, identity, needs: options.needs, isNew, nonce, pod, hidden, ports, hosts});
  } catch (error) {
    // The engine may be what failed: the first error is the one to tell.
    await removeContainersAndNetworks(engine, identity).catch(() => {});
    await Promise.all(newVolumes.map(async (name) => removeVolume(engine, name).catch(() => {})));
    throw error;
  }
}

async function makeVolumesAndNetwork(
  engine: Engine,
  {identity, needs}: LabOptions,
  newVolumes: string[],
): Promise<void> {
  const {docker} = engine;
  const makeVolume = async (host: HostName) => {
    const name = renderName(identity, host);
    const isThere = await docker
      .getVolume(name)
      .inspect()
      .then(
        () => true,
        () => false,
      );
    if (isThere) return;
    newVolumes.push(name);
    await engine.ask(
      `make the volume ${name}`,
      docker.createVolume({Name: name, Labels: renderLabels(identity, host)}),
    );
  };
  const name = renderName(identity);
  const makeNetwork = async () =>
    engine.ask(
      `make the network ${name}`,
      docker.createNetwork({
        Name: name,
        Driver: 'bridge',
        Labels: renderLabels(identity),
        // Whatever is published on this network is published on loopback.
        Options: {'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1'},
      }),
    );
  await settle([...needs.hosts.map(makeVolume), makeNetwork()]);
}

/** Where they are seen in a container, by their name. */
type Volumes = Readonly<Record<string, string>>;

/**
 * For hosts that have Kafka's commands and whose image has no Kafka: a volume, which the engine fills from the image of
 * the container it is mounted into first. It is named for that image, so that a newer one gets another.
 */
async function ensureKafkaVolume(
  engine: Engine,
  named: NameImage,
  {identity, needs}: LabOptions,
): Promise<Volumes> {
  if (!needs.hosts.some((host) => hasNoKafka(host, needs))) return {};
  const image = named(imageOfPod(needs));
  const {Id} = await engine.ask(
    `look for the image ${image}`,
    engine.docker.getImage(encodeURI(image)).inspect(),
  );
  const name = `${renderName(identity)}-kafka-${Id.replace(/^sha256:/, '').slice(0, 12)}`;
  // Asked for a volume that is there, the engine gives that one.
  await engine.ask(
    `make the volume ${name}`,
    engine.docker.createVolume({Name: name, Labels: renderLabels(identity)}),
  );
  return {[name]: kafkaDirectory};
}

function hasNoKafka(host: HostName, needs: LabNeeds): boolean {
  return host !== 'workspace' && imageOfHost(host, needs) !== imageOfPod(needs);
}

async function startPod(
  engine: Engine,
  {named, relay, kafka}: {named: NameImage; relay: Relay; kafka: Volumes},
  {identity, needs}: LabOptions,
): Promise<{pod: NamedContainer; ports: ReadonlyMap<number, number>}> {
  const {LabContainer} = await import('./lab-container.ts');
  const started = await engine.ask(
    'start the container that holds the network',
    new LabContainer({
      image: named(imageOfPod(needs)),
      name: renderName(identity, podName),
      labels: renderLabels(identity, podName),
      environment: {LANG: 'C.UTF-8'},
      network: renderName(identity),
      volumes: {
        ...Object.fromEntries(
          needs.hosts.map((host) => [renderName(identity, host), `${labDirectory}/${host}`]),
        ),
        ...kafka,
      },
      ports: [...portsOf({...needs, ports: []}), ...relay.ports.values()],
    }).start(),
    startLimit,
  );
  const pod = {name: podName, container: engine.docker.getContainer(started.getId())};
  const published = await publishedPorts(engine, pod);
  const handedOn = [...relay.ports].flatMap(([port, outer]) => {
    const here = published.get(outer);
    return here === undefined ? [] : [[port, here] as const];
  });
  return {pod, ports: new Map([...published, ...handedOn])};
}

/** Port of this machine by port of the lab. Chosen by the engine anew whenever the pod starts. */
async function publishedPorts(engine: Engine, {container}: NamedContainer): Promise<Map<number, number>> {
  const {NetworkSettings} = await engine.ask('tell which ports the lab has', container.inspect());
  const ports = new Map<number, number>();
  for (const [port, bindings] of Object.entries(NetworkSettings.Ports)) {
    for (const {HostIp, HostPort} of bindings ?? []) {
      if (HostIp !== '127.0.0.1') {
        throw new LabError(
          `The Docker engine opened port ${port} on ${HostIp || 'every address'} instead of on loopback only.`,
          'Use another engine, or do without one: --runtime local.',
        );
      }
      ports.set(Number.parseInt(port, 10), Number(HostPort));
    }
  }

  return ports;
}

async function startRelay(
  engine: Engine,
  image: string,
  pod: NamedContainer,
  {ports, command}: Relay,
  {identity}: LabOptions,
): Promise<readonly NamedContainer[]> {
  if (ports.size === 0) return [];
  const {LabContainer} = await import('./lab-container.ts');
  const started = await engine.ask(
    'start the container that hands connections on',
    new LabContainer({
      image,
      name: renderName(identity, relayName),
      labels: renderLabels(identity, relayName),
      environment: {},
      network: `container:${pod.container.id}`,
      volumes: {},
      command,
      ports: [],
    }).start(),
    startLimit,
  );
  return [{name: relayName, container: engine.docker.getContainer(started.getId())}];
}

async function startHosts(
  engine: Engine,
  {named, pod, kafka, nonce}: {named: NameImage; pod: NamedContainer; kafka: Volumes; nonce: string},
  {identity, needs, files, kafkajs, colour = true, report}: LabOptions,
): Promise<ReadonlyMap<HostName, NamedContainer>> {
  const {LabContainer} = await import('./lab-container.ts');
  const hosts = new Map<HostName, NamedContainer>();
  const learner = learnersUser(engine);
  const startHost = async (host: HostName) => {
    if (host === 'workspace') {
      const ofLearner = files.filter((file) => file.host === host);
      await layOutWorkspace({directory: identity.workspace, files: ofLearner, kafkajs});
    }
    const started = await engine.ask(
      `start ${host}`,
      new LabContainer({
        image: named(imageOfHost(host, needs)),
        name: renderName(identity, host),
        labels: renderLabels(identity, host),
        environment: {
          // Who runs programs there has no home in the image.
          ...(host === 'workspace'
            ? {...workspaceEnvironment, HOME: '/tmp'}
            : kafkaEnvironment(host, needs, labDirectory)),
          TERM: 'xterm-256color',
          ...(colour ? {} : {NO_COLOR: '1'}),
          LANG: 'C.UTF-8',
        },
        network: `container:${pod.container.id}`,
        volumes: {
          [renderName(identity, host)]: labDirectory,
          ...(hasNoKafka(host, needs) ? kafka : {}),
        },
        ...(host === 'workspace'
          ? {user: learner, folder: {source: identity.workspace, target: workspaceDirectory}}
          : {}),
        ports: [],
      }).start(),
      startLimit,
    );
    const itself = {name: host, container: engine.docker.getContainer(started.getId())};
    if (host === 'workspace') await refuseUnseenFolder(engine, itself, identity.workspace);
    hosts.set(host, itself);
    report({message: 'Starting the hosts', fraction: hosts.size / needs.hosts.length});
  };
  const layOut = async () => {
    const layout = renderLayout(
      needs.hosts.map((host) => ({
        host,
        nonce,
        needs,
        files: files.filter((file) => file.host === host),
        ...(host === 'workspace' ? {owner: learner} : {}),
      })),
    );
    await runInPod(engine, pod, {command: ['bash', '-s'], input: layout, user: '0'});
  };
  await settle([layOut(), ...needs.hosts.map(startHost)]);
  return hosts;
}

async function runInPod(
  engine: Engine,
  pod: NamedContainer,
  command: {readonly command: readonly string[]; readonly user?: string; readonly input?: string},
): Promise<string> {
  const {exitCode, output} = await execInContainer(engine, pod, {...command, timeLimit: lookLimit});
  if (exitCode === 0) return output;
  throw new LabError(
    `The hosts' folders could not be laid out: ${output.trim() || `no answer within ${lookLimit / 1000} s`}.`,
    'Reset the lesson, which removes its data, or do without containers: --runtime local.',
  );
}

/** Waits for all, also when one fails: what is under way must be over before it is cleared up. */
async function settle(tasks: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(tasks);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
