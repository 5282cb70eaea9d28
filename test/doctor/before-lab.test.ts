import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {type BeforeLab, lookBeforeLab} from '../../src/doctor/before-lab.ts';
import type {Machine} from '../../src/doctor/machine.ts';
import {readMemory} from '../../src/doctor/memory-limit.ts';
import {thisMachine} from '../../src/doctor/this-machine.ts';
import {newAccount} from '../cli/run-launcher.ts';
import {temporaryFolder} from '../course/course-folder.ts';
import {sickEnvironment} from './sick-machine.ts';
import {dockerEngine, standInEngine} from './stand-in-engine.ts';

const smallCourse = path.resolve(import.meta.dirname, '../fixtures/courses/small');

/** A Linux with so many MB of memory left, and of disk. */
const machineWith = ({memory = 8000, swap = 0, disk = 9000}): Machine => ({
  ...thisMachine({}),
  platform: 'linux',
  readText: async (file) =>
    file === '/proc/meminfo'
      ? `MemTotal: 16000000 kB\nMemAvailable: ${memory * 1000} kB\nSwapFree: ${swap * 1000} kB\n`
      : undefined,
  space: async () => ({device: 1, freeBytes: disk * 1e6, freeInodes: undefined}),
});

async function look(has: Parameters<typeof machineWith>[0], more: Partial<BeforeLab> = {}) {
  const said: string[] = [];
  await lookBeforeLab({
    runtime: 'local',
    needs: {mode: 'zookeeper', hosts: ['zookeeper', 'broker-1', 'broker-2', 'broker-3', 'client']},
    machine: machineWith(has),
    folders: ['/home', '/cache'],
    report: ({message}) => said.push(message),
    ...more,
  });
  return said;
}

describe('before a lab', () => {
  it('nothing is said of a machine that has enough', async () => {
    expect(await look({})).toEqual([]);
    expect(await look({memory: 500}, {needs: {mode: 'zookeeper', hosts: ['broker-1', 'client']}})).toEqual(
      [],
    );
  });

  it('little memory is said with its cure, too little refuses what needs it', async () => {
    expect(await look({memory: 900})).toEqual([
      '922 MB of 16.4 GB of memory are free. End other programs until 1.2 GB are free.',
    ]);
    await expect(look({memory: 500})).rejects.toMatchObject({
      name: 'LabError',
      message: '512 MB of 16.4 GB of memory are free.',
      cure: 'End other programs until 1.2 GB are free.',
    });
    expect(await look({memory: 500, swap: 2000})).toHaveLength(1);
    // An engine may have memory of its own, so that is its to say.
    expect(await look({memory: 500}, {runtime: 'docker'})).toHaveLength(1);
  });

  it('a disk that is nearly full is said once, a full one refuses', async () => {
    expect(await look({disk: 400})).toEqual([
      'Only 400 MB of disk are free where /home lies. Free some space on that disk.',
    ]);
    await expect(look({disk: 20})).rejects.toMatchObject({
      name: 'LabError',
      cure: 'Free some space on that disk.',
    });
  });

  it('costs next to nothing', async () => {
    const times: number[] = [];
    for (let count = 0; count < 20; count++) {
      const began = performance.now();
      await look({}, {machine: thisMachine(process.env), folders: [process.cwd(), '/no/such/folder']});
      times.push(performance.now() - began);
    }
    expect(times.sort((left, right) => left - right)[10]).toBeLessThan(50);
  });
});

describe('a lesson on a machine that lacks something', () => {
  const words = ['--course', smallCourse, 'lesson', 'test', '01-first-topic', '--json'];

  it('is refused with the words of `doctor`: a Java that is too old', async () => {
    await using account = await newAccount();
    const environment = await sickEnvironment(account, {programs: {bash: true, java: '1.8.0_292'}});
    const ran = await account.run([...words, '--runtime', 'local'], {environment});
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain(
      '`java` is Java 1.8.0_292, which is too old: Kafka 3.9 needs 11 or newer.\n→ Install Java 11',
    );
  });

  it('is refused by an engine with too little memory', async () => {
    await using account = await newAccount();
    const info = {...dockerEngine.info, OperatingSystem: 'Docker Desktop', MemTotal: 5e8};
    await using engine = await standInEngine({...dockerEngine, info});
    const environment = await sickEnvironment(account, {engine: engine.address});
    const ran = await account.run([...words, '--runtime', 'docker'], {environment});
    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain(
      'Docker Desktop has 500 MB of memory, and a lesson with three brokers takes 660 MB.\n→ Give it 4 GB or more: Docker Desktop, Settings, Resources, Memory.\n',
    );
  });
});

describe('a limit on memory', () => {
  const here = {...thisMachine({}), totalMemory: 16e9};
  const read = async (own: string, files: Readonly<Record<string, string>>) => {
    await using groups = await temporaryFolder(files);
    const machine: Machine = {
      ...here,
      readText: async (file) => (file === '/proc/self/cgroup' ? own : here.readText(file)),
    };
    return (await readMemory(machine, groups.path)).limit;
  };

  it('is read in version 2, the tightest of all above, without what files take', async () => {
    const limit = await read('0::/user.slice/app.scope\n', {
      'user.slice/memory.max': '2000000000\n',
      'user.slice/memory.current': '1700000000\n',
      'user.slice/memory.stat': 'anon 1200000000\ninactive_file 200000000\n',
      'user.slice/app.scope/memory.max': 'max\n',
      'user.slice/app.scope/memory.current': '5\n',
    });
    expect(limit).toEqual({total: 2e9, available: 5e8});
  });

  it('is read in version 1, where a huge number is none', async () => {
    const own = '9:name=systemd:/\n4:memory:/docker/abc\n0::/\n';
    expect(
      await read(own, {
        'memory/memory.limit_in_bytes': '9223372036854771712\n',
        'memory/docker/abc/memory.limit_in_bytes': '1000000000\n',
        'memory/docker/abc/memory.usage_in_bytes': '400000000\n',
        'memory/docker/abc/memory.stat': 'inactive_file 1\ntotal_inactive_file 100000000\n',
      }),
    ).toEqual({total: 1e9, available: 7e8});
  });

  it('is read in a container, which sees only its own folder as the topmost', async () => {
    expect(await read('0::/\n', {'memory.max': '700000000', 'memory.current': '100000000'})).toEqual({
      total: 7e8,
      available: 6e8,
    });
    expect(await read('0::/../../elsewhere\n', {'memory.max': '700000000'})).toMatchObject({total: 7e8});
  });

  it('is none where there is none', async () => {
    expect(await read('0::/a\n', {'a/memory.max': 'max'})).toBeUndefined();
    expect(await read('nonsense', {})).toBeUndefined();
  });
});
