import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LabFile, LabIdentity} from '../../../src/lab/lab.ts';
import {makeIdentity, removeFolder, type SharedLab, startLab} from './contract-lab.ts';
import type {Strangers} from './contract-subject.ts';
import {RawTerminal} from './typed-terminal.ts';

const greeting: LabFile = {
  host: 'client',
  path: 'scripts/it’s a greeting.sh',
  content: '#!/usr/bin/env bash\necho "it\'s $HOME\\n"\n',
  executable: true,
};

/** What a lab makes, keeps and removes. */
export function describeLife(shared: SharedLab): void {
  const {subject} = shared;
  let strangers: Strangers;
  let theirs: readonly string[];
  let identity: LabIdentity;

  describe('a lab', () => {
    beforeAll(async () => {
      strangers = await subject.makeStrangers();
      theirs = await strangers.list();
      identity = await makeIdentity();
    });

    afterAll(async () => {
      await strangers[Symbol.asyncDispose]();
      await removeFolder(identity);
    });

    it('reports what it is doing while it starts', () => {
      expect(shared.progress.length).toBeGreaterThan(0);
      for (const {message, fraction = 0} of shared.progress) {
        expect(message).toMatch(/^\S.*\S$/);
        expect(fraction).toBeGreaterThanOrEqual(0);
        expect(fraction).toBeLessThanOrEqual(1);
      }
    });

    it('lays the lesson’s files out and keeps what the learner made of them', async () => {
      await using first = await startLab(shared.runtime, identity, {hosts: ['client'], files: [greeting]});
      const run = async (command: string) =>
        (await first.exec('client', command, {timeLimit: 20_000})).output;
      expect(await run('cat "scripts/it’s a greeting.sh"')).toBe(greeting.content);
      expect(await run('"scripts/it’s a greeting.sh"')).toContain("it's /");
      await run('echo "echo mine" >"scripts/it’s a greeting.sh"; echo note >note');
      await first.stop();

      await using second = await startLab(shared.runtime, identity, {hosts: ['client'], files: [greeting]});
      const output = await second.exec('client', '"scripts/it’s a greeting.sh"; cat note', {
        timeLimit: 20_000,
      });
      expect(output).toMatchObject({stdout: 'mine\nnote\n', exitCode: 0});
      expect(second.nonce).not.toBe(first.nonce);
    });

    it('is removed without a trace', async () => {
      await shared.runtime.removeLab(identity);
      expect(await subject.listRunning(identity.homeId)).toEqual([]);
      expect(await subject.listData(identity)).toEqual([]);
      expect(await shared.runtime.findLeftovers(identity.homeId)).toEqual([]);
    });

    it('leaves nothing behind when its start is called off', async () => {
      for (const at of [1, 2]) {
        const stop = new AbortController();
        let count = 0;
        const start = startLab(shared.runtime, identity, {
          hosts: ['zookeeper', 'client'],
          signal: stop.signal,
          report: () => {
            count += 1;
            if (count === at) stop.abort(new DOMException('called off', 'AbortError'));
          },
        });
        await expect(start).rejects.toThrow('called off');
        expect(await subject.listRunning(identity.homeId)).toEqual([]);
      }
    });

    it('is cleared away by the next start when the app that ran it is gone', async () => {
      const lost = await startLab(shared.runtime, identity, {hosts: ['client']});
      const {terminal: shell} = await RawTerminal.open(lost, 'client');
      const next = await startLab(shared.runtime, {...identity, lessonId: '08-next'}, {hosts: ['client']});
      await shell.ended;
      const running = await subject.listRunning(identity.homeId);
      expect(running.filter((text) => text.includes(identity.lessonId))).toEqual([]);
      expect(await next.exec('client', 'echo here', {timeLimit: 20_000})).toMatchObject({stdout: 'here\n'});
      await next.stop();
      await shared.runtime.removeLab({...identity, lessonId: '08-next'});
    });

    it('names what is left of it', async () => {
      const lab = await startLab(shared.runtime, identity, {hosts: ['client']});
      const {terminal: shell} = await RawTerminal.open(lab, 'client');
      const leftovers = await shared.runtime.findLeftovers(identity.homeId);
      expect(leftovers.join('\n')).toMatch(/container|process/);
      await lab.stop();
      await shell.ended;
      await shared.runtime.removeLab(identity);
      expect(await shared.runtime.findLeftovers(identity.homeId)).toEqual([]);
    });

    it('can be stopped twice, and with hosts that are dead or paused', async () => {
      const lab = await startLab(shared.runtime, identity, {hosts: ['zookeeper', 'client']});
      await lab.kill('client');
      await lab.kill('client');
      await lab.pause('zookeeper');
      await lab.stop();
      await lab.stop();
      expect(await subject.listRunning(identity.homeId)).toEqual([]);
      await shared.runtime.removeLab(identity);
    });

    it('has touched nothing of anybody else’s in all this', async () => {
      expect(theirs.length).toBeGreaterThan(0);
      expect(await strangers.list()).toEqual(theirs);
    });
  });
}
