import {once} from 'node:events';
import net from 'node:net';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Lab, LabIdentity, Runtime} from '../../../src/lab/lab.ts';
import {startCommand} from '../../../src/lab/servers/server-roles.ts';
import {zookeeperPort} from '../../../src/lab/servers/zookeeper.ts';
import {askZookeeper} from '../../../src/observer/zookeeper-words.ts';
import {makeIdentity, removeFolder, startLab} from '../contract/contract-lab.ts';
import {TypedTerminal} from '../contract/typed-terminal.ts';
import {localSubject} from './local-subject.ts';

describe('a second lab on the same ports', () => {
  let runtime: Runtime;
  let identity: LabIdentity;
  let other: LabIdentity;
  let lab: Lab;

  beforeAll(async () => {
    runtime = await localSubject.makeRuntime();
    identity = await makeIdentity();
    other = await makeIdentity();
    lab = await startLab(runtime, identity, {hosts: ['zookeeper', 'client']});
    const zookeeper = await TypedTerminal.open(lab, 'zookeeper');
    await zookeeper.start(startCommand('zookeeper', {mode: 'zookeeper'}) ?? '', 'binding to port');
  });

  afterAll(async () => {
    await lab.stop();
    await runtime.removeLab(identity);
    await removeFolder(identity);
    await removeFolder(other);
  });

  it('is refused, with the holder of the port and the cure', async () => {
    const processes = await localSubject.listPrograms(identity, 'zookeeper');
    expect(processes.filter(({command}) => command.includes('QuorumPeerMain'))).toHaveLength(1);
    await expect(startLab(runtime, other)).rejects.toMatchObject({
      name: 'LabError',
      message: expect.stringMatching(/Port 2181 is taken by java \(process \d+, a ZooKeeper\)/),
      cure: expect.stringContaining('--runtime docker'),
    });
    expect(await localSubject.listRunning(other.homeId)).toEqual([]);
    expect(await localSubject.listData(other)).toEqual([]);
  });

  it('does not touch the first one’s processes, whatever is cleared away', async () => {
    const running = await localSubject.listRunning(identity.homeId);
    await runtime.sweep(other.homeId);
    await runtime.removeLab(other);
    expect(await runtime.findLeftovers(other.homeId)).toEqual([]);
    expect(await localSubject.listRunning(identity.homeId)).toEqual(running);
    expect(await askZookeeper(lab.address(zookeeperPort))).toMatchObject({answers: true});
  });

  it('is refused too when the holder is no lab at all', async () => {
    const server = net.createServer().listen(9092, '127.0.0.1');
    await once(server, 'listening');
    await expect(startLab(runtime, other, {hosts: ['broker-1']})).rejects.toMatchObject({
      name: 'LabError',
      message: expect.stringContaining(`(process ${process.pid}`),
    });
    server.close();
  });
});
