import {describe, expect, it} from 'vitest';
import type {EngineFacts} from '../../src/doctor/engine-facts.ts';
import {findingsOf} from '../../src/doctor/finding.ts';
import {type ContainersFacts, judgeContainers} from '../../src/doctor/judge-containers.ts';
import {fitsRange, judgeMachine, type MachineFacts} from '../../src/doctor/judge-machine.ts';
import {judgeProgram} from '../../src/doctor/judge-program.ts';
import {reachVerdict} from '../../src/doctor/verdict.ts';
import {engineKind, hasOwnMachine} from '../../src/lab/docker/engine-kind.ts';
import {everyImage, type HostImage} from '../../src/lab/host-images.ts';
import {majorOf, readJavaVersion} from '../../src/lab/local/find-java.ts';
import {dockerEngine} from './stand-in-engine.ts';

const [hostImage] = everyImage as readonly [HostImage];

const healthy: MachineFacts = {
  nodeVersion: '22.23.2',
  neededNode: '^22.22.2 || ^24.15.0 || >=26',
  platform: 'linux',
  architecture: 'x64',
  isTranslated: false,
  isWsl: false,
  memory: {total: 8e9, available: 4e9, freeSwap: 0, limit: undefined},
  places: [
    {
      id: 'disk-home',
      what: 'progress',
      folder: '/h',
      space: {device: 1, freeBytes: 9e9, freeInodes: undefined},
    },
  ],
  proxies: {},
  noProxy: undefined,
  terminal: {
    size: {columns: 80, rows: 24},
    term: 'xterm',
    locale: 'C.UTF-8',
    within: undefined,
    noColour: false,
    prefix: {name: 'Ctrl-G', notice: undefined},
  },
  now: Date.parse('2030-06-01'),
  built: Date.parse('2030-05-01'),
};

const troublesOf = (change: Partial<MachineFacts>, sharesMemory = true) =>
  judgeMachine({...healthy, ...change}, sharesMemory)
    .filter(({level}) => level !== 'fine')
    .map(({id, level, group}) => `${group} ${level} ${id}`);
const withTerminal = (change: Partial<MachineFacts['terminal']>) => ({
  terminal: {...healthy.terminal, ...change},
});
const withMemory = (change: Partial<MachineFacts['memory']>) => ({memory: {...healthy.memory, ...change}});
const withDisk = (freeBytes: number, freeInodes?: number) => ({
  places: [
    {id: 'disk-home', what: 'progress', folder: '/h', space: {device: 1, freeBytes, freeInodes}},
    {id: 'disk-cache', what: 'the cache', folder: '/c', space: {device: 1, freeBytes, freeInodes}},
  ],
});

describe('a machine', () => {
  it('that is healthy has no trouble', () => {
    expect(troublesOf({})).toEqual([]);
  });

  it.each<[string, Partial<MachineFacts>, readonly string[]]>([
    ['Windows itself', {platform: 'win32'}, ['machine lack platform']],
    ['another system', {platform: 'freebsd'}, ['machine risk platform']],
    ['an old Node', {nodeVersion: '20.20.2'}, ['machine lack node']],
    ['a Node under Rosetta', {platform: 'darwin', isTranslated: true}, ['machine note rosetta']],
    ['0.9 GB of memory', withMemory({available: 0.9e9}), ['machine risk memory']],
    ['0.5 GB of memory', withMemory({available: 0.5e9}), ['machine lack memory']],
    ['0.5 GB and swap', withMemory({available: 0.5e9, freeSwap: 2e9}), ['machine risk memory']],
    ['a limit', withMemory({limit: {total: 1e9, available: 0.5e9}}), ['local lack memory']],
    ['a Mac of 4 GB', {platform: 'darwin', ...withMemory({available: undefined, total: 4e9})}, []],
    ['1 GB of disk', withDisk(1e9), ['machine risk disk-home']],
    ['400 MB of disk', withDisk(4e8), ['machine lack disk-home']],
    ['500 inodes', withDisk(9e9, 500), ['machine lack disk-home']],
    ['5,000 inodes', withDisk(9e9, 5000), ['machine risk disk-home']],
    ['a date of long ago', {now: 0}, ['machine risk date']],
    ['a small window', withTerminal({size: {columns: 50, rows: 24}}), ['machine risk terminal']],
    ['no window at all', withTerminal({size: undefined}), []],
    ['TERM=dumb', withTerminal({term: 'dumb'}), ['machine risk terminal']],
    ['no UTF-8', withTerminal({locale: 'C'}), ['machine risk locale']],
    ['a proxy', {proxies: {HTTP_PROXY: 'http://p:1'}}, ['machine risk no-proxy']],
    ['a proxy with exceptions', {proxies: {HTTP_PROXY: 'http://p:1'}, noProxy: 'localhost 127.0.0.1'}, []],
  ])('with %s', (_, change, expected) => {
    expect(troublesOf(change)).toEqual(expected);
  });

  it('with little memory can still have an engine with memory of its own', () => {
    expect(troublesOf(withMemory({available: 0.5e9}), false)).toEqual(['local lack memory']);
  });

  it.each([
    ['22.22.1', false],
    ['22.22.2', true],
    ['23.9.9', false],
    ['24.14.9', false],
    ['24.15.0', true],
    ['25.0.0', false],
    ['26.0.0', true],
    ['31.1.0', true],
  ])('Node %s: %s', (version, fits) => {
    expect(fitsRange(version, healthy.neededNode)).toBe(fits);
  });
});

describe('an engine', () => {
  const usual = {address: 'unix:///var/run/docker.sock', namedBy: 'usual'};
  it.each([
    [{info: {OperatingSystem: 'Docker Desktop'}}, usual.address, 'Docker Desktop'],
    [{version: {Platform: {Name: 'Docker Desktop 4.37.0 (178034)'}}}, usual.address, 'Docker Desktop'],
    [{version: {Components: [{Name: 'Podman Engine'}]}}, usual.address, 'Podman'],
    [{info: {Name: 'colima'}}, usual.address, 'Colima'],
    [{}, 'unix:///Users/me/.colima/work/docker.sock', 'Colima'],
    [{info: {Name: 'lima-rancher-desktop'}}, usual.address, 'Rancher Desktop'],
    [{}, 'unix:///Users/me/.rd/docker.sock', 'Rancher Desktop'],
    [{info: {OperatingSystem: 'OrbStack'}}, usual.address, 'OrbStack'],
    [
      {info: {SecurityOptions: ['name=seccomp', 'name=rootless']}},
      'unix:///run/user/1/docker.sock',
      'rootless Docker',
    ],
    [{info: {Name: 'my-colima-box'}}, usual.address, 'Docker Engine'],
    [{}, usual.address, 'Docker Engine'],
  ])('that says %j at %s is %s', (said, address, kind) => {
    expect(engineKind({version: {}, info: {}, ...said}, {...usual, address})).toBe(kind);
  });

  it('has a machine of its own where it must', () => {
    expect(hasOwnMachine('Docker Desktop', 'linux')).toBe(true);
    expect(hasOwnMachine('Podman', 'linux')).toBe(false);
    expect(hasOwnMachine('Podman', 'darwin')).toBe(true);
    expect(hasOwnMachine('Docker Engine', 'linux')).toBe(false);
  });

  const found = {...usual, apiVersion: '1.47'};
  const asked = [{...usual, failure: undefined}];
  const answering: EngineFacts = {
    search: {found, asked, elsewhere: undefined},
    engine: {
      ...found,
      kind: 'Docker Engine',
      self: dockerEngine,
      clockAhead: 100,
      images: [{...hostImage, isThere: true, architecture: 'amd64'}],
    },
  };
  const troublesWith = (
    change: Partial<NonNullable<EngineFacts['engine']>>,
    rest: Partial<ContainersFacts> = {},
  ) =>
    judgeContainers({
      ...answering,
      engine: answering.engine && {...answering.engine, ...change},
      platform: 'linux',
      isWsl: false,
      processor: 'some processor',
      totalMemory: 8e9,
      rootSpace: undefined,
      ...rest,
    })
      .filter(({level}) => level !== 'fine')
      .map(({id, level, cure}) => `${level} ${id}: ${cure ?? ''}`);

  it('that is healthy has no trouble', () => {
    expect(troublesWith({})).toEqual([]);
  });

  it('is judged by its API, clock, image, disk, and by what answers instead of it', () => {
    expect(troublesWith({apiVersion: '1.40'})).toEqual([expect.stringMatching(/^risk engine-api: Upgrade/)]);
    expect(troublesWith({apiVersion: '1.34'})).toEqual([expect.stringMatching(/^lack engine-api: Upgrade/)]);
    expect(troublesWith({clockAhead: 6000})).toEqual([expect.stringMatching(/^risk engine-clock: Start/)]);
    expect(troublesWith({clockAhead: -6000}, {isWsl: true})).toEqual([
      expect.stringMatching(/^risk engine-clock: .*wsl --shutdown/),
    ]);
    expect(troublesWith({self: undefined})).toEqual([expect.stringMatching(/^risk engine: Start/)]);
    const image = {...hostImage, isThere: true, architecture: 'arm64'};
    expect(troublesWith({images: [image]})).toEqual([expect.stringMatching(/^risk image: Fetch/)]);
    const space = (freeBytes: number) => ({rootSpace: {device: 1, freeBytes, freeInodes: undefined}});
    expect(troublesWith({}, space(1e9))).toEqual([expect.stringMatching(/^risk engine-disk: Free/)]);
    expect(troublesWith({}, space(1e8))).toEqual([expect.stringMatching(/^lack engine-disk: Free/)]);
    const silent = {address: 'unix:///c', namedBy: 'the Docker context c', failure: 'ENOENT'};
    const search = {...answering.search, asked: [silent, ...asked]};
    expect(troublesWith({}, {search})).toEqual(['note docker-context: ']);
  });

  it('on Apple’s M4 is told of the Java that crashes there', () => {
    const mac = {platform: 'darwin', processor: 'Apple M4 Pro'} as const;
    expect(troublesWith({}, mac)).toEqual([expect.stringMatching(/^note apple-m4: .*UseSVE=0/)]);
    expect(troublesWith({}, {...mac, processor: 'Apple M2'})).toEqual([]);
  });
});

describe('Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', '17.0.15', 17],
    ['Picked up JAVA_TOOL_OPTIONS: -Dx\njava version "1.8.0_292"\nJava(TM) SE', '1.8.0_292', 8],
    ['openjdk version "21-ea" 2023-09-19', '21-ea', 21],
    ['something else', 'unknown', undefined],
  ])('%j is %s', (output, version, major) => {
    expect(readJavaVersion(output)).toBe(version);
    expect(majorOf(version)).toBe(major);
  });
});

describe('this program', () => {
  it('says that npx may keep an old one, where npx runs it', () => {
    const [version] = judgeProgram({
      version: '0.1.0',
      fromNpx: true,
      home: '/h',
      whyNotWritable: undefined,
      progressFile: '/h/p',
      progress: {type: 'none'},
      isRunning: false,
      leftovers: [],
      settings: {file: '/s', set: [], fault: undefined},
    });
    expect(version).toMatchObject({level: 'note', cure: expect.stringContaining('npx kafka-lessons@latest')});
  });
});

describe('the verdict', () => {
  const told = {found: 'It is gone.', cure: 'Bring it back.'};
  const noEngine = findingsOf('containers').lack('engine', told);
  const fullEngine = findingsOf('containers').lack('engine-disk', told);
  const noJava = findingsOf('local').lack('java', told);
  const noHome = findingsOf('program').lack('home', told);
  const of = (findings: Parameters<typeof reachVerdict>[0], wanted: 'auto' | 'docker' | 'local' = 'auto') => {
    const {runtime, findings: judged} = reachVerdict(findings, wanted, 'Docker Engine');
    return [runtime, ...judged.map(({id, level}) => `${level} ${id}`)];
  };

  it('is what a start would do', () => {
    expect(of([])).toEqual(['docker']);
    expect(of([noJava])).toEqual(['docker', 'note java']);
    expect(of([noEngine])).toEqual(['local', 'note engine']);
    expect(of([noEngine, noJava])).toEqual([undefined, 'lack engine', 'lack java']);
    expect(of([noJava, noEngine, noHome])).toEqual([undefined, 'lack engine', 'lack java', 'lack home']);
    expect(of([noHome])).toEqual([undefined, 'lack home']);
    // A start takes an engine that answers, and would fail.
    expect(of([fullEngine])).toEqual(['local', 'lack engine-disk']);
  });

  it('counts only the runtime that was asked for', () => {
    expect(of([noEngine], 'docker')).toEqual([undefined, 'lack engine']);
    expect(of([noEngine], 'local')).toEqual(['local', 'note engine']);
    expect(of([noJava], 'local')).toEqual([undefined, 'lack java']);
    expect(of([noJava, noEngine], 'docker')).toEqual([undefined, 'lack engine', 'note java']);
  });
});
