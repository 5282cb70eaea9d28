import type {RecordingEvent} from '../terminal/recording.ts';

/** Lines of one command that are printed as they come; of more only the last ones, when it has ended. */
const mostLines = 25;
const lastLines = 5;

/** Longest line that is printed. */
const widest = 2000;

/** A program that asks something ends its line with neither a line end nor silence for long: milliseconds. */
export const patience = 300;

/** What is to be printed of one terminal: whole lines of its commands' output, and not more than a person can follow. */
export class TerminalEcho {
  #isRunning = false;
  #printed = 0;
  #unfinished = '';
  #last: string[] = [];
  /** Lines the learner typed, which the terminal will say once more. */
  #typed: string[] = [];

  /** What was typed into a program is not said again when the terminal echoes it. */
  typed(line: string): void {
    if (this.#isRunning) this.#typed.push(line.trim());
  }

  /** The lines an event adds. */
  take(event: RecordingEvent): readonly string[] {
    switch (event.type) {
      case 'command-started':
        this.#isRunning = true;
        this.#printed = 0;
        this.#unfinished = '';
        this.#last = [];
        this.#typed = [];
        return [];
      case 'output':
        return this.#isRunning ? this.#output(event.text) : [];
      case 'command-ended':
        return this.#ended(event.command.exitCode);
      case 'prompt':
        return [];
    }
  }

  /** The beginning of a line that nothing followed: a program's own prompt, say. */
  flush(): readonly string[] {
    const line = this.#unfinished;
    this.#unfinished = '';
    return line.trim() === '' ? [] : this.#lines([line]);
  }

  get hasUnfinished(): boolean {
    return this.#unfinished.trim() !== '';
  }

  #output(text: string): readonly string[] {
    const lines = (this.#unfinished + text).split('\n');
    this.#unfinished = (lines.pop() ?? '').slice(0, widest);
    // What comes first is the line end of the command that was typed.
    if (this.#printed === 0) while (lines[0]?.trim() === '') lines.shift();
    return this.#lines(lines.filter((line) => !this.#isEcho(line)));
  }

  #isEcho(line: string): boolean {
    const index = this.#typed.indexOf(line.replace(/^>+/, '').trim());
    if (index === -1) return false;
    this.#typed.splice(0, index + 1);
    return true;
  }

  #lines(lines: readonly string[]): readonly string[] {
    const said = lines.slice(0, Math.max(0, mostLines - this.#printed)).map(indent);
    const isFull = this.#printed < mostLines && this.#printed + lines.length > mostLines;
    this.#printed += lines.length;
    if (this.#printed > mostLines) this.#last = [...this.#last, ...lines.slice(-lastLines)].slice(-lastLines);
    return isFull ? [...said, '  (It goes on. The last lines come at its end; :output says all.)'] : said;
  }

  #ended(exitCode: number | undefined): readonly string[] {
    const rest = this.flush();
    const missed = this.#printed - mostLines;
    const last = missed > 0 ? [`  (${missed} more lines; the last ones:)`, ...this.#last.map(indent)] : [];
    this.#isRunning = false;
    const failed = exitCode === undefined || exitCode === 0 ? [] : [`  (ended with exit code ${exitCode})`];
    return [...(missed > 0 ? [] : rest), ...last, ...failed];
  }
}

function indent(line: string): string {
  return `  ${line.slice(0, widest)}`.trimEnd();
}
