import {type ChildProcess, spawn} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import type {LabIdentity} from '../../../src/lab/lab.ts';
import {makeIdentity, removeFolder} from '../contract/contract-lab.ts';
import type {Strangers} from '../contract/contract-subject.ts';
import {until} from '../contract/until.ts';
import {localSubject, processesOf} from './local-subject.ts';

describe('the guard of a local lab, when the app is killed with SIGKILL', () => {
  let strangers: Strangers;
  let theirs: readonly string[];
  let identity: LabIdentity;

  beforeAll(async () => {
    strangers = await localSubject.makeStrangers();
    theirs = await strangers.list();
    identity = await makeIdentity();
  });

  const apps: ChildProcess[] = [];

  afterEach(() => {
    for (const app of apps.splice(0)) app.kill('SIGKILL');
  });

  afterAll(async () => {
    expect(await strangers.list()).toEqual(theirs);
    await strangers[Symbol.asyncDispose]();
    await removeFolder(identity);
  });

  it('leaves no process ten seconds later, servers, suspended, deaf and disowned ones alike', async () => {
    const {app, said} = startApp();
    await until('the app’s servers run', () => said().includes('started'));
    const programs = (await processesOf(`${identity.homeId}/`)).map(({command}) => command);
    expect(programs.filter((command) => command.includes('86393'))).toHaveLength(3);
    expect(programs.filter((command) => command.includes('kafka.Kafka')).length).toBeGreaterThan(0);
    app.kill('SIGKILL');
    await until('nothing of the lab is left', async () => (await everything(identity)).length === 0);
  });

  it.each([50, 200, 400, 800])('leaves none either when the app had %i ms to start', async (moment) => {
    const {app, said} = startApp();
    await until('the app starts', () => said().includes('starting'));
    await delay(moment);
    app.kill('SIGKILL');
    await until('nothing of the lab is left', async () => (await everything(identity)).length === 0);
  });

  function startApp(): {app: ChildProcess; said: () => string} {
    const file = fileURLToPath(new URL('lab-app.ts', import.meta.url));
    const app = spawn(process.execPath, [file, JSON.stringify(identity)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    apps.push(app);
    let said = '';
    app.stdout.on('data', (data) => {
      said += data;
    });
    return {app, said: () => said};
  }
});

/** The lab's processes, and the guard, whose command line names the home. */
async function everything({homeId}: LabIdentity): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map(async (pid) => readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')),
  );
  return [
    ...(await processesOf(`${homeId}/`)).map(({command}) => command),
    ...commands.filter((command) => command.includes(homeId)),
  ];
}
