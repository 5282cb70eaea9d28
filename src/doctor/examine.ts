import {tmpdir} from 'node:os';
import type {KafkaLine} from '../course/lesson.ts';
import type {HomePaths} from '../home/home-paths.ts';
import {isAnswered} from '../home/owned-home.ts';
import {readProgress} from '../home/progress-file.ts';
import {lookForKafka} from '../lab/distribution/find-kafka.ts';
import {askEngine, jsonOf} from '../lab/docker/ask-engine.ts';
import {hasOwnMachine} from '../lab/docker/engine-kind.ts';
import {labelFilter} from '../lab/docker/lab-labels.ts';
import type {HostImage} from '../lab/host-images.ts';
import type {RuntimeName} from '../lab/lab.ts';
import {findJava} from '../lab/local/find-java.ts';
import {findProcesses} from '../lab/local/host-processes.ts';
import {findPortHolder, isPortTaken} from '../lab/local/port-holder.ts';
import {type DescribedEngine, type EngineFacts, lookAtEngine} from './engine-facts.ts';
import {judgeContainers} from './judge-containers.ts';
import {judgeLocal, type LocalFacts, type PortFacts} from './judge-local.ts';
import {judgeMachine, type MachineFacts, type Place} from './judge-machine.ts';
import {judgeProgram, type ProgramFacts, type ProgressFacts, type SettingsFacts} from './judge-program.ts';
import type {Machine} from './machine.ts';
import {readMemory} from './memory-limit.ts';
import {reachVerdict, type Verdict} from './verdict.ts';

export interface Examination {
  readonly machine: Machine;
  readonly version: string;
  /** Absolute path of the folder the program is installed in. */
  readonly packageDirectory: string;
  readonly neededNode: string;
  /** Milliseconds since 1970; undefined for a program that runs from its source. */
  readonly built: number | undefined;
  readonly paths: HomePaths;
  readonly wanted: RuntimeName | 'auto';
  /** The lines of Kafka that lessons of the course run on; never none. */
  readonly lines: readonly KafkaLine[];
  /** The ports that its labs listen on. */
  readonly ports: readonly number[];
  /** The images that its labs are made from, under the names that are set. */
  readonly images: readonly HostImage[];
  readonly settings: SettingsFacts;
  /** The key that leads out of a terminal: `Ctrl-G`, and what is to be known of it here. */
  readonly prefix: {readonly name: string; readonly notice: string | undefined};
  /** Undefined where standard output is no terminal. */
  readonly terminalSize: {readonly columns: number; readonly rows: number} | undefined;
}

/** Milliseconds any one look may take; an engine that is silent is given up earlier. */
const lookLimit = 10_000;
const javaLimit = 4000;

/**
 * Looks at everything at once and judges it. Writes nothing, fetches nothing; ten seconds at the very most, on a machine
 * that is busy with other things.
 */
export async function examine(examination: Examination): Promise<Verdict> {
  const {machine, wanted} = examination;
  const isWsl = /microsoft/i.test((await machine.readText('/proc/version')) ?? '');
  const noEngine: EngineFacts = {
    search: {found: undefined, asked: [], elsewhere: undefined},
    engine: undefined,
  };
  const looking = withinLimit(lookAtEngine(machine.environment, examination, machine.now), noEngine);
  const [engineFacts, machineFacts, local, program] = await Promise.all([
    looking,
    gatherMachine(examination, isWsl),
    gatherLocal(examination),
    looking.then(async ({engine}) => gatherProgram(examination, engine)),
  ]);
  const {engine} = engineFacts;
  const isShared = !engine || !hasOwnMachine(engine.kind, machine.platform);
  const root = isShared ? engine?.self?.info.DockerRootDir : undefined;
  const rootSpace = root === undefined ? undefined : await withinLimit(machine.space(root), undefined);
  const isJudged = machineFacts.places.some(({space}) => space?.device === rootSpace?.device);
  return reachVerdict(
    [
      ...judgeMachine(machineFacts, isShared),
      ...judgeContainers({
        ...engineFacts,
        platform: machine.platform,
        isWsl,
        processor: machine.processor,
        totalMemory: machineFacts.memory.total,
        rootSpace: isJudged ? undefined : rootSpace,
      }),
      ...judgeLocal(local),
      ...judgeProgram(program),
    ],
    wanted,
    engine?.kind,
  );
}

async function gatherMachine(
  {machine, neededNode, built, paths, terminalSize, prefix}: Examination,
  isWsl: boolean,
): Promise<MachineFacts> {
  const {environment} = machine;
  const places = [
    {id: 'disk-home', what: 'progress and data', folder: paths.home},
    {id: 'disk-cache', what: 'the cache', folder: paths.cache},
    {id: 'disk-temporary', what: 'temporary files', folder: environment['TMPDIR'] || tmpdir()},
  ].map(
    async (place): Promise<Place> => ({
      ...place,
      space: await withinLimit(machine.space(place.folder), undefined),
    }),
  );
  const [memory, translated, ...spaces] = await Promise.all([
    readMemory(machine),
    machine.platform === 'darwin' && machine.architecture === 'x64'
      ? machine.run('sysctl', ['-n', 'sysctl.proc_translated'])
      : undefined,
    ...places,
  ]);
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) =>
    [name, name.toLowerCase()].flatMap((each) => {
      const value = environment[each];
      return value ? [[each, value] as const] : [];
    }),
  );
  return {
    nodeVersion: machine.nodeVersion,
    neededNode,
    platform: machine.platform,
    architecture: machine.architecture,
    isTranslated: translated?.trim() === '1',
    isWsl,
    memory,
    places: spaces,
    proxies: Object.fromEntries(proxies),
    noProxy: environment['NO_PROXY'] || environment['no_proxy'],
    terminal: {
      size: terminalSize,
      term: environment['TERM'],
      locale: environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '',
      within: environment['TMUX'] ? 'tmux' : environment['STY'] ? 'screen' : undefined,
      noColour: Boolean(environment['NO_COLOR']),
      prefix,
    },
    now: machine.now(),
    built,
  };
}

async function gatherLocal({machine, paths, lines, ports: needed}: Examination): Promise<LocalFacts> {
  const {environment} = machine;
  const folders = [
    {what: 'Kafka', folder: paths.cache, variable: 'XDG_CACHE_HOME'},
    {what: 'temporary files', folder: environment['TMPDIR'] || tmpdir(), variable: 'TMPDIR'},
  ];
  const [java, kafkas, bash, seesProcesses, ports, ...whys] = await Promise.all([
    withinLimit(findJava(environment, javaLimit), undefined),
    Promise.all(
      lines.map(async (line) => {
        const looking = lookForKafka({line, environment, cacheDirectory: paths.cache});
        return {line, sight: await withinLimit(looking, undefined)};
      }),
    ),
    withinLimit(machine.run('bash', ['--version']), undefined),
    machine.platform === 'linux'
      ? machine.readText('/proc/self/stat').then((text) => text !== undefined)
      : machine.run('ps', ['-o', 'pid=']).then((text) => text !== undefined),
    withinLimit(gatherPorts(machine, paths, needed), []),
    ...folders.map(async ({folder}) => withinLimit(machine.whyNotWritable(folder), undefined)),
  ]);
  return {
    java,
    lines,
    kafkas,
    bash: /version (\d+\.\d+(?:\.\d+)?)/.exec(bash ?? '')?.[1],
    seesProcesses,
    ports,
    unwritable: folders.flatMap((folder, index) => {
      const why = whys[index];
      return why === undefined ? [] : [{...folder, why}];
    }),
  };
}

async function gatherPorts(
  machine: Machine,
  paths: HomePaths,
  needed: readonly number[],
): Promise<readonly PortFacts[]> {
  const homeId = await readHomeId(machine, paths);
  const ours = homeId === undefined ? [] : await findProcesses({homeId});
  return Promise.all(
    needed.map(async (port): Promise<PortFacts> => {
      if (!(await isPortTaken(port))) return {port, taken: undefined};
      const holder = await findPortHolder(port);
      const isOurs = ours.some(({pid}) => holder?.includes(`(process ${pid}`));
      return {port, taken: {holder, isOurs}};
    }),
  );
}

async function readHomeId(machine: Machine, {homeIdFile}: HomePaths): Promise<string | undefined> {
  const id = (await machine.readText(homeIdFile))?.trim();
  return id !== undefined && /^[0-9a-f]{12}$/.test(id) ? id : undefined;
}

async function gatherProgram(
  {machine, version, packageDirectory, paths, settings}: Examination,
  engine: DescribedEngine | undefined,
): Promise<ProgramFacts> {
  const [whyNotWritable, progress, isRunning, leftovers] = await Promise.all([
    withinLimit(machine.whyNotWritable(paths.home), undefined),
    withinLimit(lookAtProgress(paths.progressFile), {type: 'none'} as const),
    withinLimit(isAnswered(paths.socket), false),
    withinLimit(findLeftovers(machine, paths, engine), []),
  ]);
  return {
    version,
    fromNpx: /[/\\]_npx[/\\]/.test(packageDirectory),
    home: paths.home,
    whyNotWritable,
    progressFile: paths.progressFile,
    progress,
    isRunning,
    leftovers,
    settings,
  };
}

async function lookAtProgress(file: string): Promise<ProgressFacts> {
  try {
    const read = await readProgress(file);
    if (read.type !== 'progress') return read;
    const lessons = Object.values(read.progress.lessons);
    return {
      type: 'readable',
      passed: lessons.reduce((sum, {steps}) => sum + Object.keys(steps).length, 0),
    };
  } catch (error) {
    return {type: 'unreadable', why: (error as Error).message};
  }
}

/** Processes with this home's token, containers and networks with its label. Volumes are data, and stay. */
async function findLeftovers(
  machine: Machine,
  paths: HomePaths,
  engine: DescribedEngine | undefined,
): Promise<readonly string[]> {
  const homeId = await readHomeId(machine, paths);
  if (homeId === undefined) return [];
  const filters = encodeURIComponent(JSON.stringify(labelFilter({homeId})));
  const list = async (path: string) => {
    const answer = engine && jsonOf(await askEngine(engine, `${path}filters=${filters}`, 2500));
    return Array.isArray(answer) ? answer : [];
  };
  const [processes, containers, networks] = await Promise.all([
    findProcesses({homeId}),
    list('/containers/json?all=1&'),
    list('/networks?'),
  ]);
  const counts = [
    [processes.length, 'process', 'processes'],
    [containers.length, 'container', 'containers'],
    [networks.length, 'network', 'networks'],
  ] as const;
  return counts.flatMap(([count, one, many]) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`],
  );
}

/** A look that takes too long, at a dead network drive for example, counts as one that found nothing. */
async function withinLimit<Found, Otherwise>(
  look: Promise<Found>,
  otherwise: Otherwise,
): Promise<Found | Otherwise> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Otherwise>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), lookLimit);
  });
  try {
    return await Promise.race([look, limit]);
  } finally {
    clearTimeout(timer);
  }
}
