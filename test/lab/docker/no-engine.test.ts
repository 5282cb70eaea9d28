import {once} from 'node:events';
import net, {type AddressInfo} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {dockerRuntime} from '../../../src/lab/docker/docker-runtime.ts';

describe('where no engine answers', () => {
  const closers: (() => void)[] = [];

  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  it('the runtime says within about two seconds whom it asked, and what to do', async () => {
    for (const dockerHost of [await silentServer(), 'unix:///nowhere/docker.sock']) {
      // testcontainers reads the process's own.
      process.env['DOCKER_HOST'] = dockerHost;
      const began = performance.now();
      await expect(dockerRuntime({environment: process.env}), dockerHost).rejects.toMatchObject({
        name: 'LabError',
        message: expect.stringContaining(dockerHost),
        cure: expect.stringContaining('--runtime local'),
      });
      expect(performance.now() - began, dockerHost).toBeLessThan(4000);
    }
  });

  it('an engine of another machine is not taken, since its ports could not be reached', async () => {
    await expect(
      dockerRuntime({environment: {DOCKER_HOST: 'tcp://build-server:2375'}}),
    ).rejects.toMatchObject({name: 'LabError', message: expect.stringContaining('another machine')});
  });

  /** Takes connections and never says a word. */
  async function silentServer(): Promise<string> {
    const server = net.createServer(() => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => server.close());
    return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
});
