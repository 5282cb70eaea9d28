import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import {chooseRuntime} from '../../src/lab/choose-runtime.ts';
import {LabError, type Runtime} from '../../src/lab/lab.ts';

const docker = {name: 'docker'} as Runtime;
const local = {name: 'local'} as Runtime;
const noEngine = async () => {
  throw new LabError('No Docker engine answers on this machine.', 'Start Docker.');
};

describe('the runtime', () => {
  const choose = async (
    wanted: 'auto' | 'docker' | 'local',
    engine: () => Promise<Runtime> = async () => docker,
  ) => {
    const {runtime, why} = await chooseRuntime({wanted, docker: engine, local: async () => local});
    return [runtime.name, why];
  };

  it('is containers where an engine answers, else processes, and says why', async () => {
    expect(await choose('auto')).toEqual(['docker', 'containers: a Docker engine answers']);
    expect(await choose('auto', noEngine)).toEqual([
      'local',
      'processes of this machine: No Docker engine answers on this machine.',
    ]);
  });

  it('is the one that was asked for', async () => {
    expect(await choose('docker')).toEqual(['docker', 'containers, as asked']);
    expect(await choose('local', noEngine)).toEqual(['local', 'processes of this machine, as asked']);
    await expect(choose('docker', noEngine)).rejects.toThrow('No Docker engine answers on this machine.');
  });

  it('does not hide a mistake of ours behind the other one', async () => {
    const broken = async () => {
      throw new TypeError('x is undefined');
    };
    await expect(choose('auto', broken)).rejects.toThrow('x is undefined');
  });
});

describe('npm test', () => {
  it('fails at once where Docker is required and none answers', async () => {
    const {stdout, stderr, exitCode} = await execa(
      process.execPath,
      [path.resolve(import.meta.dirname, '../../scripts/test/run.mjs'), 'quick'],
      {env: {REQUIRE_DOCKER: '1', DOCKER_HOST: 'unix:///no/such/docker.sock'}, reject: false},
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('REQUIRE_DOCKER=1, but no Docker engine answers.');
    expect(stdout).toBe('0 passed, 1 failed');
  });
});
