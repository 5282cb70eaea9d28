import type {HostName} from '../course/lesson.ts';
import {CommandOutput, shortenOutput} from './command-output.ts';
import {createEscapeStripper} from './escape-stripper.ts';
import type {ScannedPiece, ShellMark} from './marks.ts';
import type {CommandRecord, TerminalRecord} from './terminal-record.ts';

export interface RecordingOptions {
  readonly name: string;
  readonly host: HostName;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type RecordingEvent =
  | {readonly type: 'prompt'}
  | {readonly type: 'command-started'; readonly command: CommandRecord}
  /**
   * Something was printed, by a command or not. Without escape sequences; line ends are `\n`, also where a line is
   * drawn over. One line may come in several events.
   */
  | {readonly type: 'output'; readonly text: string}
  | {readonly type: 'command-ended'; readonly command: CommandRecord};

const mostCommands = 500;
/** Characters of output kept over all commands; beyond it the oldest commands are shortened. */
const keptOutput = 4 * 1024 * 1024;
const shortened = 8 * 1024;

interface RunningCommand {
  readonly id: number;
  readonly command: string;
  readonly startedAt: number;
  readonly output: CommandOutput;
}

/** What happened in one terminal, command by command, from the marks of its shell. */
export class Recording {
  readonly #options: RecordingOptions;
  readonly #listeners = new Set<(event: RecordingEvent) => void>();
  readonly #stripper = createEscapeStripper();
  #ended: CommandRecord[] = [];
  /** How many of the oldest ended commands are shortened already. */
  #shortenedCount = 0;
  #endedOutput = 0;
  #running: RunningCommand | undefined;
  #lastId = 0;
  #record: TerminalRecord | undefined;
  #returnHeld = false;
  /** What was printed since the prompt: the echo of what is typed there, and what the shell says of it. */
  #atPrompt: CommandOutput | undefined;

  constructor(options: RecordingOptions) {
    this.#options = options;
  }

  /** Takes what `MarkScanner.feed` found. */
  feed(pieces: readonly ScannedPiece[]): void {
    for (const piece of pieces) {
      if (piece.type === 'text') {
        this.#printed(piece.text);
      } else {
        this.#marked(piece.mark);
      }
    }
  }

  /** The shell is gone (its host was killed, say): a command that still ran is over, without an exit code. */
  shellEnded(): void {
    this.#endRunning(undefined);
  }

  /** The same object until something happens; ended commands are converted once. */
  record(): TerminalRecord {
    this.#record ??= {
      name: this.#options.name,
      host: this.#options.host,
      commands: this.#running ? [...this.#ended, toRecord(this.#running)] : this.#ended.slice(),
    };
    return this.#record;
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: RecordingEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #printed(text: string): void {
    if (this.#running) {
      this.#running.output.append(text);
      this.#record = undefined;
    } else {
      this.#atPrompt?.append(text);
    }
    // The stripper sees all text, or it would lose its place when a listener comes later.
    const plain = this.#withLineEnds(this.#stripper.feed(text));
    if (plain !== '') this.#emit({type: 'output', text: plain});
  }

  #withLineEnds(text: string): string {
    const whole = this.#returnHeld ? `\r${text}` : text;
    this.#returnHeld = whole.endsWith('\r');
    const settled = this.#returnHeld ? whole.slice(0, -1) : whole;
    return settled.includes('\r') ? settled.replace(/\r+\n?/g, '\n') : settled;
  }

  #marked(mark: ShellMark): void {
    switch (mark.type) {
      case 'prompt':
        // The shell says D before A; without it the command's end was lost.
        this.#endRunning(undefined);
        this.#atPrompt = new CommandOutput();
        this.#emit({type: 'prompt'});
        break;
      case 'command-started':
        this.#endRunning(undefined);
        this.#start(mark.command);
        break;
      case 'command-refused':
        this.#refused(mark.command, shellsOwn(this.#atPrompt?.text() ?? ''));
        break;
      case 'command-ended':
        this.#endRunning(mark.exitCode);
        break;
      case 'request':
        break;
    }
  }

  /** A comment runs nothing either. An old shell says nothing of a subshell before it ends. */
  #refused(command: string, said: string): void {
    if (!/^\s*(#|$)/.test(command)) this.#start(command, said);
  }

  #start(command: string, printed = ''): void {
    this.#lastId += 1;
    const output = new CommandOutput();
    output.append(printed);
    this.#running = {id: this.#lastId, command, startedAt: this.#options.now(), output};
    this.#atPrompt = undefined;
    this.#record = undefined;
    this.#emit({type: 'command-started', command: toRecord(this.#running)});
  }

  #endRunning(exitCode: number | undefined): void {
    if (!this.#running) return;
    const command = {...toRecord(this.#running), exitCode, endedAt: this.#options.now()};
    this.#running = undefined;
    this.#record = undefined;
    this.#ended.push(command);
    this.#endedOutput += command.output.length;
    this.#forgetOldest();
    this.#emit({type: 'command-ended', command});
  }

  #forgetOldest(): void {
    while (this.#ended.length > mostCommands) {
      this.#endedOutput -= this.#ended.shift()?.output.length ?? 0;
      this.#shortenedCount = Math.max(0, this.#shortenedCount - 1);
    }
    while (this.#endedOutput > keptOutput && this.#shortenedCount < this.#ended.length - 1) {
      const oldest = this.#ended[this.#shortenedCount];
      if (oldest) {
        const output = shortenOutput(oldest.output, shortened);
        this.#endedOutput -= oldest.output.length - output.length;
        this.#ended[this.#shortenedCount] = {...oldest, output};
      }
      this.#shortenedCount += 1;
    }
  }

  #emit(event: RecordingEvent): void {
    for (const listener of [...this.#listeners]) {
      listener(event);
    }
  }
}

/** The lines in which bash itself speaks: `bash: syntax error near unexpected token …`. */
function shellsOwn(text: string): string {
  const lines = text.split('\n').filter((line) => /^\S*bash: /.test(line));
  return lines.map((line) => `${line}\n`).join('');
}

function toRecord({id, command, startedAt, output}: RunningCommand): CommandRecord {
  return {id, command, output: output.text(), exitCode: undefined, startedAt, endedAt: undefined};
}
