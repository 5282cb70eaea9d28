import type {RunnableBlock} from '../../course/lesson.ts';
import type {Lab} from '../../lab/lab.ts';
import type {LabTerminal} from '../../terminal/lab-terminal.ts';
import type {TypingOptions} from '../lesson-lab.ts';
import {type BlockResult, runBlock} from '../run-block.ts';
import type {ClusterWatch} from './cluster-watch.ts';
import type {FileSaver} from './file-saver.ts';

export interface BlockTypistParts {
  readonly lab: Lab;
  readonly terminal: (name: string) => LabTerminal;
  readonly watch: ClusterWatch;
  readonly saver: FileSaver;
  /** Aborts when the lab ends. */
  readonly ending: AbortSignal;
}

/** Milliseconds what a lesson makes ready before a step may take. */
const setupPatience = 60_000;

/** Types a lesson's blocks where they belong. */
export class BlockTypist {
  readonly #parts: BlockTypistParts;

  constructor(parts: BlockTypistParts) {
    this.#parts = parts;
  }

  async type(
    block: RunnableBlock,
    {show, typingPace, signal, leavesLastEnter = false}: TypingOptions,
  ): Promise<BlockResult> {
    const {terminal, watch, saver, ending} = this.#parts;
    return runBlock(
      block,
      {
        terminal,
        untilCluster: async (condition, untilSignal) => watch.until(condition, untilSignal),
        saveFile: async (name, path, text) => saver.save(terminal(name).place.host, path, text),
        show,
        typingPace,
        leavesLastEnter,
      },
      AbortSignal.any([signal, ending]),
    );
  }

  async prepare(block: RunnableBlock, signal: AbortSignal): Promise<BlockResult> {
    if (block.how !== 'bash' || block.stays) return this.type(block, {show: () => {}, typingPace: 0, signal});
    const {host} = this.#parts.terminal(block.terminal).place;
    const {exitCode, output} = await this.#parts.lab.exec(host, block.lines.join('\n'), {
      timeLimit: setupPatience,
    });
    signal.throwIfAborted();
    if (exitCode === 0) return {type: 'done', exitCode};
    const said = output.trim().split('\n').at(-1) ?? '';
    const how = exitCode === undefined ? `took over ${setupPatience / 1000} s` : `ended with ${exitCode}`;
    return {type: 'failed', reason: `on ${host} it ${how}${said === '' ? '' : `: ${said}`}`};
  }
}
