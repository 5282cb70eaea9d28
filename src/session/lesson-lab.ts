import {createHash} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import type {CheckRunner} from '../checks/check-runner.ts';
import type {ClusterLook} from '../checks/cluster.ts';
import type {Verdict} from '../checks/verdict.ts';
import {type HostName, hostNames, type Lesson, type RunnableBlock, type Step} from '../course/lesson.ts';
import type {Lab, LabFile} from '../lab/lab.ts';
import {brokerIdOf, startCommand} from '../lab/servers.ts';
import {renderLabAnswer} from '../lab/shell-rc.ts';
import {watchWorkspace} from '../lab/workspace/watch-workspace.ts';
import type {ClusterChange} from '../observer/cluster-changes.ts';
import {ClusterHistory} from '../observer/cluster-history.ts';
import type {ClusterSnapshot} from '../observer/cluster-snapshot.ts';
import type {Observer} from '../observer/observer.ts';
import {type LabRequest, LabTerminal, type OpenScreen} from '../terminal/lab-terminal.ts';
import type {RecordingEvent} from '../terminal/recording.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {type BlockResult, runBlock, startsServer} from './run-block.ts';

/** What a lesson's lab tells whoever drives it. */
export type LessonLabEvent =
  | {readonly type: 'snapshot'; readonly snapshot: ClusterSnapshot}
  | {readonly type: 'terminal'; readonly terminal: string; readonly event: RecordingEvent}
  | {readonly type: 'terminal-state'; readonly terminal: string}
  | {readonly type: 'host-state'; readonly host: HostName}
  /** In the learner's folder; the path is relative to it. */
  | {readonly type: 'file-saved'; readonly file: string}
  /** A block saved `path`; what the learner had there lies beside it now, as `beside`. */
  | {readonly type: 'file-kept'; readonly path: string; readonly beside: string};

export interface LessonLabParts {
  readonly lesson: Lesson;
  readonly lab: Lab;
  readonly observer: Observer;
  readonly checks: CheckRunner;
  /** What the lesson lays into its hosts' folders. */
  readonly files?: readonly LabFile[];
  readonly openScreen: OpenScreen | undefined;
  readonly size: TerminalSize;
  readonly now: () => number;
  readonly onEvent: (event: LessonLabEvent) => void;
}

/** A server that ran in a tab, to be typed there again: the terminal's name and the command. */
export interface RunningServer {
  readonly terminal: string;
  readonly command: string;
}

/**
 * Saves standard input. The hashes of what lessons themselves save there are known: everything else is kept. An
 * interrupted write leaves the old file.
 */
const saveScript = `
set -e
folder=$(dirname "$FILE")
mkdir -p "$folder"
if [ -e "$FILE" ]; then
  has() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <"$1" | cut -d ' ' -f 1; }
  case " $KNOWN " in
    *" $(has "$FILE") "*) ;;
    *) cp -p "$FILE" "$BESIDE" && echo kept ;;
  esac
fi
cat >"$folder/.saving-$$"
if [ -x "$FILE" ]; then chmod +x "$folder/.saving-$$"; fi
mv "$folder/.saving-$$" "$FILE"
`;

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** `producer.ts` becomes `producer.before-2030-01-31-09-30-00.ts`. */
function pathBeside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-').replace('T', '-');
  return path.replace(/(\.[^./]*)?$/, `.before-${stamp}$1`);
}

/** Milliseconds what a lesson makes ready before a step may take. */
const setupPatience = 60_000;

/** Milliseconds a server that is started again waits for ZooKeeper. */
const zookeeperPatience = 30_000;

/** Milliseconds between two looks at the cluster. A look costs 5–15 ms. */
const observerPace = 250;

/** A lesson at work: its lab, one terminal for each tab, the observer that looks at the cluster, the checks. */
export class LessonLab implements AsyncDisposable {
  readonly lesson: Lesson;
  readonly lab: Lab;
  readonly #parts: LessonLabParts;
  readonly #terminals: ReadonlyMap<string, LabTerminal>;
  readonly #ending = new AbortController();
  readonly #waiters = new Set<(snapshot: ClusterSnapshot) => void>();
  readonly #history = new ClusterHistory();
  #looking: Promise<unknown> = Promise.resolve();
  #snapshot: ClusterSnapshot | undefined;
  #watching: Promise<void> = Promise.resolve();
  #workspace: AsyncDisposable | undefined;

  private constructor(parts: LessonLabParts) {
    this.#parts = parts;
    this.lesson = parts.lesson;
    this.lab = parts.lab;
    this.#terminals = new Map(
      parts.lesson.terminals.map((place) => {
        const {nonce} = parts.lab;
        return [
          place.name,
          new LabTerminal({place, nonce, size: parts.size, now: parts.now, openScreen: parts.openScreen}),
        ];
      }),
    );
  }

  /** Opens a shell in every tab and begins to watch the cluster. */
  static async open(parts: LessonLabParts): Promise<LessonLab> {
    const lessonLab = new LessonLab(parts);
    for (const terminal of lessonLab.#terminals.values()) {
      const {name} = terminal.place;
      terminal.recording.subscribe((event) => parts.onEvent({type: 'terminal', terminal: name, event}));
      terminal.onStateChange = () => parts.onEvent({type: 'terminal-state', terminal: name});
      terminal.onRequest = (request) => void lessonLab.#answerRequest(terminal, request);
    }
    await Promise.all(
      [...lessonLab.#terminals.values()].map(async (terminal) => lessonLab.#openShell(terminal)),
    );
    const folder = lessonLab.workspace;
    if (folder !== undefined) {
      lessonLab.#workspace = await watchWorkspace(folder, (file) =>
        parts.onEvent({type: 'file-saved', file}),
      );
    }
    lessonLab.#watching = lessonLab.#watch();
    return lessonLab;
  }

  get terminals(): readonly LabTerminal[] {
    return [...this.#terminals.values()];
  }

  /** Absolute path of the learner's folder, where the lesson has such. */
  get workspace(): string | undefined {
    return this.lesson.lab.hosts.includes('workspace') ? this.lab.directoryOf('workspace') : undefined;
  }

  get snapshot(): ClusterSnapshot | undefined {
    return this.#snapshot;
  }

  /** What became different since the lab was opened, oldest first. */
  get changes(): readonly ClusterChange[] {
    return this.#history.changes;
  }

  terminal(name: string): LabTerminal {
    const terminal = this.#terminals.get(name);
    if (!terminal) throw new Error(`${this.lesson.id} has no terminal ${name}`);
    return terminal;
  }

  /** A new shell in a tab whose shell ended. */
  async reopen(name: string): Promise<void> {
    await this.#openShell(this.terminal(name));
  }

  /** Judges a step by the cluster as it is now. */
  async check(
    step: Step,
    facts: {readonly startedAt: number; readonly choice: number | undefined},
  ): Promise<Verdict> {
    if (!step.check) return {type: 'broken', reason: 'this step has no check'};
    const look = await this.look();
    const foreign = await this.#foreignCluster(look.cluster);
    if (foreign) return foreign;

    const {id, title} = step;
    return this.#parts.checks.run(
      step.check,
      {
        ...look,
        terminals: this.terminals.map(({recording}) => recording.record()),
        step: {id, title, ...facts},
        hosts: Object.fromEntries(this.lesson.lab.hosts.map((host) => [host, this.lab.hostState(host)])),
      },
      step.timeLimit,
    );
  }

  async runBlock(
    block: RunnableBlock,
    options: {
      readonly show: (terminal: string) => void;
      readonly typingPace: number;
      readonly signal: AbortSignal;
      readonly leavesLastEnter?: boolean;
    },
  ): Promise<BlockResult> {
    return runBlock(
      block,
      {
        terminal: (name) => this.terminal(name),
        untilCluster: async (condition, signal) => this.untilCluster(condition, signal),
        saveFile: async (name, path, text) => this.#saveFile(this.terminal(name).place.host, path, text),
        show: options.show,
        typingPace: options.typingPace,
        leavesLastEnter: options.leavesLastEnter ?? false,
      },
      AbortSignal.any([options.signal, this.#ending.signal]),
    );
  }

  /**
   * What a lesson makes ready before a step: beside the terminals, so that nothing of it stands in a learner's tab, or
   * counts as their doing. Only what goes on running, or is typed into a program, needs a tab.
   */
  async prepare(block: RunnableBlock, signal: AbortSignal): Promise<BlockResult> {
    if (block.how !== 'bash' || block.stays)
      return this.runBlock(block, {show: () => {}, typingPace: 0, signal});
    const {host} = this.terminal(block.terminal).place;
    const {exitCode, output} = await this.lab.exec(host, block.lines.join('\n'), {timeLimit: setupPatience});
    signal.throwIfAborted();
    if (exitCode === 0) return {type: 'done', exitCode};
    const said = output.trim().split('\n').at(-1) ?? '';
    const how = exitCode === undefined ? `took over ${setupPatience / 1000} s` : `ended with ${exitCode}`;
    return {type: 'failed', reason: `on ${host} it ${how}${said === '' ? '' : `: ${said}`}`};
  }

  /** What is there and is neither the lesson's nor this text is the learner's: it is kept beside. */
  async #saveFile(host: HostName, path: string, text: string): Promise<string | undefined> {
    const beside = pathBeside(path, this.#parts.now());
    const {exitCode, output} = await this.lab.exec(host, saveScript, {
      timeLimit: 10_000,
      environment: {FILE: path, BESIDE: beside, KNOWN: this.#knownTexts(path).map(sha256).join(' ')},
      input: text,
    });
    if (exitCode === 0 && output.trim() === 'kept') this.#parts.onEvent({type: 'file-kept', path, beside});
    return exitCode === 0 ? undefined : output.trim() || 'the host did not answer';
  }

  /** Everything the lesson itself lays or saves at that path. */
  #knownTexts(path: string): readonly string[] {
    const {lesson, files = []} = this.#parts;
    const blocks = lesson.steps.flatMap(({setup, solution, runnable}) => [
      ...setup,
      ...solution,
      ...runnable,
    ]);
    return [
      ...files.filter((file) => file.path === path).map(({content}) => content),
      ...blocks.filter((block) => block.path === path).map(({lines}) => `${lines.join('\n')}\n`),
    ];
  }

  /** Resolves with the first snapshot that fulfils the condition, of a look that begins after this call. */
  async untilCluster(
    condition: (snapshot: ClusterSnapshot) => boolean,
    signal: AbortSignal,
  ): Promise<ClusterSnapshot> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const look = (snapshot: ClusterSnapshot) => {
        if (!condition(snapshot)) return;
        settle();
        resolve(snapshot);
      };
      const abort = () => {
        settle();
        reject(signal.reason);
      };
      const settle = () => {
        this.#waiters.delete(look);
        signal.removeEventListener('abort', abort);
      };
      this.#waiters.add(look);
      signal.addEventListener('abort', abort, {once: true});
    });
  }

  /** The servers that run now, ZooKeeper first. */
  runningServers(): readonly RunningServer[] {
    return this.terminals
      .flatMap((terminal) => {
        const command = terminal.runningCommand;
        const isServer = command !== undefined && startsServer(command);
        return isServer ? [{terminal: terminal.place.name, command, host: terminal.place.host}] : [];
      })
      .sort((left, right) => hostNames.indexOf(left.host) - hostNames.indexOf(right.host))
      .map(({terminal, command}) => ({terminal, command}));
  }

  /** The servers the lesson opens with, as a learner would start them. */
  lessonServers(): readonly RunningServer[] {
    const {running} = this.lesson.lab;
    return hostNames
      .filter((host) => running.includes(host))
      .flatMap((host) => {
        const command = startCommand(host);
        return command === undefined ? [] : [{terminal: host, command}];
      });
  }

  /**
   * What is to run again of the servers that ran when the lesson was left, and the tabs in which, unlike at the lesson's
   * beginning, nothing will. No broker starts without ZooKeeper, even one that went on without it.
   */
  serversAgain(remembered: readonly RunningServer[]): {
    readonly servers: readonly RunningServer[];
    readonly missing: readonly string[];
  } {
    const known = remembered.filter(({terminal}) => this.#terminals.has(terminal));
    const hostOf = ({terminal}: RunningServer) => this.terminal(terminal).place.host;
    const absent = this.lessonServers().filter(
      (server) => !known.some((other) => hostOf(other) === hostOf(server)),
    );
    const zookeeper = known.length > 0 ? absent.filter((server) => hostOf(server) === 'zookeeper') : [];
    return {
      servers: [...zookeeper, ...known],
      missing: absent.filter((server) => !zookeeper.includes(server)).map(({terminal}) => terminal),
    };
  }

  /** Types each server's command into its tab and waits until it serves, ZooKeeper first. `report` names what is waited for. */
  async startServers(
    servers: readonly RunningServer[],
    report: (message: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const hostOf = ({terminal}: RunningServer) => this.terminal(terminal).place.host;
    const brokers = servers.filter((server) => brokerIdOf(hostOf(server)) !== undefined);
    for (const server of servers.filter((each) => !brokers.includes(each))) {
      report(`Starting ${hostOf(server)}`);
      await this.#startServer(server, undefined, signal);
      await this.#untilZookeeper(({answers}) => answers, 'did not answer', signal);
    }
    if (brokers.length === 0) return;

    report(`Starting ${brokers.map(hostOf).join(', ')}`);
    await this.#untilZookeeper(({answers}) => answers, 'did not answer', signal);
    // Together: three of them are there twice as soon as one after the other.
    const starts = brokers.map(async (server) => {
      const id = brokerIdOf(hostOf(server)) ?? 0;
      // A broker that meets the node of its former life gives up at once: wait until ZooKeeper has forgotten it.
      await this.#untilZookeeper(
        ({brokerIds}) => !brokerIds.includes(id),
        `still had the broker ${id} of before on its list`,
        signal,
      );
      await this.#startServer(server, id, signal);
    });
    // What is typed must be over before anybody clears up after a failure.
    const failed = (await Promise.allSettled(starts)).find(({status}) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  async #startServer(
    {terminal, command}: RunningServer,
    id: number | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const block: RunnableBlock = {
      how: 'bash',
      terminal,
      lines: [command],
      stays: true,
      readiness: id === undefined ? undefined : {type: 'broker', id},
      line: 0,
    };
    const result = await this.runBlock(block, {show: () => {}, typingPace: 0, signal});
    if (result.type === 'failed') throw new Error(result.reason);
  }

  async #untilZookeeper(
    condition: (zookeeper: ClusterSnapshot['zookeeper']) => boolean,
    trouble: string,
    signal: AbortSignal,
  ): Promise<void> {
    const limit = AbortSignal.timeout(zookeeperPatience);
    try {
      await this.untilCluster(({zookeeper}) => condition(zookeeper), AbortSignal.any([signal, limit]));
    } catch (error) {
      if (signal.aborted || !limit.aborted) throw error;
      throw new Error(`ZooKeeper ${trouble} within ${zookeeperPatience / 1000} s`);
    }
  }

  async killHost(host: HostName): Promise<void> {
    const killedAt = this.#parts.now();
    await this.lab.kill(host);
    this.#tellHostState(host, killedAt);
  }

  async startHost(host: HostName): Promise<void> {
    await this.lab.startHost(host);
    this.#tellHostState(host, this.#parts.now());
    await Promise.all(
      this.terminals
        .filter(({place}) => place.host === host)
        .map(async (terminal) => this.#openShell(terminal)),
    );
  }

  /** Ends shells and servers in order and the lab, whatever goes wrong before; the data stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort(new Error('the lab is being closed'));
    const {checks, observer} = this.#parts;
    try {
      await this.#watching;
      await Promise.all(
        [this.#workspace, checks, observer].map(async (part) => part?.[Symbol.asyncDispose]()),
      );
    } finally {
      await this.lab.stop();
      for (const {screen} of this.terminals) screen?.dispose();
    }
  }

  async #openShell(terminal: LabTerminal): Promise<void> {
    await terminal.attach(async (size) => this.lab.openTerminal(terminal.place.host, size));
  }

  async #watch(): Promise<void> {
    const {signal} = this.#ending;
    let last = '';
    while (!signal.aborted) {
      // Who comes while the look is under way waits for the next one: it may have seen what is over by now.
      const waiters = [...this.#waiters];
      const snapshot = await this.#look();
      const shown = JSON.stringify({...snapshot, takenAt: 0});
      if (shown !== last) {
        last = shown;
        this.#parts.onEvent({type: 'snapshot', snapshot});
      }
      for (const waiter of waiters.filter((one) => this.#waiters.has(one))) waiter(snapshot);
      await delay(observerPace, undefined, {signal}).catch(() => {});
    }
  }

  /** The cluster as it is now, and what became different until now. */
  async look(): Promise<ClusterLook> {
    return {cluster: await this.#look(), changes: this.#history.changes};
  }

  /** One look after the other: of two at once the older one might come in last. */
  async #look(): Promise<ClusterSnapshot> {
    const look = this.#looking.then(async () => {
      this.#snapshot = await this.#parts.observer.takeSnapshot();
      this.#history.addLook(this.#snapshot);
      // A host may die by other hands than ours.
      for (const host of this.lesson.lab.hosts)
        this.#history.addHostState(host, this.lab.hostState(host), this.#snapshot.takenAt);
      return this.#snapshot;
    });
    this.#looking = look;
    return look;
  }

  #tellHostState(host: HostName, at: number): void {
    this.#history.addHostState(host, this.lab.hostState(host), at);
    this.#parts.onEvent({type: 'host-state', host});
  }

  /** Somebody else's broker on a port of ours must not tick a learner's step. */
  async #foreignCluster({reachable, clusterId}: ClusterSnapshot): Promise<Verdict | undefined> {
    if (!reachable || clusterId === undefined) return undefined;
    const stored = await this.lab.storedClusterId();
    if (stored === undefined || stored === clusterId) return undefined;
    return {
      type: 'broken',
      reason: `another Kafka cluster (${clusterId}) answers on this lab’s port; ours is ${stored}. Stop the other one`,
    };
  }

  async #answerRequest(terminal: LabTerminal, request: LabRequest): Promise<void> {
    const [name] = request.arguments;
    const host = this.lesson.lab.hosts.find((known) => known === name);
    const reply = (exitCode: number, message: string) =>
      terminal.write(renderLabAnswer(request.id, exitCode, message));
    if (!host) {
      reply(1, `lab: this lesson has no host ${name}; it has ${this.lesson.lab.hosts.join(', ')}.`);
      return;
    }

    try {
      reply(0, await this.#perform(request.word, host));
    } catch (error) {
      reply(1, `lab: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #perform(word: string, host: HostName): Promise<string> {
    const state = this.lab.hostState(host);
    if (word === 'kill') {
      if (state === 'killed') return `${host} is dead already.`;
      await this.killHost(host);
      return `${host} is dead: nothing on it got a chance to say good-bye.`;
    }
    if (word === 'start') {
      if (state !== 'killed') return `${host} is up.`;
      await this.startHost(host);
      return `${host} is up again; its servers do not start by themselves.`;
    }
    if (state === 'killed') throw new Error(`${host} is dead; bring it back with \`lab start ${host}\`.`);
    if (word === 'pause') await this.lab.pause(host);
    else await this.lab.unpause(host);
    this.#tellHostState(host, this.#parts.now());
    return word === 'pause' ? `${host} is paused until \`lab resume ${host}\`.` : `${host} goes on.`;
  }
}
