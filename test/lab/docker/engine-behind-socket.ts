import {mkdtemp, rm} from 'node:fs/promises';
import net from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';

/**
 * The machine's engine behind a socket of the test's own, so that it can go away, fall silent and come back
 * without a word to anybody else who uses it.
 */
export interface EngineBehindSocket extends AsyncDisposable {
  readonly dockerHost: string;
  /** Breaks every connection and takes no more. */
  goAway(): Promise<void>;
  /** Goes on taking connections and says nothing on any. */
  fallSilent(): void;
  comeBack(): Promise<void>;
}

const enginePath = '/var/run/docker.sock';

export async function engineBehindSocket(): Promise<EngineBehindSocket> {
  const folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
  const socketPath = path.join(folder, 'docker.sock');
  const sockets = new Set<net.Socket>();
  let isSilent = false;
  let server = await listen();

  async function listen(): Promise<net.Server> {
    const listening = net.createServer({allowHalfOpen: true}, (client) => {
      const engine = net.connect({path: enginePath, allowHalfOpen: true});
      for (const socket of [client, engine]) {
        sockets.add(socket);
        socket.on('error', () => {});
        socket.once('close', () => sockets.delete(socket));
      }
      if (isSilent) return;
      client.pipe(engine);
      engine.pipe(client);
      client.once('close', () => engine.destroy());
      engine.once('close', () => client.destroy());
    });
    await new Promise<void>((resolve) => {
      listening.listen(socketPath, resolve);
    });
    return listening;
  }

  async function goAway(): Promise<void> {
    const closed = new Promise((resolve) => {
      server.close(resolve);
    });
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    dockerHost: `unix://${socketPath}`,
    goAway,
    fallSilent: () => {
      isSilent = true;
      for (const socket of sockets) socket.unpipe();
    },
    comeBack: async () => {
      isSilent = false;
      if (!server.listening) server = await listen();
    },
    [Symbol.asyncDispose]: async () => {
      await goAway();
      await rm(folder, {recursive: true, force: true});
    },
  };
}
