import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {HostName} from '../../../src/course/lesson.ts';
import type {Lab, LabIdentity, Runtime} from '../../../src/lab/lab.ts';
import {makeIdentity, removeFolder, startLab} from '../contract/contract-lab.ts';
import {RawTerminal} from '../contract/typed-terminal.ts';
import {docker, dockerSubject, hasDocker} from './docker-subject.ts';

describe.skipIf(!(await hasDocker()))('containers that somebody else kills', () => {
  const hosts: readonly HostName[] = ['broker-1', 'client'];
  let runtime: Runtime;
  let identity: LabIdentity;
  let lab: Lab;

  beforeAll(async () => {
    runtime = await dockerSubject.makeRuntime();
    identity = await makeIdentity();
    lab = await startLab(runtime, identity, {hosts});
  });

  afterAll(async () => {
    await lab.stop();
    await runtime.removeLab(identity);
    await removeFolder(identity);
  });

  const nameOf = (host: string) => `kafka-lessons-${identity.homeId}-${identity.lessonId}-${host}`;

  it('count as killed as soon as a terminal ends, and come back', async () => {
    const raw = await RawTerminal.open(lab, 'client');
    await docker('kill', nameOf('client'));
    expect(await raw.terminal.ended).toEqual({type: 'killed'});
    expect(lab.hostState('client')).toBe('killed');
    await lab.startHost('client');
    expect(await lab.exec('client', 'echo back', {timeLimit: 20_000})).toMatchObject({stdout: 'back\n'});
  });

  it('count as killed as soon as something is asked of them', async () => {
    await docker('kill', nameOf('broker-1'));
    await expect(lab.exec('broker-1', 'true', {timeLimit: 5000})).rejects.toMatchObject({
      name: 'LabError',
      message: 'broker-1 was killed.',
    });
    expect(lab.hostState('broker-1')).toBe('killed');
    await lab.startHost('broker-1');
  });

  it('40: count as paused as soon as something is asked of them; the hidden one just goes on', async () => {
    await docker('pause', nameOf('pod'));
    expect(await lab.storedClusterIds()).toEqual([]);
    await docker('pause', nameOf('broker-1'));
    await expect(lab.exec('broker-1', 'true', {timeLimit: 5000})).rejects.toMatchObject({
      name: 'LabError',
      message: 'broker-1 is paused.',
      cure: expect.stringContaining('lab resume broker-1'),
    });
    expect(lab.hostState('broker-1')).toBe('paused');
    await lab.unpause('broker-1');
    expect(await lab.exec('broker-1', 'echo on', {timeLimit: 20_000})).toMatchObject({stdout: 'on\n'});
  });

  it('can all be dead, as after a restart of the engine: the lab stops, and a new one has its data', async () => {
    await lab.exec('client', 'echo kept >note', {timeLimit: 20_000});
    await docker('kill', ...['pod', ...hosts].map(nameOf));
    expect(await lab.lost).toMatchObject({
      name: 'LabError',
      message: expect.stringMatching(
        /^The lab has lost its network: its container kafka-lessons-\S+-pod was/,
      ),
    });
    await expect(lab.storedClusterIds()).rejects.toMatchObject({name: 'LabError'});
    await expect(lab.startHost('client')).rejects.toMatchObject({
      name: 'LabError',
      cure: expect.stringContaining('come back'),
    });
    await lab.stop();
    expect(await dockerSubject.listRunning(identity.homeId)).toEqual([]);
    lab = await startLab(runtime, identity, {hosts});
    expect(await lab.exec('client', 'cat note', {timeLimit: 20_000})).toMatchObject({stdout: 'kept\n'});
  });
});
