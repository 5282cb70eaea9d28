import {spawn} from 'node:child_process';
import {once} from 'node:events';
import http from 'node:http';
import net from 'node:net';
import {afterEach, expect, it} from 'vitest';
import {planRelay} from '../../../src/lab/docker/relay.ts';
import {until} from '../contract/until.ts';

const ended: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

async function listening(server: net.Server, host?: string): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  ended.push(() => server.close());
  return (server.address() as net.AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  server.close();
  return port;
}

/** The relay's program for one port, here on this machine. */
async function relayTo(port: number): Promise<number> {
  const outer = await freePort();
  const [, ...rest] = planRelay([]).command;
  const program = spawn(process.execPath, [...rest, String(port), String(outer)], {stdio: 'inherit'});
  ended.push(() => program.kill('SIGKILL'));
  await until('the relay listens', async () => {
    const socket = net.connect(outer, '127.0.0.1');
    const answer = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).catch(() => [
      'refused',
    ]);
    socket.destroy();
    return answer.length === 0;
  });
  return outer;
}

it('gives each declared port one that nobody takes', () => {
  const {ports, command} = planRelay([3000, 8080, 3000]);
  expect([...ports]).toEqual([
    [3000, 61_001],
    [8080, 61_002],
  ]);
  expect(command.slice(3)).toEqual(['3000', '61001', '8080', '61002']);
});

it('reaches a server on either loopback address, as often as it is asked', async () => {
  for (const host of ['127.0.0.1', '::1']) {
    const server = http.createServer((_, answer) => answer.end(`on ${host}`));
    const outer = await relayTo(await listening(server, host));
    for (const _ of [1, 2, 3])
      expect(await (await fetch(`http://127.0.0.1:${outer}/`)).text()).toBe(`on ${host}`);
  }
});

it('hands on what comes after one side has said all it has to say', async () => {
  const server = net.createServer({allowHalfOpen: true}, (socket) => {
    let heard = '';
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('end', () => socket.end(`heard ${heard}`));
  });
  const socket = net.connect({
    port: await relayTo(await listening(server, '127.0.0.1')),
    host: '127.0.0.1',
    allowHalfOpen: true,
  });
  socket.end('all of it');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toBe('heard all of it');
});

it('resets the connection where nobody listens, and goes on', async () => {
  const port = await freePort();
  const outer = await relayTo(port);
  const socket = net.connect(outer, '127.0.0.1');
  const [error] = await once(socket, 'error');
  expect((error as NodeJS.ErrnoException).code).toBe('ECONNRESET');
  const server = http.createServer((_, answer) => answer.end('here now'));
  server.listen(port, '127.0.0.1');
  ended.push(() => server.close());
  expect(await (await fetch(`http://127.0.0.1:${outer}/`)).text()).toBe('here now');
});
