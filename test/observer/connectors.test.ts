import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, it} from 'vitest';
import {askConnect, readConnectors, silenceRequests} from '../../src/observer/connectors.ts';

const told = {
  'local-file-source': {
    info: {
      name: 'local-file-source',
      config: {'connector.class': 'FileStreamSource', file: 'test.txt', topic: 'connect-test'},
      tasks: [{connector: 'local-file-source', task: 0}],
      type: 'source',
    },
    status: {
      name: 'local-file-source',
      connector: {state: 'RUNNING', worker_id: 'localhost:8083'},
      tasks: [{id: 0, state: 'FAILED', worker_id: 'localhost:8083', trace: 'java.lang.Oops\n\tat x'}],
      type: 'source',
    },
  },
  'a-new-one': {info: {name: 'a-new-one', config: {}, tasks: [], type: 'unknown'}},
};

it('reads connectors with their settings, states and traces, by name', () => {
  expect(readConnectors(told)).toEqual([
    {name: 'a-new-one', type: undefined, config: {}, state: 'UNASSIGNED', tasks: []},
    {
      name: 'local-file-source',
      type: 'source',
      config: told['local-file-source'].info.config,
      state: 'RUNNING',
      tasks: [{id: 0, state: 'FAILED', trace: 'java.lang.Oops\n\tat x'}],
    },
  ]);
});

it('takes a worker that refuses, says something else or is silent for one that does not answer', async () => {
  const answers: Record<string, (answer: http.ServerResponse) => void> = {
    told: (answer) => answer.end(JSON.stringify(told)),
    refused: (answer) => answer.writeHead(500).end('{}'),
    other: (answer) => answer.end('<html>'),
    silent: () => {},
  };
  for (const [what, reply] of Object.entries(answers)) {
    const {server, address} = await listen((_, answer) => reply(answer));
    expect((await askConnect(address)).answers, what).toBe(what === 'told');
    server.closeAllConnections();
    server.close();
  }
});

it('asks a worker not to print requests, and knows whether it was heard', async () => {
  let asked = '';
  const {server, address} = await listen(async (request, answer) => {
    asked = `${request.method} ${request.url} `;
    for await (const chunk of request) asked += String(chunk);
    answer.writeHead(asked.includes('RestServer') ? 200 : 404).end('[]');
  });
  expect(await silenceRequests(address)).toBe(true);
  expect(asked).toBe('PUT /admin/loggers/org.apache.kafka.connect.runtime.rest.RestServer {"level":"WARN"}');
  server.closeAllConnections();
  server.close();
  expect(await silenceRequests(address)).toBe(false);
});

async function listen(reply: http.RequestListener) {
  const server = http.createServer(reply).listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  return {server, address: {host: '127.0.0.1', port: (server.address() as AddressInfo).port}};
}
