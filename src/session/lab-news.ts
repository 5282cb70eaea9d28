import {type HostName, hostNames} from '../course/lesson.ts';
import {brokerIdOf} from '../lab/servers/broker.ts';
import type {ClusterSnapshot} from '../observer/cluster-snapshot.ts';
import type {LabTerminal} from '../terminal/lab-terminal.ts';
import type {LessonLab, LessonLabEvent} from './lesson-lab.ts';
import type {SessionEvent} from './session-event.ts';

export interface LabNewsParts {
  readonly lab: () => LessonLab | undefined;
  readonly send: (event: SessionEvent) => void;
}

/** Milliseconds without output after which a program that prints on is looked at again. */
const settling = 250;

/** Tells the session what a lesson's lab says, in the session's own words. */
export class LabNews {
  readonly #parts: LabNewsParts;
  readonly #settleTimers = new Map<string, NodeJS.Timeout>();

  constructor(parts: LabNewsParts) {
    this.#parts = parts;
  }

  tell(event: LessonLabEvent): void {
    const {send} = this.#parts;
    const lab = this.#parts.lab();
    switch (event.type) {
      case 'snapshot':
        send({type: 'hosts-serve', hosts: servingHosts(event.snapshot)});
        send({type: 'cluster-changed'});
        break;
      case 'file-saved':
        send(event);
        break;
      case 'file-kept':
        send({type: 'notice', text: `What you had in ${event.path} is kept as ${event.beside}.`});
        break;
      case 'terminal-state': {
        const terminal = lab?.terminals.find(({place}) => place.name === event.terminal);
        if (terminal) this.tellTab(terminal);
        break;
      }
      case 'host-state':
        if (lab) send({type: 'host-state', host: event.host, state: lab.lab.hostState(event.host)});
        break;
      case 'terminal':
        this.#tellCommand(event, lab);
        break;
    }
  }

  /** How a tab stands. */
  tellTab({state, place, windowCount: windows}: LabTerminal): void {
    const shown =
      typeof state === 'string'
        ? state
        : state.end.type === 'killed'
          ? 'killed'
          : {exitCode: state.end.exitCode};
    this.#parts.send({type: 'tab-state', terminal: place.name, state: shown, windows});
  }

  /** Nothing of a lab that is being closed is told late. */
  stop(): void {
    for (const timer of this.#settleTimers.values()) clearTimeout(timer);
    this.#settleTimers.clear();
  }

  #tellCommand(
    {terminal, event}: Extract<LessonLabEvent, {type: 'terminal'}>,
    lab: LessonLab | undefined,
  ): void {
    const {send} = this.#parts;
    if (event.type === 'output') {
      if (this.#settleTimers.has(terminal)) return;
      const settled = () => {
        this.#settleTimers.delete(terminal);
        send({type: 'output-settled', terminal});
      };
      this.#settleTimers.set(terminal, setTimeout(settled, settling));
      return;
    }
    if (event.type === 'command-started') {
      const {command, startedAt: at} = event.command;
      send({type: 'command-started', terminal, command, at});
    } else if (event.type === 'command-ended') send({type: 'command-ended', terminal});
    else return;
    // What runs when the lesson is left, even by `kill -9`, is what runs again when it is opened.
    if (lab) send({type: 'servers-changed', servers: lab.runningServers()});
  }
}

function servingHosts({zookeeper, brokers, connect}: ClusterSnapshot): readonly HostName[] {
  return hostNames.filter((host) => {
    if (host === 'zookeeper') return zookeeper.answers;
    if (host === 'connect') return connect?.answers === true;
    return brokers.some(({id, answers}) => answers && brokerIdOf(host) === id);
  });
}
