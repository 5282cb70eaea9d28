import {StringDecoder} from 'node:string_decoder';

const maximumOutput = 1024 * 1024;

/** What a program that runs has printed so far, both streams as they came, at most 1 MiB. */
export class ProgramOutput {
  readonly #onFull: () => void;
  readonly #decoder = new StringDecoder('utf8');
  readonly #listeners = new Set<() => void>();
  #text = '';
  #isOver = false;

  constructor(onFull: () => void) {
    this.#onFull = onFull;
  }

  get text(): string {
    return this.#text;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  append(data: Buffer): void {
    if (this.#text.length >= maximumOutput) return;
    this.#text = (this.#text + this.#decoder.write(data)).slice(0, maximumOutput);
    if (this.#text.length >= maximumOutput) this.#onFull();
    this.#tell();
  }

  end(): void {
    this.#isOver = true;
    this.#tell();
  }

  /** Resolves when there is more than so many characters, when the program is over, or after `wait` milliseconds. */
  async beyond(length: number, wait: number): Promise<void> {
    if (this.#isOver || this.#text.length > length) return;
    await new Promise<void>((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        this.#listeners.delete(settle);
        resolve();
      };
      const timer = setTimeout(settle, wait);
      this.#listeners.add(settle);
    });
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
