import type {Progress} from './progress.ts';

export interface ProgressSaverParts {
  readonly save: (progress: Progress) => Promise<void>;
  /** Called when progress could not be saved, with why. */
  readonly onTrouble: (why: string) => void;
}

/** Saves the progress in the order things happened, and keeps what could not be saved until there is room again. */
export class ProgressSaver {
  readonly #parts: ProgressSaverParts;
  #saving: Promise<void> = Promise.resolve();
  #unsaved: {readonly progress: Progress; readonly why: string} | undefined;

  constructor(parts: ProgressSaverParts) {
    this.#parts = parts;
  }

  /** Why the newest progress was not saved; undefined when it was. */
  get unsaved(): string | undefined {
    return this.#unsaved?.why;
  }

  save(progress: Progress): void {
    this.#saving = this.#saving.then(async () => {
      try {
        await this.#parts.save(progress);
        this.#unsaved = undefined;
      } catch (error) {
        const why = (error as Error).message;
        this.#unsaved = {progress, why};
        this.#parts.onTrouble(why);
      }
    });
  }

  /** Resolves when all is saved that can be: there may be room by now for what there was none before. */
  async saveAtLast(): Promise<void> {
    await this.#saving;
    if (this.#unsaved) this.save(this.#unsaved.progress);
    await this.#saving;
  }
}
