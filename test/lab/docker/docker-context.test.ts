import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import {dockerRuntime} from '../../../src/lab/docker/docker-runtime.ts';
import {temporaryFolder} from '../../course/course-folder.ts';
import {hasDocker} from './docker-subject.ts';
import {engineBehindSocket} from './engine-behind-socket.ts';

describe.skipIf(!(await hasDocker()))('the current Docker context', () => {
  it('as Docker’s own command writes it, is where the labs run', async () => {
    await using home = await temporaryFolder();
    await using engine = await engineBehindSocket();
    const environment = {PATH: process.env['PATH'], DOCKER_CONFIG: path.join(home.path, '.docker')};
    const docker = async (...words: string[]) =>
      (await execa('docker', words, {env: environment, extendEnv: false})).stdout;
    await docker('context', 'create', 'behind', '--docker', `host=${engine.dockerHost}`);
    await docker('context', 'use', 'behind');

    const runtime = await dockerRuntime({environment, forLesson: true});
    expect(await runtime.findLeftovers('abcdefabcdef')).toEqual([]);
    await engine.goAway();
    await expect(runtime.findLeftovers('abcdefabcdef')).rejects.toThrow('answers no more');
    await engine.comeBack();
  });
});
