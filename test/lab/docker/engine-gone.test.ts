import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {HostName} from '../../../src/course/lesson.ts';
import {dockerRuntime} from '../../../src/lab/docker/docker-runtime.ts';
import type {Lab, LabIdentity, Runtime} from '../../../src/lab/lab.ts';
import {makeIdentity, removeFolder, startLab} from '../contract/contract-lab.ts';
import {RawTerminal} from '../contract/typed-terminal.ts';
import {dockerEnvironment, dockerSubject, hasDocker, testImage} from './docker-subject.ts';
import {type EngineBehindSocket, engineBehindSocket} from './engine-behind-socket.ts';

describe.skipIf(!(await hasDockerOnItsOwnSocket()))('an engine that goes away', () => {
  const hosts: readonly HostName[] = ['broker-1', 'client'];
  let engine: EngineBehindSocket;
  let runtime: Runtime;
  let identity: LabIdentity;
  let lab: Lab;

  beforeAll(async () => {
    engine = await engineBehindSocket();
    // testcontainers reads it from the process, at its first use; every test file has a process of its own.
    process.env['DOCKER_HOST'] = engine.dockerHost;
    runtime = await dockerRuntime({environment: {...process.env, KAFKA_LESSONS_IMAGE: testImage}});
    identity = await makeIdentity();
    lab = await startLab(runtime, identity, {hosts});
  });

  afterAll(async () => {
    await engine.comeBack();
    await runtime.removeLab(identity);
    expect(await runtime.findLeftovers(identity.homeId)).toEqual([]);
    await engine[Symbol.asyncDispose]();
    await removeFolder(identity);
  });

  const calls = (): Record<string, () => Promise<unknown>> => ({
    exec: async () => lab.exec('client', 'true', {timeLimit: 5000}),
    openTerminal: async () => lab.openTerminal('client', {columns: 80, rows: 24}),
    kill: async () => lab.kill('client'),
    pause: async () => lab.pause('client'),
    storedClusterIds: async () => lab.storedClusterIds(),
    stop: async () => lab.stop(),
    startLab: async () => startLab(runtime, identity, {hosts}),
    sweep: async () => runtime.sweep(identity.homeId),
    removeLab: async () => runtime.removeLab(identity),
    findLeftovers: async () => runtime.findLeftovers(identity.homeId),
    dockerRuntime: async () => dockerRuntime({environment: process.env}),
  });

  it('ends what was under way, and every call says so at once', async () => {
    const raw = await RawTerminal.open(lab, 'client');
    const running = lab.exec('client', 'echo begun; sleep 50', {timeLimit: 60_000});
    const failed = expect(running).rejects.toMatchObject({name: 'LabError', message: /answers no more/});
    await engine.goAway();
    await failed;
    expect(await raw.terminal.ended).toEqual({type: 'exited', exitCode: 129});

    for (const [name, call] of Object.entries(calls())) {
      const began = performance.now();
      await expect(call(), name).rejects.toMatchObject({name: 'LabError', cure: /Docker|engine/});
      expect(performance.now() - began, name).toBeLessThan(2500);
    }
    expect(lab.hostState('client')).toBe('up');
  });

  it('is used again when it is back', async () => {
    await engine.comeBack();
    expect(await lab.exec('client', 'echo back', {timeLimit: 20_000})).toMatchObject({stdout: 'back\n'});
    await lab.stop();
    expect(await dockerSubject.listRunning(identity.homeId)).toEqual([]);
    lab = await startLab(runtime, identity, {hosts});
    expect(await lab.exec('client', 'echo new', {timeLimit: 20_000})).toMatchObject({stdout: 'new\n'});
  });

  it('is not waited for without end when it only falls silent', async () => {
    const raw = await RawTerminal.open(lab, 'client');
    engine.fallSilent();
    const began = performance.now();
    const results = await Promise.allSettled(
      Object.entries(calls()).map(async ([name, call]) => {
        await expect(call(), name).rejects.toMatchObject({name: 'LabError'});
      }),
    );
    expect(results.filter(({status}) => status === 'rejected')).toEqual([]);
    expect(performance.now() - began).toBeLessThan(25_000);
    await engine.goAway();
    await engine.comeBack();
    expect(await raw.terminal.ended).toMatchObject({type: 'exited'});
  });
});

async function hasDockerOnItsOwnSocket(): Promise<boolean> {
  return dockerEnvironment['DOCKER_HOST'] === undefined && (await hasDocker());
}
