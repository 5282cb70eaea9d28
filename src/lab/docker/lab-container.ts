import {GenericContainer, Wait} from 'testcontainers';

export interface LabContainerOptions {
  readonly image: string;
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly environment: Readonly<Record<string, string>>;
  /** A network's name, or `container:<id>` to join that container's. */
  readonly network: string;
  /** Path in the container by volume name. */
  readonly volumes: Readonly<Record<string, string>>;
  /** Folder of this machine that is seen in the container, and where. */
  readonly folder?: {readonly source: string; readonly target: string};
  /** uid and gid, that of Kafka's image unless given. */
  readonly user?: string;
  /** What it runs; nothing, as long as it is there, unless given. */
  readonly command?: readonly string[];
  /** Opened on 127.0.0.1, each at a port the engine chooses. */
  readonly ports: readonly number[];
}

/**
 * A container in which nothing runs but an init, which reaps and ends at once, and something to wait for. Imported
 * when a lab starts: testcontainers takes 0.3 s to load.
 */
export class LabContainer extends GenericContainer {
  constructor(options: LabContainerOptions) {
    super(options.image);
    this.withName(options.name)
      .withLabels(options.labels)
      .withEnvironment({...options.environment})
      .withNetworkMode(options.network)
      .withUser(options.user ?? '1000')
      // The image's own command starts a KRaft broker.
      .withCommand([...(options.command ?? ['sleep', '2147483647'])])
      .withBindMounts([
        ...Object.entries(options.volumes).map(([source, target]) => ({source, target})),
        // `z`: where SELinux watches, a container may not read a folder of the machine without it.
        ...(options.folder ? [{...options.folder, mode: 'z' as const}] : []),
      ])
      .withAutoCleanup(false)
      // Running is enough: the default would wait for the ports, on which nobody listens before the learner does.
      .withWaitStrategy(Wait.forAll([]));
    this.hostConfig.Init = true;
    if (options.ports.length === 0) return;
    this.withExposedPorts(...options.ports);
    this.hostConfig.PortBindings = Object.fromEntries(
      options.ports.map((port) => [`${port}/tcp`, [{HostIp: '127.0.0.1', HostPort: '0'}]]),
    );
  }
}
