import {afterAll, beforeAll, describe, expect} from 'vitest';
import {makeIdentity, removeFolder, type SharedLab, startLab} from './contract-lab.ts';
import type {ContractSubject} from './contract-subject.ts';
import {describeExec} from './exec-contract.ts';
import {describeLife} from './life-contract.ts';
import {describeMarks} from './marks-contract.ts';
import {describeServers} from './servers-contract.ts';
import {describeTerminal} from './terminal-contract.ts';
import {describeWorkspace} from './workspace-contract.ts';

/** What every runtime promises, proven against one. Most of it happens in one lab, one thing after the other. */
export function describeLabContract(subject: ContractSubject): void {
  describe(`labs of the ${subject.name} runtime`, () => {
    // Filled before the first test.
    const shared = {subject, progress: []} as unknown as SharedLab;

    beforeAll(async () => {
      shared.runtime = await subject.makeRuntime();
      shared.identity = await makeIdentity();
      shared.lab = await startLab(shared.runtime, shared.identity, {
        report: (progress) => shared.progress.push(progress),
      });
    });

    afterAll(async () => {
      await shared.lab.stop();
      await shared.runtime.removeLab(shared.identity);
      await removeFolder(shared.identity);
      expect(await subject.listRunning(shared.identity.homeId)).toEqual([]);
      expect(await subject.listData(shared.identity)).toEqual([]);
    });

    describeExec(shared);
    describeTerminal(shared);
    describeMarks(shared);
    describeServers(shared);
    describeWorkspace(shared);
    describeLife(shared);
  });
}
