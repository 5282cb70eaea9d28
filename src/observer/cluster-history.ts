import type {HostName} from '../course/lesson.ts';
import type {HostState} from '../lab/lab.ts';
import {type ClusterChange, compareLooks, type KnownCluster} from './cluster-changes.ts';
import type {ClusterSnapshot} from './cluster-snapshot.ts';

/** Changes that are kept; a failover of a lesson's topics makes some thirty. */
const longest = 1000;

/** What became different since a lab was opened, oldest first; of very many the newest. */
export class ClusterHistory {
  #known: KnownCluster | undefined;
  #changes: readonly ClusterChange[] = [];
  readonly #hosts = new Map<HostName, HostState>();

  get changes(): readonly ClusterChange[] {
    return this.#changes;
  }

  /** Looks come in the order in which they were taken. */
  addLook(snapshot: ClusterSnapshot): void {
    const {known, changes} = compareLooks(this.#known, snapshot);
    this.#known = known;
    this.#add(changes);
  }

  /** `at`: milliseconds since the epoch. A host is up before anything else is said of it. */
  addHostState(host: HostName, state: HostState, at: number): void {
    const from = this.#hosts.get(host) ?? 'up';
    if (from === state) return;
    this.#hosts.set(host, state);
    this.#add([{at, type: 'host', host, from, to: state}]);
  }

  #add(changes: readonly ClusterChange[]): void {
    if (changes.length > 0) this.#changes = [...this.#changes, ...changes].slice(-longest);
  }
}
