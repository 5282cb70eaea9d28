import {setTimeout as delay} from 'node:timers/promises';
import type {Lab} from '../lab/lab.ts';

export interface PeakMemory extends AsyncDisposable {
  /** The most bytes seen so far. */
  readonly bytes: number;
}

/** Milliseconds between two looks. One costs up to 30 ms of a processor: the system counts each page of each process. */
const pace = 2000;

/** Asks a lab now and then how much memory it takes, until disposed of. A lab that cannot answer took nothing. */
export function watchMemory(lab: Pick<Lab, 'memory'>): PeakMemory {
  const stop = new AbortController();
  let bytes = 0;
  const watching = (async () => {
    while (!stop.signal.aborted) {
      bytes = Math.max(bytes, await lab.memory().catch(() => 0));
      await delay(pace, undefined, {signal: stop.signal}).catch(() => {});
    }
  })();
  return {
    get bytes() {
      return bytes;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await watching;
    },
  };
}
