import {connect} from 'node:net';
import type {Address} from './broker-connection.ts';
import type {ZookeeperState} from './cluster-snapshot.ts';

export const silentZookeeper: ZookeeperState = {
  answers: false,
  mode: undefined,
  brokerIds: [],
  hasController: false,
};

/** Asks ZooKeeper its four-letter words over a plain socket; no client is needed for that. */
export async function askZookeeper(address: Address): Promise<ZookeeperState> {
  try {
    const [status, dump] = await Promise.all([askWord(address, 'srvr'), askWord(address, 'dump')]);
    return readZookeeperWords(status, dump);
  } catch {
    return silentZookeeper;
  }
}

/** `srvr` has a line `Mode: standalone`; `dump` lists the ephemeral nodes of each session, one a line. */
export function readZookeeperWords(status: string, dump: string): ZookeeperState {
  const mode = /^Mode: (\S+)/m.exec(status)?.[1];
  if (mode === undefined) return silentZookeeper;

  const brokerIds = [...dump.matchAll(/^\s*\/brokers\/ids\/(\d+)\s*$/gm)].map(([, id]) => Number(id));
  return {
    answers: true,
    mode,
    brokerIds: brokerIds.sort((left, right) => left - right),
    hasController: /^\s*\/controller\s*$/m.test(dump),
  };
}

async function askWord(address: Address, word: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(address, () => socket.write(word));
    socket.setEncoding('utf8');
    socket.setTimeout(1000, () => socket.destroy(new Error(`ZooKeeper did not answer ${word} within 1 s`)));
    socket.on('data', (text) => {
      answer += text;
    });
    socket.once('close', () => resolve(answer));
    socket.once('error', reject);
  });
}
