import type {CheckRunner} from '../../checks/check-runner.ts';
import type {Verdict} from '../../checks/verdict.ts';
import type {Lesson, Step} from '../../course/lesson.ts';
import type {Lab, LabFile} from '../../lab/lab.ts';
import {watchWorkspace} from '../../lab/workspace/watch-workspace.ts';
import type {ClusterSnapshot} from '../../observer/cluster-snapshot.ts';
import type {Observer} from '../../observer/observer.ts';
import {LabTerminal, type OpenScreen} from '../../terminal/lab-terminal.ts';
import type {TerminalSize} from '../../terminal/terminal.ts';
import type {LessonLab, LessonLabEvent} from '../lesson-lab.ts';
import type {WebPage} from '../web-page.ts';
import {BlockTypist} from './block-typist.ts';
import {ClusterWatch} from './cluster-watch.ts';
import {FileSaver} from './file-saver.ts';
import {LabCommands} from './lab-commands.ts';
import {LessonHosts} from './lesson-hosts.ts';
import {LessonServers} from './lesson-servers.ts';

export interface LessonLabParts {
  readonly lesson: Lesson;
  readonly lab: Lab;
  readonly observer: Observer;
  readonly checks: CheckRunner;
  /** What the lesson lays into its hosts' folders. */
  readonly files: readonly LabFile[];
  readonly openScreen: OpenScreen | undefined;
  readonly size: TerminalSize;
  readonly now: () => number;
  readonly onEvent: (event: LessonLabEvent) => void;
}

/** Opens a shell in every tab and begins to watch the cluster. */
export async function openLessonLab(parts: LessonLabParts): Promise<LessonLab> {
  const {lesson, lab, observer, checks, files, now, onEvent} = parts;
  const {hosts: hostNames} = lesson.lab;
  const ending = new AbortController();
  const terminals = lesson.terminals.map((place) => openTerminal(place, parts));
  const terminal = (name: string): LabTerminal => {
    const found = terminals.find(({place}) => place.name === name);
    if (!found) throw new Error(`${lesson.id} has no terminal ${name}`);
    return found;
  };
  const watch = new ClusterWatch({
    observer,
    hosts: hostNames,
    hostState: (host) => lab.hostState(host),
    onChange: (snapshot) => onEvent({type: 'snapshot', snapshot}),
  });
  const hosts = new LessonHosts({
    lab,
    names: hostNames,
    terminals,
    now,
    onStateChange: (host, at) => {
      watch.addHostState(host, at);
      onEvent({type: 'host-state', host});
    },
  });
  const saver = new FileSaver({
    lesson,
    lab,
    files,
    now,
    onKept: (path, beside) => onEvent({type: 'file-kept', path, beside}),
  });
  const typist = new BlockTypist({lab, terminal, watch, saver, ending: ending.signal});
  const servers = new LessonServers({lesson, lab, terminals, typist, watch});
  const commands = new LabCommands(lab, hosts);
  for (const each of terminals) each.onRequest = (request) => void commands.answer(each, request);
  await Promise.all(terminals.map(async (each) => hosts.openShell(each)));
  const workspace = hostNames.includes('workspace') ? lab.directoryOf('workspace') : undefined;
  const workspaceWatch =
    workspace === undefined
      ? undefined
      : await watchWorkspace(workspace, (file) => onEvent({type: 'file-saved', file}));
  watch.begin();

  return {
    lesson,
    lab,
    terminals,
    workspace,
    pages: lesson.lab.ports.map((port) => webPage(port, lab)),
    terminal,
    reopen: async (name) => hosts.openShell(terminal(name)),
    get lastLook() {
      return watch.lastLook;
    },
    look: async () => watch.look(),
    untilCluster: async (condition, signal) => watch.until(condition, signal),
    check: async (step, facts) => judge(step, facts, {...parts, terminals, watch}),
    runBlock: async (block, options) => typist.type(block, options),
    prepare: async (block, signal) => typist.prepare(block, signal),
    runningServers: () => servers.running(),
    lessonServers: () => servers.ofLesson(),
    serversAgain: (remembered) => servers.again(remembered),
    startServers: async (wanted, report, signal) => servers.start(wanted, report, signal),
    killHost: async (host) => hosts.kill(host),
    startHost: async (host) => hosts.start(host),
    [Symbol.asyncDispose]: async () => {
      ending.abort(new Error('the lab is being closed'));
      try {
        await watch[Symbol.asyncDispose]();
        await Promise.all(
          [workspaceWatch, checks, observer].map(async (part) => part?.[Symbol.asyncDispose]()),
        );
      } finally {
        await lab.stop();
        for (const {screen} of terminals) screen?.dispose();
      }
    },
  };
}

function webPage(port: number, lab: Lab): WebPage {
  const at = (each: number) => `http://localhost:${each}`;
  return {named: at(port), address: at(lab.address(port).port)};
}

function openTerminal(
  place: Lesson['terminals'][number],
  {lab, size, now, openScreen, onEvent}: LessonLabParts,
): LabTerminal {
  const {name} = place;
  const terminal = new LabTerminal({place, nonce: lab.nonce, size, now, openScreen});
  terminal.recording.subscribe((event) => onEvent({type: 'terminal', terminal: name, event}));
  terminal.onStateChange = () => onEvent({type: 'terminal-state', terminal: name});
  return terminal;
}

interface Evidence extends Pick<LessonLabParts, 'lesson' | 'lab' | 'checks'> {
  readonly terminals: readonly LabTerminal[];
  readonly watch: ClusterWatch;
}

async function judge(
  step: Step,
  facts: {readonly startedAt: number; readonly choice: number | undefined},
  {lesson, lab, checks, terminals, watch}: Evidence,
): Promise<Verdict> {
  if (!step.check) return {type: 'broken', reason: 'this step has no check'};
  const look = await watch.look();
  const foreign = await foreignCluster(lab, look.cluster);
  if (foreign) return foreign;

  const {id, title} = step;
  return checks.run(
    step.check,
    {
      ...look,
      terminals: terminals.map(({recording}) => recording.record()),
      step: {id, title, ...facts},
      hosts: Object.fromEntries(lesson.lab.hosts.map((host) => [host, lab.hostState(host)])),
    },
    step.timeLimit,
  );
}

/** Somebody else's broker on a port of ours must not tick a learner's step. */
async function foreignCluster(
  lab: Lab,
  {reachable, clusterId}: ClusterSnapshot,
): Promise<Verdict | undefined> {
  if (!reachable || clusterId === undefined) return undefined;
  // A learner may have formatted a node with another id: as long as the cluster is one of ours it is no stranger.
  const stored = await lab.storedClusterIds();
  if (stored.length === 0 || stored.includes(clusterId)) return undefined;
  return {
    type: 'broken',
    reason: `another Kafka cluster (${clusterId}) answers on this lab’s port; ours is ${stored.join(', ')}. Stop the other one`,
  };
}
