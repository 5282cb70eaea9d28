import {setTimeout as delay} from 'node:timers/promises';
import type {ClusterLook} from '../../checks/cluster.ts';
import type {HostName} from '../../course/lesson.ts';
import type {HostState} from '../../lab/lab.ts';
import {ClusterHistory} from '../../observer/cluster-history.ts';
import type {ClusterSnapshot} from '../../observer/cluster-snapshot.ts';
import type {Observer} from '../../observer/observer.ts';

export interface ClusterWatchParts {
  readonly observer: Observer;
  readonly hosts: readonly HostName[];
  readonly hostState: (host: HostName) => HostState;
  /** Called with each snapshot that differs from the one before. */
  readonly onChange: (snapshot: ClusterSnapshot) => void;
}

/** Milliseconds between two looks at the cluster. A look costs 5–15 ms. */
const pace = 250;

/** Looks at the cluster again and again, and remembers what became different. */
export class ClusterWatch implements AsyncDisposable {
  readonly #parts: ClusterWatchParts;
  readonly #ending = new AbortController();
  readonly #waiters = new Set<(snapshot: ClusterSnapshot) => void>();
  readonly #history = new ClusterHistory();
  #snapshot: ClusterSnapshot | undefined;
  #looking: Promise<unknown> = Promise.resolve();
  #watching: Promise<void> = Promise.resolve();

  constructor(parts: ClusterWatchParts) {
    this.#parts = parts;
  }

  begin(): void {
    this.#watching = this.#watch();
  }

  get lastLook(): ClusterLook | undefined {
    return this.#snapshot && {cluster: this.#snapshot, changes: this.#history.changes};
  }

  /** The cluster as it is now, and what became different until now. */
  async look(): Promise<ClusterLook> {
    return {cluster: await this.#look(), changes: this.#history.changes};
  }

  /** Resolves with the first snapshot that fulfils the condition, of a look that begins after this call. */
  async until(
    condition: (snapshot: ClusterSnapshot) => boolean,
    signal: AbortSignal,
  ): Promise<ClusterSnapshot> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const look = (snapshot: ClusterSnapshot) => {
        if (!condition(snapshot)) return;
        settle();
        resolve(snapshot);
      };
      const abort = () => {
        settle();
        reject(signal.reason);
      };
      const settle = () => {
        this.#waiters.delete(look);
        signal.removeEventListener('abort', abort);
      };
      this.#waiters.add(look);
      signal.addEventListener('abort', abort, {once: true});
    });
  }

  /** What was done to a host counts from `at` on, in milliseconds since the epoch, not from the next look. */
  addHostState(host: HostName, at: number): void {
    this.#history.addHostState(host, this.#parts.hostState(host), at);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    const {signal} = this.#ending;
    let last = '';
    while (!signal.aborted) {
      // Who comes while the look is under way waits for the next one: it may have seen what is over by now.
      const waiters = [...this.#waiters];
      const snapshot = await this.#look();
      const shown = JSON.stringify({...snapshot, takenAt: 0});
      if (shown !== last) {
        last = shown;
        this.#parts.onChange(snapshot);
      }
      for (const waiter of waiters.filter((one) => this.#waiters.has(one))) waiter(snapshot);
      await delay(pace, undefined, {signal}).catch(() => {});
    }
  }

  /** One look after the other: of two at once the older one might come in last. */
  async #look(): Promise<ClusterSnapshot> {
    const look = this.#looking.then(async () => {
      const snapshot = await this.#parts.observer.takeSnapshot();
      this.#snapshot = snapshot;
      this.#history.addLook(snapshot);
      // A host may die by other hands than ours.
      for (const host of this.#parts.hosts) this.addHostState(host, snapshot.takenAt);
      return snapshot;
    });
    this.#looking = look;
    return look;
  }
}
