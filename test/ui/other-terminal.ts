import xterm from '@xterm/headless';
import type {TerminalSize} from '../../src/terminal/terminal.ts';

/**
 * A terminal of the person's own, in which nothing wraps. Beyond ASCII it has a table of widths that agrees with
 * nobody's: none, one or two cells, by the number of the character.
 */
export class OtherTerminal {
  readonly rows: number;
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor({columns, rows}: TerminalSize) {
    this.rows = rows;
    this.#terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
    const wcwidth = (codePoint: number) => (codePoint < 0x7f ? 1 : ((codePoint % 3) as 0 | 1 | 2));
    this.#terminal.unicode.register({
      version: 'other',
      wcwidth,
      charProperties: (codePoint) => wcwidth(codePoint) << 1,
    });
    this.#terminal.unicode.activeVersion = 'other';
    this.#terminal.write('\u001b[?7l');
  }

  write(text: string): void {
    this.#terminal.write(text);
  }

  /** The rows as they are shown once everything is drawn, without blanks at their ends. */
  async shown(): Promise<readonly string[]> {
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
    const {active} = this.#terminal.buffer;
    return Array.from(
      {length: this.rows},
      (_, index) =>
        active
          .getLine(active.viewportY + index)
          ?.translateToString(true)
          .trimEnd() ?? '',
    );
  }
}
