import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {chmodSync, chownSync, mkdirSync, readdirSync, rmdirSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, it, vi} from 'vitest';
import {levels} from '../../src/doctor/finding.ts';
import {findHome} from '../../src/home/home-paths.ts';
import {ownHome} from '../../src/home/owned-home.ts';
import {tokenVariable} from '../../src/lab/local/lab-token.ts';
import {newAccount} from '../cli/run-launcher.ts';
import {smallDisk} from '../home/small-disk.ts';
import {
  type Account,
  askDoctor,
  findingOf,
  noEngine,
  readSaid,
  runAsNobody,
  type Said,
  sickEnvironment,
  troubles,
} from './sick-machine.ts';
import {dockerEngine, silentEngine, standInEngine} from './stand-in-engine.ts';

const launcher = path.resolve(import.meta.dirname, '../../dist/launcher.js');

describe('a healthy machine', () => {
  it('with an engine runs lessons in containers', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine();
    // On a machine that is very busy the stand-in, too, may take longer than an engine is waited for.
    const said = await vi.waitUntil(
      async () => {
        const once = await askDoctor(account, {engine: engine.address});
        return once.runtime?.name === 'docker' ? once : undefined;
      },
      {timeout: 60_000},
    );
    expect(troubles(said)).toEqual([]);
    expect(said).toMatchObject({exitCode: 0, status: 'ok', runtime: {name: 'docker'}});
    expect(findingOf(said, 'engine').found).toBe(
      `Docker Engine 27.4.0 at ${engine.path} (API 1.47, x86_64, overlay2, 4 CPUs, 8.0 GB, DOCKER_HOST)`,
    );
    expectWellFormed(said);
  });

  it('without one runs them as processes, and says how to have an engine', async () => {
    await using account = await newAccount();
    const said = await askDoctor(account);
    expect(troubles(said)).toEqual([]);
    expect(said).toMatchObject({exitCode: 0, status: 'ok', runtime: {name: 'local'}});
    expect(findingOf(said, 'engine')).toMatchObject({
      level: 'note',
      found: `No Docker engine answers at ${noEngine} (DOCKER_HOST).`,
      cure: 'Start that engine, unset DOCKER_HOST, or do without one: --runtime local.',
    });
    expectWellFormed(said);
    // Looking makes nothing.
    expect(readdirSync(account.folder).sort()).toEqual(['kafka', 'programs', 'tmp']);
  });

  it('is told within a hundred starts of Node, which on a quiet machine are three seconds', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine();
    const timed = async (work: () => Promise<unknown>) => {
      const began = performance.now();
      await work();
      return performance.now() - began;
    };
    const told: number[] = [];
    const bare: number[] = [];
    // The machine may be busy with other things; a program is as fast as its best.
    for (let count = 0; count < 3; count++) {
      bare.push(await timed(async () => execa(process.execPath, ['-e', '0'])));
      told.push(
        await timed(async () => account.run(['doctor'], {environment: {DOCKER_HOST: engine.address}})),
      );
    }
    expect(Math.min(...told) / Math.min(...bare)).toBeLessThan(100);
  });
});

describe('a machine that lacks a program', () => {
  it('Java', async () => {
    await using account = await newAccount();
    const said = await askDoctor(account, {programs: {bash: true}});
    expectLack(said, ['engine', 'java'], 'java', /^No Java answers/, /^Install Java 17 or 21/);
  });

  it('a Java that is not 8', async () => {
    await using account = await newAccount();
    const said = await askDoctor(account, {programs: {bash: true, java: '1.8.0_292'}});
    expectLack(said, ['engine', 'java'], 'java', /^Java is 1\.8\.0_292 .* too old/, /^Install Java 17/);
  });

  it('Java, and has an engine: that is no trouble', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine();
    const said = await askDoctor(account, {engine: engine.address, programs: {bash: true}});
    expect(troubles(said)).toEqual([]);
    expect(findingOf(said, 'java')).toMatchObject({level: 'note', cure: expect.stringMatching(/^Install/)});
  });

  it('a Java that was tried', async () => {
    await using account = await newAccount();
    const said = await askDoctor(account, {programs: {bash: true, java: '25.0.1'}});
    expect(troubles(said)).toEqual(['java']);
    expect(findingOf(said, 'java').found).toMatch(/^Java is 25\.0\.1 .* never tried/);
    expect(said.exitCode).toBe(0);
  });

  it('bash', async () => {
    await using account = await newAccount();
    const said = await askDoctor(account, {programs: {java: '17.0.15'}});
    expectLack(said, ['engine', 'bash'], 'bash', /^There is no bash/, /^Install bash/);
  });

  it('a Kafka of the line: another is passed over, and where one would come from is said', async () => {
    await using account = await newAccount();
    await account.write({'other/libs/kafka-clients-4.1.0.jar': ''});
    const environment = {KAFKA_HOME: path.join(account.folder, 'other')};
    const said = await askDoctor(account, {environment});
    expect(troubles(said)).toEqual([]);
    expect(findingOf(said, 'kafka-3.9')).toMatchObject({
      level: 'note',
      found: expect.stringContaining('fetches it once, from 127.0.0.1:9'),
    });
    expect(findingOf(said, 'kafka-3.9-passed-over').found).toBe(
      'KAFKA_HOME is passed over: KAFKA_HOME is Kafka 4.1.0, this lesson needs 3.9.',
    );
  });
});

describe('an engine', () => {
  const podman = {
    version: {
      Version: '5.4.1',
      ApiVersion: '1.41',
      Components: [
        {Name: 'Podman Engine', Version: '5.4.1'},
        {Name: 'Conmon', Version: '2.1.12'},
      ],
    },
    info: {...dockerEngine.info, OperatingSystem: 'fedora', ServerVersion: '5.4.1', Driver: 'overlay'},
    images: ['apache/kafka:3.9.1'],
  };
  const desktop = {...dockerEngine.info, OperatingSystem: 'Docker Desktop', Name: 'docker-desktop'};

  it('that is Podman is named as that', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine(podman);
    const said = await askDoctor(account, {engine: engine.address});
    expect(troubles(said)).toEqual([]);
    expect(findingOf(said, 'engine').found).toMatch(/^Podman 5\.4\.1 at .*API 1\.41/);
    expect(findingOf(said, 'engine-kind')).toMatchObject({level: 'note'});
  });

  it('whose API is that of Docker 1.13 is refused, by `doctor` as by a start', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine({
      version: {Version: '1.13.1', ApiVersion: '1.26'},
      info: {...dockerEngine.info, ServerVersion: '1.13.1'},
    });
    const asked = {engine: engine.address, words: ['--runtime', 'docker']};
    const said = await askDoctor(account, asked);
    expectLack(said, ['engine-api'], 'engine-api', /version 1\.26 of Docker’s API/, /^Upgrade it/);
    expect(said.runtime).toBeNull();
    await using other = await newAccount();
    expect(await askDoctor(other, {engine: engine.address})).toMatchObject({
      exitCode: 0,
      runtime: {name: 'local', why: expect.stringContaining('version 1.26')},
    });
  });

  it('that a context names is used: Colima, whose socket nobody else looks for', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine({
      ...dockerEngine,
      info: {...dockerEngine.info, Name: 'colima'},
      socket: '.colima/default/docker.sock',
    });
    await account.write(dockerContext('colima', engine.address));
    const said = await askDoctor(account, {engine: ''});
    expect(troubles(said)).toEqual([]);
    expect(findingOf(said, 'engine').found).toMatch(/^Colima 27\.4\.0 at .*the Docker context colima\)$/);
    expect(said.runtime?.name).toBe('docker');
  });

  it('with 1 GB of memory is a risk, with half of that none that serves', async () => {
    await using account = await newAccount();
    await using small = await standInEngine({...dockerEngine, info: {...desktop, MemTotal: 1.02e9}});
    const said = await askDoctor(account, {engine: small.address});
    expect(troubles(said)).toEqual(['engine-memory']);
    expect(findingOf(said, 'engine-memory')).toMatchObject({
      level: 'risk',
      found: 'Docker Desktop has 1.0 GB of memory for all its containers.',
      cure: 'Give it 4 GB or more: Docker Desktop, Settings, Resources, Memory.',
    });
    expect(said).toMatchObject({exitCode: 0, runtime: {name: 'docker'}});

    await using tiny = await standInEngine({...dockerEngine, info: {...desktop, MemTotal: 0.5e9}});
    await using other = await newAccount();
    const refused = await askDoctor(other, {engine: tiny.address, words: ['--runtime', 'docker']});
    expectLack(refused, ['engine-memory'], 'engine-memory', /500 MB/, /Settings, Resources/);
    await using third = await newAccount();
    expect((await askDoctor(third, {engine: tiny.address})).runtime?.name).toBe('local');
  });

  it('whose clock is an hour off is a risk', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine({...dockerEngine, clockAhead: -3_600_000});
    const said = await askDoctor(account, {engine: engine.address});
    expect(troubles(said)).toEqual(['engine-clock']);
    const {found, cure} = findingOf(said, 'engine-clock');
    expect(found).toMatch(/^The engine’s clock is (3599|3600|3601) s behind this machine’s\.$/);
    expect(cure).toBe('Start Docker Engine again, which sets its clock.');
  });

  it('without the image is told how much is to be downloaded', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine({...dockerEngine, images: []});
    const said = await askDoctor(account, {engine: engine.address});
    expect(troubles(said)).toEqual([]);
    expect(findingOf(said, 'image')).toMatchObject({level: 'note', found: expect.stringContaining('MB')});
  });

  it('that takes connections and never answers holds nothing up', async () => {
    await using account = await newAccount();
    await using engine = await silentEngine();
    const began = performance.now();
    const said = await askDoctor(account, {engine: engine.address, words: ['--runtime', 'docker']});
    expect(performance.now() - began).toBeLessThan(10_000);
    expectLack(said, ['engine'], 'engine', /^No Docker engine answers at/, /^Start that engine/);
  });

  it('of another machine is refused, and its password not told', async () => {
    await using account = await newAccount();
    const engine = 'ssh://me:canary-secret@build-server';
    const said = await askDoctor(account, {engine, words: ['--runtime', 'docker']});
    expectLack(said, ['engine'], 'engine', /ssh:\/\/build-server: .*another machine/, /^Unset DOCKER_HOST/);
    expect(said.text).not.toContain('canary');
  });

  it('of another machine, named by a context, is passed over with a word', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine();
    await account.write(dockerContext('build', 'ssh://me@build-server'));
    const environment = {XDG_RUNTIME_DIR: path.dirname(engine.path)};
    const said = await askDoctor(account, {engine: '', environment});
    expect(findingOf(said, 'docker-context').found).toMatch(
      /^The Docker context build is on another machine/,
    );
    expect(said.runtime?.name).toBe('docker');
  });

  it('whose socket one may not use is told with the group that may', async () => {
    await using account = await newAccount();
    await using engine = await standInEngine();
    chmodSync(engine.path, 0o600);
    chmodSync(path.dirname(engine.path), 0o755);
    const said = await asNobody(account, {engine: engine.address, words: ['--runtime', 'docker']});
    if (!said) return;
    expectLack(
      said,
      ['engine'],
      'engine',
      /^You may not speak to the Docker engine: no permission/,
      /usermod/,
    );
  });
});

describe('a disk', () => {
  it('that is full', async () => {
    await using account = await newAccount();
    await using disk = await smallDisk();
    if (!disk) return;
    const said = await askDoctor(account, {environment: {KAFKA_LESSONS_HOME: path.join(disk.path, 'home')}});
    expectLack(said, ['disk-home'], 'disk-home', /^0 MB are free for progress and data/, /^Free some space/);
  });

  it('that is read-only', async () => {
    await using account = await newAccount();
    await using disk = await smallDisk();
    if (!disk) return;
    disk.remountReadOnly();
    const said = await askDoctor(account, {environment: {KAFKA_LESSONS_HOME: path.join(disk.path, 'home')}});
    expect(troubles(said)).toEqual(['disk-home', 'home']);
    expect(findingOf(said, 'home')).toMatchObject({
      level: 'lack',
      found: expect.stringMatching(/cannot be written \(EROFS\)\.$/),
      cure: expect.stringContaining('--home DIR'),
    });
    expect(said.exitCode).toBe(3);
  });
});

describe('memory', () => {
  it('that a control group limits is no more than what is left of the limit', async () => {
    await using account = await newAccount();
    const group = limitedGroup(600e6);
    if (group === undefined) return;
    try {
      const environment = await sickEnvironment(account, {});
      const words = ['-c', `echo $$ > '${group}/cgroup.procs'; exec "$@"`, 'sh'];
      const ran = await execa('sh', [...words, process.execPath, launcher, 'doctor', '--json'], {
        env: {...environment, HOME: account.folder, LANG: 'C.UTF-8', TMPDIR: account.temporary},
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
      });
      const said = readSaid({stdout: ran.stdout, stderr: ran.stderr, exitCode: ran.exitCode});
      expectLack(said, ['engine', 'memory'], 'memory', /left of the 600 MB/, /^Raise the limit/);
    } finally {
      rmdirSync(group);
    }
  });
});

describe('a port', () => {
  it('that somebody holds names the holder', async () => {
    await using account = await newAccount();
    const server = net.createServer().listen(9092, '127.0.0.1');
    await once(server, 'listening');
    const said = await askDoctor(account);
    server.close();
    const holder = new RegExp(`^Port 9092 is taken by \\S+ \\(process ${process.pid}\\)\\.$`);
    expectLack(said, ['engine', 'port-9092'], 'port-9092', holder, /^Stop that program/);
  });
});

describe('what is ours', () => {
  it('a home that cannot be written', async () => {
    await using account = await newAccount();
    mkdirSync(account.home, {recursive: true});
    chmodSync(account.home, 0o555);
    const said = await asNobody(account, {environment: {KAFKA_LESSONS_HOME: account.home}});
    if (!said) return;
    expectLack(said, ['home'], 'home', /cannot be written \(EACCES\)/, /--home DIR/);
  });

  it('a home that is a file', async () => {
    await using account = await newAccount();
    await account.write({file: ''});
    const environment = {KAFKA_LESSONS_HOME: path.join(account.folder, 'file')};
    const said = await askDoctor(account, {environment});
    expect(troubles(said)).toContain('home');
    expect(said.exitCode).toBe(3);
  });

  it('a progress file that is damaged, or of a newer program, is a risk and stays as it is', async () => {
    for (const [text, found, cure] of [
      ['{"version": 1, "less', /^Your progress file is damaged/, /^Put a whole one/],
      ['{"version": 99}', /^Your progress file was written by a newer/, /@latest/],
    ] as const) {
      await using account = await newAccount();
      await account.write({'.local/state/kafka-lessons/progress.json': text});
      const said = await askDoctor(account);
      expect(troubles(said)).toEqual(['progress']);
      expect(findingOf(said, 'progress').found).toMatch(found);
      expect(findingOf(said, 'progress').cure).toMatch(cure);
      expect(said.exitCode).toBe(0);
      expect(readdirSync(account.home)).toEqual(['progress.json']);
    }
  });

  it('servers that an earlier run left behind are counted, unless an app runs', async () => {
    await using account = await newAccount();
    await account.write({'.local/state/kafka-lessons/home-id': 'abcdefabcdef'});
    const left = execa('sleep', ['600'], {
      env: {[tokenVariable]: 'abcdefabcdef/04-topics/client'},
      reject: false,
    });
    try {
      const said = await askDoctor(account);
      expect(troubles(said)).toEqual(['leftovers']);
      expect(findingOf(said, 'leftovers')).toMatchObject({
        found: 'An earlier run left something behind: 1 process.',
        cure: expect.stringMatching(/clears it up/),
      });
      await using _running = await ownHome(findHome(account.home, {}));
      await using other = await newAccount();
      const running = await askDoctor(other, {environment: {KAFKA_LESSONS_HOME: account.home}});
      expect(troubles(running)).toEqual([]);
      expect(findingOf(running, 'app').level).toBe('fine');
    } finally {
      left.kill('SIGKILL');
      await left;
    }
  });

  it('settings that cannot be used are told instead of ending it', async () => {
    await using account = await newAccount();
    await account.write({'.config/kafka-lessons/settings.yaml': 'runtime: podman\n'});
    const said = await askDoctor(account);
    expectLack(said, ['settings'], 'settings', /runtime is `podman`/, /^Expected: auto, docker, local/);
  });

  it('settings are told with where they come from', async () => {
    await using account = await newAccount();
    await account.write({'.config/kafka-lessons/settings.yaml': 'runtime: local\n'});
    const said = await askDoctor(account, {environment: {KAFKA_LESSONS_THEME: 'dark'}});
    expect(findingOf(said, 'settings').found).toMatch(
      /^runtime is local \(settings\.yaml\), .*theme is dark \(KAFKA_LESSONS_THEME\)$/,
    );
  });
});

describe('a proxy', () => {
  it('is told without its password, and what it must leave alone', async () => {
    await using account = await newAccount();
    const environment = {
      HTTPS_PROXY: 'http://somebody:canary/pass@word@proxy.example:3128',
      no_proxy: 'localhost,.example',
    };
    const said = await askDoctor(account, {environment});
    expect(findingOf(said, 'proxy').found).toBe(
      'HTTPS_PROXY is http://proxy.example:3128 (with a name or password)',
    );
    expect(troubles(said)).toEqual(['no-proxy']);
    expect(findingOf(said, 'no-proxy')).toMatchObject({
      found: expect.stringMatching(/^NO_PROXY does not name 127\.0\.0\.1,/),
      cure: expect.stringMatching(/^Set it/),
    });
    expect(said.text).not.toMatch(/canary|somebody/);
  });
});

/** `ids` are all the troubles there are; the one of that name has this to say, and one cure. */
function expectLack(said: Said, ids: readonly string[], id: string, found: RegExp, cure: RegExp): void {
  expect(troubles(said)).toEqual(ids);
  expect(findingOf(said, id).level).toBe('lack');
  expect(findingOf(said, id).found).toMatch(found);
  expect(findingOf(said, id).cure).toMatch(cure);
  expect(said).toMatchObject({exitCode: 3, status: 'lacks', runtime: null});
  expectWellFormed(said);
}

/** A risk and a lack have a cure, what is fine has none. */
function expectWellFormed({findings}: Said): void {
  for (const {id, level, found, cure} of findings) {
    expect(levels).toContain(level);
    expect(found, id).not.toBe('');
    if (level === 'fine') expect(cure, id).toBeUndefined();
    if (level === 'risk' || level === 'lack') expect(cure, id).toMatch(/\S/);
  }
}

function dockerContext(name: string, address: string): Record<string, string> {
  const id = createHash('sha256').update(name).digest('hex');
  return {
    '.docker/config.json': JSON.stringify({currentContext: name}),
    [`.docker/contexts/meta/${id}/meta.json`]: JSON.stringify({
      Name: name,
      Metadata: {},
      Endpoints: {docker: {Host: address, SkipTLSVerify: false}},
    }),
  };
}

/** The doctor of a user without rights, to whom the account's folder belongs, but what was taken from it. */
async function asNobody(
  account: Account,
  sickness: Parameters<typeof sickEnvironment>[1],
): Promise<Said | undefined> {
  const environment = await sickEnvironment(account, sickness);
  for (const folder of [account.folder, account.temporary]) chownSync(folder, 65534, 65534);
  const words = ['doctor', '--json', ...(sickness.words ?? [])];
  const own = {HOME: account.folder, TMPDIR: account.temporary, LANG: 'C.UTF-8'};
  const ran = await runAsNobody(words, {...own, ...environment}, launcher);
  return ran && readSaid(ran);
}

/** The folder of a new control group with a limit on memory; undefined, said on the console, where none can be made. */
function limitedGroup(bytes: number): string | undefined {
  const name = `kafka-lessons-test-${process.pid}`;
  for (const [root, file] of [
    ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes'],
    ['/sys/fs/cgroup', 'memory.max'],
  ] as const) {
    const group = path.join(root, name);
    try {
      mkdirSync(group);
      writeFileSync(path.join(group, file), String(bytes), {flag: 'r+'});
      return group;
    } catch {
      // The other version of control groups, or none that may be made here.
      try {
        rmdirSync(group);
      } catch {}
    }
  }
  console.log(
    'No control group can be made here (that takes root on Linux): a real limit on memory is NOT tried.',
  );
  return undefined;
}
