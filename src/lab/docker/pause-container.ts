import {setTimeout as delay} from 'node:timers/promises';
import type {Engine} from './engine.ts';

/** Milliseconds for all tries together, and between two of them. */
const patience = 15_000;
const pace = 200;

/**
 * Pauses a container. Where control groups are of the first version a busy machine, or a program that forks just then,
 * makes the engine give up ("unable to freeze"), and whoever asks has to ask again (runc, pull request 4388).
 */
export async function pauseContainer(
  engine: Engine,
  host: string,
  container: {readonly pause: () => Promise<unknown>},
): Promise<void> {
  const giveUpAt = performance.now() + patience;
  for (;;) {
    try {
      await engine.ask(`pause ${host}`, container.pause());
      return;
    } catch (error) {
      if (!/unable to freeze/.test(String(error)) || performance.now() > giveUpAt) throw error;
      await delay(pace);
    }
  }
}
