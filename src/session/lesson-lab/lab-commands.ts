import type {HostName} from '../../course/lesson.ts';
import type {Lab} from '../../lab/lab.ts';
import {renderLabAnswer} from '../../lab/shell-rc.ts';
import type {LabRequest, LabTerminal} from '../../terminal/lab-terminal.ts';
import type {LessonHosts} from './lesson-hosts.ts';

/** Answers what a learner types as `lab kill broker-1`: `kill`, `start`, `pause`, `resume`. */
export class LabCommands {
  readonly #lab: Lab;
  readonly #hosts: LessonHosts;

  constructor(lab: Lab, hosts: LessonHosts) {
    this.#lab = lab;
    this.#hosts = hosts;
  }

  async answer(terminal: LabTerminal, request: LabRequest): Promise<void> {
    const [name] = request.arguments;
    const host = this.#hosts.names.find((known) => known === name);
    const reply = (exitCode: number, message: string) =>
      terminal.write(renderLabAnswer(request.id, exitCode, message));
    if (!host) {
      reply(1, `lab: this lesson has no host ${name}; it has ${this.#hosts.names.join(', ')}.`);
      return;
    }

    try {
      reply(0, await this.#perform(request.word, host));
    } catch (error) {
      reply(1, `lab: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #perform(word: string, host: HostName): Promise<string> {
    const state = this.#lab.hostState(host);
    if (word === 'kill') {
      if (state === 'killed') return `${host} is dead already.`;
      await this.#hosts.kill(host);
      return `${host} is dead: nothing on it got a chance to say good-bye.`;
    }
    if (word === 'start') {
      if (state !== 'killed') return `${host} is up.`;
      await this.#hosts.start(host);
      return `${host} is up again; its servers do not start by themselves.`;
    }
    if (state === 'killed') throw new Error(`${host} is dead; bring it back with \`lab start ${host}\`.`);
    await this.#hosts[word === 'pause' ? 'pause' : 'resume'](host);
    return word === 'pause' ? `${host} is paused until \`lab resume ${host}\`.` : `${host} goes on.`;
  }
}
