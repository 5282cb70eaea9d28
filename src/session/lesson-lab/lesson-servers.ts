import {
  type HostName,
  hostNames,
  type Lesson,
  type Readiness,
  type RunnableBlock,
} from '../../course/lesson.ts';
import type {Lab} from '../../lab/lab.ts';
import {brokerIdOf} from '../../lab/servers/broker.ts';
import {newClusterId} from '../../lab/servers/combined-node.ts';
import {roleOf, startCommand} from '../../lab/servers/server-roles.ts';
import type {ClusterSnapshot} from '../../observer/cluster-snapshot.ts';
import type {LabTerminal} from '../../terminal/lab-terminal.ts';
import type {LessonLab, RunningServer} from '../lesson-lab.ts';
import {startsServer} from '../run-block.ts';
import type {BlockTypist} from './block-typist.ts';
import type {ClusterWatch} from './cluster-watch.ts';

export interface LessonServersParts {
  readonly lesson: Lesson;
  readonly lab: Lab;
  readonly terminals: readonly LabTerminal[];
  readonly typist: BlockTypist;
  readonly watch: ClusterWatch;
}

/** Milliseconds a server that is started again waits for ZooKeeper. */
const zookeeperPatience = 30_000;

/** Milliseconds a host gets to be made ready for its first server. */
const preparationLimit = 60_000;

/** The servers of a lesson: which run, which are to run, and how they come up in order. */
export class LessonServers {
  readonly #parts: LessonServersParts;

  constructor(parts: LessonServersParts) {
    this.#parts = parts;
  }

  running(): readonly RunningServer[] {
    return this.#parts.terminals
      .flatMap((terminal) => {
        const command = terminal.runningCommand;
        const isServer = command !== undefined && startsServer(command);
        return isServer ? [{terminal: terminal.place.name, command, host: terminal.place.host}] : [];
      })
      .sort((left, right) => hostNames.indexOf(left.host) - hostNames.indexOf(right.host))
      .map(({terminal, command}) => ({terminal, command}));
  }

  ofLesson(): readonly RunningServer[] {
    const {lab} = this.#parts.lesson;
    return hostNames
      .filter((host) => lab.running.includes(host))
      .flatMap((host) => {
        const command = startCommand(host, lab);
        return command === undefined ? [] : [{terminal: host, command}];
      });
  }

  again(remembered: readonly RunningServer[]): ReturnType<LessonLab['serversAgain']> {
    const known = remembered.filter((server) => this.#hostOf(server) !== undefined);
    const absent = this.ofLesson().filter(
      (server) => !known.some((other) => this.#hostOf(other) === this.#hostOf(server)),
    );
    const zookeeper = known.length > 0 ? absent.filter((server) => this.#hostOf(server) === 'zookeeper') : [];
    return {
      servers: [...zookeeper, ...known],
      missing: absent.filter((server) => !zookeeper.includes(server)).map(({terminal}) => terminal),
    };
  }

  async start(
    servers: readonly RunningServer[],
    report: (message: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#prepare(servers, report);
    signal.throwIfAborted();
    const brokers = servers.filter((server) => this.#brokerOf(server) !== undefined);
    const zookeepers = servers.filter((server) => this.#hostOf(server) === 'zookeeper');
    for (const server of zookeepers) {
      report(`Starting ${this.#hostOf(server)}`);
      await this.#type(server, undefined, signal);
      await this.#untilZookeeper(({answers}) => answers, 'did not answer', signal);
    }
    if (brokers.length > 0) await this.#startBrokers(brokers, report, signal);
    for (const server of servers.filter((each) => !brokers.includes(each) && !zookeepers.includes(each))) {
      const host = this.#hostOf(server);
      report(`Starting ${host}`);
      const started = host && roleOf(host, this.#parts.lesson.lab)?.started;
      await this.#type(server, started === undefined ? undefined : {type: 'output', text: started}, signal);
    }
  }

  async #startBrokers(
    brokers: readonly RunningServer[],
    report: (message: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    report(`Starting ${brokers.map((broker) => this.#hostOf(broker)).join(', ')}`);
    const hasZookeeper = this.#parts.lesson.lab.mode === 'zookeeper';
    if (hasZookeeper) await this.#untilZookeeper(({answers}) => answers, 'did not answer', signal);
    // Together: three of them are there twice as soon as one after the other.
    const starts = brokers.map(async (server) => {
      const id = this.#brokerOf(server) ?? 0;
      // A broker that meets the node of its former life gives up at once: wait until ZooKeeper has forgotten it.
      if (hasZookeeper) {
        await this.#untilZookeeper(
          ({brokerIds}) => !brokerIds.includes(id),
          `still had the broker ${id} of before on its list`,
          signal,
        );
      }
      await this.#type(server, {type: 'broker', id}, signal);
    });
    // What is typed must be over before anybody clears up after a failure.
    const failed = (await Promise.allSettled(starts)).find(({status}) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  /** Of those that the lesson starts: where the learner starts one, they make it ready themselves. */
  async #prepare(servers: readonly RunningServer[], report: (message: string) => void): Promise<void> {
    const {lesson, lab} = this.#parts;
    const first = lesson.lab.running.filter((host) => roleOf(host, lesson.lab)?.prepare !== undefined);
    const wanted = first.filter((host) => servers.some((server) => this.#hostOf(server) === host));
    if (wanted.length === 0) return;
    report(`Preparing ${wanted.join(', ')}`);
    const [clusterId = newClusterId()] = await lab.storedClusterIds();
    await Promise.all(
      wanted.map(async (host) => {
        const command = roleOf(host, lesson.lab)?.prepare?.(first, clusterId) ?? '';
        const {exitCode, output} = await lab.exec(host, command, {timeLimit: preparationLimit});
        if (exitCode === 0) return;
        throw new Error(
          `${host} could not be made ready (\`${command}\`): ${output.trim() || `no answer within ${preparationLimit / 1000} s`}`,
        );
      }),
    );
  }

  #hostOf({terminal}: RunningServer): HostName | undefined {
    return this.#parts.terminals.find(({place}) => place.name === terminal)?.place.host;
  }

  #brokerOf(server: RunningServer): number | undefined {
    const host = this.#hostOf(server);
    return host && brokerIdOf(host);
  }

  async #type(
    {terminal, command}: RunningServer,
    readiness: Readiness | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const block: RunnableBlock = {
      how: 'bash',
      terminal,
      lines: [command],
      stays: true,
      readiness,
      line: 0,
    };
    const result = await this.#parts.typist.type(block, {show: () => {}, typingPace: 0, signal});
    if (result.type === 'failed') throw new Error(result.reason);
  }

  async #untilZookeeper(
    condition: (zookeeper: ClusterSnapshot['zookeeper']) => boolean,
    trouble: string,
    signal: AbortSignal,
  ): Promise<void> {
    const limit = AbortSignal.timeout(zookeeperPatience);
    try {
      await this.#parts.watch.until(({zookeeper}) => condition(zookeeper), AbortSignal.any([signal, limit]));
    } catch (error) {
      if (signal.aborted || !limit.aborted) throw error;
      throw new Error(`ZooKeeper ${trouble} within ${zookeeperPatience / 1000} s`);
    }
  }
}
