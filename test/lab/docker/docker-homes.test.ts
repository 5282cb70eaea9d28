import {spawn} from 'node:child_process';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LabIdentity, Runtime} from '../../../src/lab/lab.ts';
import {startCommand} from '../../../src/lab/servers/server-roles.ts';
import {zookeeperPort} from '../../../src/lab/servers/zookeeper.ts';
import {askZookeeper} from '../../../src/observer/zookeeper-words.ts';
import {makeIdentity, removeFolder, startLab} from '../contract/contract-lab.ts';
import type {Strangers} from '../contract/contract-subject.ts';
import {TypedTerminal} from '../contract/typed-terminal.ts';
import {docker, dockerEnvironment, dockerSubject, hasDocker} from './docker-subject.ts';

const {listRunning, listData} = dockerSubject;

describe.skipIf(!(await hasDocker()))('homes on one engine', () => {
  let runtime: Runtime;
  let strangers: Strangers;
  let theirs: readonly string[];
  let identity: LabIdentity;

  beforeAll(async () => {
    runtime = await dockerSubject.makeRuntime();
    strangers = await dockerSubject.makeStrangers();
    theirs = await strangers.list();
    identity = await makeIdentity();
  });

  afterAll(async () => {
    expect(await strangers.list()).toEqual(theirs);
    await strangers[Symbol.asyncDispose]();
    await removeFolder(identity);
  });

  it('run the same lesson side by side, each with ports of its own', async () => {
    const other = await makeIdentity();
    const hosts = ['zookeeper', 'client'] as const;
    const [mine, theirLab] = await Promise.all([
      startLab(runtime, identity, {hosts}),
      startLab(runtime, other, {hosts}),
    ]);
    const [zookeeper, theirZookeeper] = await Promise.all([
      TypedTerminal.open(mine, 'zookeeper'),
      TypedTerminal.open(theirLab, 'zookeeper'),
    ]);
    await Promise.all(
      [zookeeper, theirZookeeper].map((terminal) =>
        terminal.start(startCommand('zookeeper', {mode: 'zookeeper'}) ?? '', 'binding to port'),
      ),
    );
    expect(mine.address(zookeeperPort).port).not.toBe(theirLab.address(zookeeperPort).port);

    await runtime.sweep(other.homeId);
    await runtime.removeLab(other);
    expect([await listRunning(other.homeId), await listData(other)]).toEqual([[], []]);
    expect(await askZookeeper(mine.address(zookeeperPort))).toMatchObject({answers: true});
    expect(zookeeper.commands.at(-1)?.endedAt).toBeUndefined();
    await mine.stop();
    await runtime.removeLab(identity);
    await removeFolder(other);
  });

  it('open their ports on loopback only, whatever the engine does by default', async () => {
    const lab = await startLab(runtime, identity, {
      hosts: ['zookeeper', 'broker-1', 'client'],
      ports: [8083, 3000],
    });
    const listeners = await dockerSubject.listListeners(identity);
    expect(new Set(listeners.map((address) => address.replace(/:\d+$/, '')))).toEqual(new Set(['127.0.0.1']));
    expect(new Set(listeners).size).toBe(4);
    expect(() => lab.address(9999)).toThrow(/9999/);
    await lab.stop();
    await runtime.removeLab(identity);
  });

  it('leave no volume without a name behind', async () => {
    const anonymous = async () => {
      const containers = await docker(
        'ps',
        '--all',
        '--quiet',
        '--filter',
        `label=kafka-lessons.home=${identity.homeId}`,
      );
      const mounts = '{{range .Mounts}}{{println .Name}}{{end}}';
      return (await docker('inspect', '--format', mounts, ...containers)).filter((name) =>
        /^[0-9a-f]{64}$/.test(name),
      );
    };
    const lab = await startLab(runtime, identity, {hosts: ['client']});
    const names = await anonymous();
    expect(names).toHaveLength(6);
    await lab.stop();
    const left = await docker('volume', 'ls', '--quiet');
    expect(left.filter((name) => names.includes(name))).toEqual([]);
    await runtime.removeLab(identity);
  });

  it('are clean again after the next start, at whatever moment their app was killed', async () => {
    const app = fileURLToPath(new URL('lab-app.ts', import.meta.url));
    for (const moment of [250, 500, 750, 1000, 1500]) {
      const child = spawn(process.execPath, [app, JSON.stringify(identity)], {
        env: dockerEnvironment,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => {
        child.stdout.once('data', resolve);
      });
      await delay(moment);
      child.kill('SIGKILL');
      await new Promise((resolve) => {
        child.once('exit', resolve);
      });

      const next = await startLab(runtime, {...identity, lessonId: '08-next'}, {hosts: ['client']});
      const running = await listRunning(identity.homeId);
      expect(running.filter((name) => !name.includes('08-next'))).toEqual([]);
      expect(running).toHaveLength(3);
      await next.stop();
      expect(await listRunning(identity.homeId)).toEqual([]);
    }
    await runtime.removeLab(identity);
    await runtime.removeLab({...identity, lessonId: '08-next'});
    expect(await listData(identity)).toEqual([]);
  }, 180_000);
});
