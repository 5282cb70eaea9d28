import type {HostName} from '../../course/lesson.ts';
import type {Lab} from '../../lab/lab.ts';
import type {LabTerminal} from '../../terminal/lab-terminal.ts';

export interface LessonHostsParts {
  readonly lab: Lab;
  readonly names: readonly HostName[];
  readonly terminals: readonly LabTerminal[];
  readonly now: () => number;
  /** Called with what was done to a host, and when that began or was seen: milliseconds since the epoch. */
  readonly onStateChange: (host: HostName, at: number) => void;
}

/** The hosts of a lesson, to be killed, paused and brought back, with the shells on them. */
export class LessonHosts {
  readonly #parts: LessonHostsParts;

  constructor(parts: LessonHostsParts) {
    this.#parts = parts;
  }

  get names(): readonly HostName[] {
    return this.#parts.names;
  }

  async openShell(terminal: LabTerminal): Promise<void> {
    await terminal.attach(async (size) => this.#parts.lab.openTerminal(terminal.place.host, size));
  }

  async kill(host: HostName): Promise<void> {
    const killedAt = this.#parts.now();
    await this.#parts.lab.kill(host);
    this.#parts.onStateChange(host, killedAt);
  }

  async start(host: HostName): Promise<void> {
    const {lab, terminals, onStateChange, now} = this.#parts;
    await lab.startHost(host);
    onStateChange(host, now());
    await Promise.all(
      terminals.filter(({place}) => place.host === host).map(async (terminal) => this.openShell(terminal)),
    );
  }

  async pause(host: HostName): Promise<void> {
    await this.#parts.lab.pause(host);
    this.#parts.onStateChange(host, this.#parts.now());
  }

  async resume(host: HostName): Promise<void> {
    await this.#parts.lab.unpause(host);
    this.#parts.onStateChange(host, this.#parts.now());
  }
}
