import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import {findHome} from '../../src/home/home-paths.ts';
import {ownHome} from '../../src/home/owned-home.ts';
import {saveProgress} from '../../src/home/progress-file.ts';
import {tokenVariable} from '../../src/lab/local/lab-token.ts';
import {noProgress, type Progress, passStep} from '../../src/session/progress.ts';
import {runtimes} from '../runtimes.ts';
import {newAccount} from './run-launcher.ts';

type Account = Awaited<ReturnType<typeof newAccount>>;
const withoutEngine = {environment: {DOCKER_HOST: 'unix:///no/such/docker.sock'}};
const pathsOf = ({home, folder}: Account) => findHome(home, {XDG_CACHE_HOME: `${folder}/.cache`});

/** Two lessons begun, with data of their labs, a cache, settings, and a file of somebody else's. */
async function begun(account: Account): Promise<void> {
  await account.write({
    '.local/state/kafka-lessons/labs/04-topics/local/broker-1/data/log': 'x'.repeat(5000),
    '.local/state/kafka-lessons/labs/05-produce/local/broker-1/data/log': 'x',
    '.cache/kafka-lessons/kafka-3.9.1/libs/a.jar': 'x',
    '.config/kafka-lessons/settings.yaml': 'theme: dark\n',
    '.cache/somebody-else/file': 'x',
  });
  const passed = {passedAt: '2030-01-01T00:00:00.000Z', how: 'done', evidence: 'it is there'} as const;
  let progress: Progress = noProgress;
  for (const [lesson, step] of [
    ['04-topics', 'create-topic'],
    ['04-topics', 'list-topics'],
    ['05-produce', 'first-message'],
  ] as const)
    progress = passStep(progress, lesson, step, passed);
  await saveProgress(pathsOf(account).progressFile, progress);
}

const stepsIn = (account: Account) => {
  const {lessons} = JSON.parse(readFileSync(pathsOf(account).progressFile, 'utf8')) as Progress;
  return Object.entries(lessons).map(([id, {steps}]) => [id, Object.keys(steps)]);
};
const has = (account: Account, file: string) => existsSync(`${account.folder}/${file}`);

describe('reset', () => {
  it('of a lesson forgets it and removes its data, and nothing else', async () => {
    await using account = await newAccount();
    await begun(account);
    const ran = await account.run(['reset', 'topics', '--yes'], withoutEngine);
    expect(ran).toMatchObject({exitCode: 0, stderr: ''});
    expect(ran.stdout).toContain('“Topics” starts over.');
    // An engine that is silent may keep volumes.
    expect(ran.stdout).toContain('No Docker engine answers');
    expect(stepsIn(account)).toEqual([['05-produce', ['first-message']]]);
    expect(has(account, '.local/state/kafka-lessons/labs/04-topics/local')).toBe(false);
    expect(has(account, '.local/state/kafka-lessons/labs/05-produce/local/broker-1/data/log')).toBe(true);
  });

  it('of a step forgets that one, and the next start opens there', async () => {
    await using account = await newAccount();
    await begun(account);
    const ran = await account.run(['reset', '4', '--step', 'create-topic', '--yes'], withoutEngine);
    expect(ran).toMatchObject({exitCode: 0, stderr: ''});
    expect(stepsIn(account)).toEqual([
      ['04-topics', ['list-topics']],
      ['05-produce', ['first-message']],
    ]);
    const {last} = JSON.parse(readFileSync(pathsOf(account).progressFile, 'utf8')) as Progress;
    expect(last).toEqual({lesson: '04-topics', step: 'create-topic'});
  });

  it('of everything leaves nothing of ours but the settings, which are the learner’s', async () => {
    await using account = await newAccount();
    await begun(account);
    const ran = await account.run(['reset', '--all', '--yes'], withoutEngine);
    expect(ran).toMatchObject({exitCode: 0, stderr: ''});
    expect(ran.stdout).toContain(`${account.home}  (progress and data of the lessons, 1 MB)`);
    expect(has(account, '.local/state/kafka-lessons')).toBe(false);
    expect(has(account, '.cache/kafka-lessons')).toBe(false);
    expect(has(account, '.config/kafka-lessons/settings.yaml')).toBe(true);
    expect(has(account, '.cache/somebody-else/file')).toBe(true);
  });

  it('of everything leaves what else lies in a folder that was named as home', async () => {
    await using account = await newAccount();
    await account.write({'mine/keep': 'x', 'mine/progress.txt': 'x', 'mine/labs-of-mine/y': 'x'});
    const home = `${account.folder}/mine`;
    const ran = await account.run(['--home', home, 'reset', '--all', '--yes'], withoutEngine);
    expect(ran).toMatchObject({exitCode: 0, stderr: ''});
    expect(readdirSync(home).sort()).toEqual(['keep', 'labs-of-mine', 'progress.txt']);
  });

  it('of everything leaves the cache that another home’s servers run from', async () => {
    await using account = await newAccount();
    await begun(account);
    const jar = `${account.folder}/.cache/kafka-lessons/kafka-3.9.1/libs/a.jar`;
    const server = spawn('bash', ['-c', `exec -a 'java -cp ${jar}' sleep 60`], {
      env: {...process.env, [tokenVariable]: 'abcabcabcabc/04-topics/broker-1/1'},
    });
    await once(server, 'spawn');
    await expect.poll(() => readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')).toContain('java -cp');
    try {
      const ran = await account.run(['reset', '--all', '--yes'], withoutEngine);
      expect(ran.stdout).toContain(`Servers of another home run from it (process ${server.pid})`);
      expect(has(account, '.cache/kafka-lessons/kafka-3.9.1/libs/a.jar')).toBe(true);
      expect(has(account, '.local/state/kafka-lessons')).toBe(false);
    } finally {
      server.kill('SIGKILL');
    }
  });

  it('41: of everything of a second home leaves the cache, which the usual one uses too', async () => {
    await using account = await newAccount();
    await begun(account);
    await account.write({
      '.local/state/kafka-lessons/home-id': 'abcabcabcabc',
      'mine/progress.json': '{}',
    });
    const ran = await account.run(
      ['--home', `${account.folder}/mine`, 'reset', '--all', '--yes'],
      withoutEngine,
    );
    expect(ran).toMatchObject({exitCode: 0, stderr: ''});
    expect(ran.stdout).toMatch(/Not removed: .*kafka-lessons\. Your other state folder, .*uses it as well/);
    expect(has(account, '.cache/kafka-lessons/kafka-3.9.1/libs/a.jar')).toBe(true);
    expect(has(account, '.local/state/kafka-lessons/home-id')).toBe(true);
  });

  it('asks first, and takes anything but a yes for a no', async () => {
    for (const answer of ['n\r', '\r', 'maybe\r', '\x03', '\x04']) {
      await using account = await newAccount();
      await begun(account);
      const asked = await account.runOnTerminal(['reset', 'topics'], {...withoutEngine, answer});
      expect(asked.printed).toContain('Nothing was removed.');
      expect(asked.exitCode).toBe(1);
      expect(stepsIn(account)).toHaveLength(2);
    }
  });

  it('does it after a yes', async () => {
    await using account = await newAccount();
    await begun(account);
    const asked = await account.runOnTerminal(['reset', '--all'], {...withoutEngine, answer: 'y\r'});
    expect(asked).toMatchObject({exitCode: 0});
    expect(has(account, '.local/state/kafka-lessons')).toBe(false);
  });

  it.each([
    [['reset'], 2, /a lesson, or --all/],
    [['reset', 'topics'], 2, /--yes/],
    [['reset', 'tropics'], 2, /Did you mean 04-topics\?/],
    [['reset', 'topics', '--step', 'x'], 2, /no step `x`/],
    [['reset', 'topics', '--all'], 2, /neither a lesson nor a step/],
  ])('%j is refused, and removes nothing', async (words, exitCode, said) => {
    await using account = await newAccount();
    await begun(account);
    const ran = await account.run(words, withoutEngine);
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.stderr).toMatch(said);
    expect(stepsIn(account)).toHaveLength(2);
  });

  it('does not touch what a running app uses', async () => {
    await using account = await newAccount();
    await begun(account);
    await using _running = await ownHome(pathsOf(account));
    for (const words of [['topics'], ['--all']]) {
      const ran = await account.run(['reset', ...words, '--yes'], withoutEngine);
      expect(ran.exitCode).toBe(3);
      expect(ran.stderr).toContain('running already');
    }
    expect(stepsIn(account)).toHaveLength(2);
  });
});

describe.runIf(runtimes.includes('docker'))('reset with Docker', () => {
  it('41: removes the volumes of this home, nobody else’s, and leaves the image that others have labs of', async () => {
    await using account = await newAccount();
    await begun(account);
    const {id} = await (async () => {
      await using home = await ownHome(pathsOf(account));
      return {id: home.id};
    })();
    const image = `kafka-lessons/reset-test:${id}`;
    const volumes = [`reset-test-${id}-ours`, `reset-test-${id}-theirs`] as const;
    const docker = async (...words: string[]) => (await execa('docker', words)).stdout;
    await docker('tag', process.env['KAFKA_LESSONS_IMAGE'] ?? '', image);
    await docker('volume', 'create', '--label', `kafka-lessons.home=${id}`, volumes[0]);
    await docker('volume', 'create', '--label', 'kafka-lessons.home=somebody-else', volumes[1]);
    try {
      const environment = {KAFKA_LESSONS_IMAGE: image};
      const ran = await account.run(['reset', '--all', '--yes'], {environment});
      expect(ran).toMatchObject({exitCode: 0, stderr: ''});
      expect(ran.stdout).toContain(`${volumes[0]}  (a volume in Docker)`);
      expect(ran.stdout).toContain(`${image}  (an image in Docker, `);
      expect(await docker('volume', 'ls', '-q')).toContain(volumes[1]);
      expect(await docker('volume', 'ls', '-q')).not.toContain(volumes[0]);
      expect(ran.stdout).toMatch(
        /Not removed: the image .*: (another state folder has|\d+ other state folders have)/,
      );
      expect(await docker('image', 'ls', '-q', image)).not.toBe('');
    } finally {
      await docker('volume', 'rm', '--force', ...volumes);
      await execa('docker', ['image', 'rm', image], {reject: false});
    }
  });
});
