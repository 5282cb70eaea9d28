import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {connectEngine} from '../../../src/lab/docker/engine.ts';
import {renderName} from '../../../src/lab/docker/lab-labels.ts';
import {learnersUser, refuseUnseenFolder} from '../../../src/lab/docker/learners-folder.ts';
import {makeIdentity, removeFolder, startLab} from '../contract/contract-lab.ts';
import {docker, dockerSubject, hasDocker} from './docker-subject.ts';

describe('the user of the host workspace', () => {
  it('is the learner, whatever the engine calls them', () => {
    const me = `${process.getuid?.()}:${process.getgid?.()}`;
    expect(learnersUser({kind: 'Docker Engine', isRootless: false})).toBe(me);
    expect(learnersUser({kind: 'rootless Docker', isRootless: true})).toBe('0:0');
    expect(learnersUser({kind: 'Podman', isRootless: true})).toBe('0:0');
    expect(learnersUser({kind: 'Docker Desktop', isRootless: false})).toBe('1000:1000');
  });
});

describe.runIf(await hasDocker())('the learner’s folder in containers', () => {
  it('is asked for with a cure where the engine sees another folder in its place', async () => {
    const identity = await makeIdentity();
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'elsewhere '));
    await mkdir(elsewhere, {recursive: true});
    const runtime = await dockerSubject.makeRuntime();
    const lab = await startLab(runtime, identity, {hosts: ['workspace']});
    try {
      const engine = await connectEngine(process.env);
      const name = renderName(identity, 'workspace');
      const host = {name: 'workspace', container: engine.docker.getContainer(name)};
      await refuseUnseenFolder(engine, host, identity.workspace);
      await expect(refuseUnseenFolder(engine, host, elsewhere)).rejects.toMatchObject({
        name: 'LabError',
        message: expect.stringContaining(elsewhere),
        cure: expect.stringMatching(/File sharing.*--runtime local/),
      });
      const [user] = await docker('inspect', '--format', '{{.Config.User}}', name);
      expect(user).toBe(`${process.getuid?.()}:${process.getgid?.()}`);
    } finally {
      await lab.stop();
      await runtime.removeLab(identity);
      await removeFolder(identity);
      await rm(elsewhere, {recursive: true});
    }
  });
});
