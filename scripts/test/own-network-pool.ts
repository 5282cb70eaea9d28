import {fork} from 'node:child_process';
import process from 'node:process';
import {ForksPoolWorker, type PoolRunnerInitializer} from 'vitest/node';
import {ownNetwork} from './own-network.ts';

/** Vitest's own worker, in a network of its own. */
class OwnNetworkWorker extends ForksPoolWorker {
  override readonly name = 'own-network';

  override async start(): Promise<void> {
    const [file, ...words] = ownNetwork ?? [];
    // `start` forks only where nothing was forked yet.
    if (file !== undefined)
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

/** A pool whose test files each have a network of their own, where the system has that. */
export const ownNetworkPool: PoolRunnerInitializer = {
  name: 'own-network',
  createPoolWorker: (options) => new OwnNetworkWorker(options),
};
