import {fork} from 'node:child_process';
import process from 'node:process';
import {ForksPoolWorker, type PoolOptions, type PoolRunnerInitializer} from 'vitest/node';
import {ownNetwork} from './own-network.ts';

/** Vitest's own worker, in a network of its own. */
class OwnNetworkWorker extends ForksPoolWorker {
  override readonly name = 'own-network';
  readonly #enter: readonly [string, ...string[]];

  constructor(options: PoolOptions, enter: readonly [string, ...string[]]) {
    super(options);
    this.#enter = enter;
  }

  override async start(): Promise<void> {
    const [file, ...words] = this.#enter;
    // `start` forks only where nothing was forked yet.
    Reflect.set(
      this,
      '_fork',
      fork(this.entrypoint, [], {
        env: this.env,
        // The namespace is entered by `exec`: the worker has the pid and the channel of what is forked here.
        execPath: file,
        execArgv: [...words, process.execPath, ...this.execArgv],
        stdio: 'pipe',
        serialization: 'advanced',
      }),
    );
    await super.start();
  }
}

const enter = ownNetwork;

/** A pool whose test files each have a network of their own; undefined where the system has none. */
export const ownNetworkPool: PoolRunnerInitializer | undefined = enter && {
  name: 'own-network',
  createPoolWorker: (options) => new OwnNetworkWorker(options, enter),
};
