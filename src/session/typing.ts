import type {RunnableBlock, Step} from '../course/lesson.ts';
import type {LessonLab} from './lesson-lab.ts';
import {rebuildSteps} from './rebuild-steps.ts';
import type {BlockResult} from './run-block.ts';
import type {SessionEvent} from './session-event.ts';

export interface TypingParts {
  readonly lab: () => LessonLab | undefined;
  /** Aborts when the lesson is left. */
  readonly leaving: () => AbortSignal;
  readonly now: () => number;
  readonly send: (event: SessionEvent) => void;
}

/** Milliseconds between two characters when a solution is typed for the learner to watch. */
const pace = 6;

/** What is typed for the learner: a command of the page, what a step needs, a solution. */
export class Typing {
  readonly #parts: TypingParts;
  #run = new AbortController();

  constructor(parts: TypingParts) {
    this.#parts = parts;
  }

  /** The learner presses Enter: a command typed for them is still theirs to run. */
  async typeBlock(block: RunnableBlock): Promise<void> {
    const terminal = this.#parts.lab()?.terminals.find(({place}) => place.name === block.terminal);
    if (!terminal) return;
    if (block.how === 'keys') return this.#typeLines(block);
    if (block.how === 'file') {
      this.#say(`Save this as ${block.path ?? ''} in your folder (e opens it); S does it for you.`);
      return;
    }
    if (block.how === 'text' && terminal.runningCommand === undefined) {
      this.#say(`No program runs in ${block.terminal} that would take this line; start it first.`);
      return;
    }
    if (block.how === 'bash' && !terminal.isAtPrompt) {
      const busy = terminal.runningCommand ?? 'something';
      this.#say(`${block.terminal} is busy with \`${busy}\`; end that first (Ctrl-C).`, block.terminal);
      return;
    }
    // Each line when the program asks for it: two at once would stand in the middle of its prompt.
    if (block.how === 'text') return this.#typeLines(block);
    // Ctrl-U: what somebody began to type there is no part of the command.
    terminal.write('\x15');
    terminal.write(
      block.lines.filter((line) => line.trim() !== '' && !line.trim().startsWith('#')).join(' && '),
    );
  }

  /** Types what a step needs before it begins, or its solution, under the number of the run. */
  async runBlocks(run: number, step: Step, what: 'setup' | 'solution'): Promise<void> {
    const words = {stopped: 'Solving was stopped.', failed: 'Solving stopped'};
    await this.#typeFor(run, words, async (lab, signal) => {
      for (const block of what === 'setup' ? step.setup : step.solution) {
        const result =
          what === 'setup'
            ? await lab.prepare(block, signal)
            : await lab.runBlock(block, {
                show: (terminal) => this.#show(run, terminal),
                typingPace: pace,
                signal,
              });
        const trouble = blockTrouble(result, what);
        if (trouble !== undefined) return trouble;
      }
      return undefined;
    });
  }

  /** Does those of the earlier steps again that do not hold, under the number of the run. */
  async rebuild(run: number, earlier: readonly Step[]): Promise<void> {
    const words = {
      stopped: 'Stopped: this step may lack what the steps before it make.',
      failed: 'Preparing stopped',
    };
    await this.#typeFor(run, words, async (lab, signal) =>
      rebuildSteps(earlier, {
        lab,
        now: this.#parts.now,
        signal,
        typingPace: pace,
        show: (terminal) => this.#show(run, terminal),
        report: (progress) => this.#parts.send({type: 'rebuilding', run, progress}),
      }),
    );
  }

  stop(): void {
    this.#run.abort(new DOMException('stopped', 'AbortError'));
  }

  /** Keys, or lines for a program of which the last one stays the learner's to send. */
  async #typeLines(block: RunnableBlock): Promise<void> {
    const signal = this.#parts.leaving();
    try {
      const result = await this.#parts.lab()?.runBlock(block, {
        show: () => {},
        typingPace: 0,
        signal,
        leavesLastEnter: block.how === 'text',
      });
      if (result?.type === 'failed') throw new Error(result.reason);
    } catch (error) {
      // The lesson was left while it was typed.
      if (signal.aborted) return;
      this.#say(`Not all of it could be typed: ${(error as Error).message}.`);
    }
  }

  /** Types for the learner until it is done or stopped; `type` gives what went wrong, and that is said. */
  async #typeFor(
    run: number,
    words: {readonly stopped: string; readonly failed: string},
    type: (lab: LessonLab, signal: AbortSignal) => Promise<string | undefined>,
  ): Promise<void> {
    const lab = this.#parts.lab();
    if (!lab) return;
    this.#run = new AbortController();
    const {signal} = this.#run;
    let trouble: string | undefined;
    try {
      trouble = await type(lab, signal);
    } catch (error) {
      trouble = signal.aborted ? words.stopped : `${words.failed}: ${(error as Error).message}`;
    }
    this.#parts.send({type: 'solving-ended', run, trouble, now: this.#parts.now()});
  }

  #show(run: number, terminal: string): void {
    this.#parts.send({type: 'solving-shows', run, terminal});
  }

  #say(text: string, untilEnd?: string): void {
    this.#parts.send({type: 'notice', text, ...(untilEnd === undefined ? {} : {untilEnd})});
  }
}

/** What went wrong when a block was typed; a setup that fails is the lesson's fault, and said as such. */
function blockTrouble(result: BlockResult, what: 'setup' | 'solution'): string | undefined {
  if (result.type !== 'failed') return undefined;
  return what === 'solution'
    ? `Solving stopped: ${result.reason}.`
    : `This lesson could not prepare the step, which is its fault, not yours: ${result.reason}.`;
}
