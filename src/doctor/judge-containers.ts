import {explainSilence, unfitEngine} from '../lab/docker/engine.ts';
import {cureForEngineMemory, hasOwnMachine} from '../lab/docker/engine-kind.ts';
import {socketOf} from '../lab/docker/engine-places.ts';
import {isOlderApi} from '../lab/docker/find-engine.ts';
import {largestLesson, memoryNeed} from '../lab/memory-need.ts';
import {withoutCredentials} from '../lab/without-credentials.ts';
import type {DescribedEngine, EngineFacts, ImageFacts} from './engine-facts.ts';
import {type Finding, findingsOf, inBytes} from './finding.ts';
import {enoughDisk, littleDisk} from './judge-machine.ts';
import type {Space} from './machine.ts';

export interface ContainersFacts extends EngineFacts {
  readonly platform: NodeJS.Platform;
  readonly isWsl: boolean;
  /** Of this machine's first processor. */
  readonly processor: string;
  /** Bytes this machine has. */
  readonly totalMemory: number;
  /** Of the folder the engine keeps everything in, where it is on this machine and not judged with the other disks. */
  readonly rootSpace: Space | undefined;
}

const {fine, note, risk, lack} = findingsOf('containers');

/** The ids of lacks with which `auto` goes on to local processes by itself. */
export const refusingLacks: readonly string[] = ['engine', 'engine-api', 'engine-memory'];

export function judgeContainers(facts: ContainersFacts): readonly Finding[] {
  const {search, engine} = facts;
  if (!engine) {
    const {message, cure} = explainSilence(search);
    return [lack('engine', {found: message, expected: 'an engine of this machine that answers', cure})];
  }
  return [
    ...judgeEngine(engine),
    ...judgeNamed(facts),
    ...judgeMemory(engine, facts),
    ...judgeClock(engine, facts),
    ...judgeDisk(facts),
    ...judgeImages(engine),
    ...judgeProcessor(facts),
  ];
}

/** `Docker Engine 20.10.24 at /var/run/docker.sock (API 1.41, x86_64, overlay2, 2 CPUs, 25.3 GB)`. */
function describeEngine({kind, self, address, apiVersion, namedBy}: DescribedEngine): string {
  const info = self?.info ?? {};
  const version = info.ServerVersion ?? self?.version.Version;
  const facts = [
    apiVersion === undefined ? undefined : `API ${apiVersion}`,
    info.Architecture,
    info.Driver,
    info.NCPU === undefined ? undefined : `${info.NCPU} CPUs`,
    info.MemTotal === undefined ? undefined : inBytes(info.MemTotal),
    namedBy === 'usual' ? undefined : namedBy,
  ].filter((fact) => fact !== undefined);
  const place = socketOf(address) ?? withoutCredentials(address);
  return `${kind}${version === undefined ? '' : ` ${version}`} at ${place} (${facts.join(', ')})`;
}

/** As docs/architecture.md says: tried on this one, and not below. */
const triedApi = '1.41';

function judgeEngine(engine: DescribedEngine): readonly Finding[] {
  const {apiVersion, kind, self} = engine;
  const unfit = unfitEngine(engine);
  if (unfit) return [lack('engine-api', {found: unfit.message, cure: unfit.cure})];
  if (!self) {
    return [
      risk('engine', {
        found: `Something answers at ${withoutCredentials(engine.address)}, but it does not say what it is.`,
        expected: 'an engine that answers /version and /info',
        cure: 'Start that engine again.',
      }),
    ];
  }
  const named = fine('engine', describeEngine(engine));
  if (apiVersion !== undefined && isOlderApi(apiVersion, triedApi)) {
    return [
      named,
      risk('engine-api', {
        found: `Its API is ${apiVersion}, on which the course was never tried.`,
        expected: `${triedApi} or newer`,
        cure: 'Upgrade it to Docker Engine 20.10 or newer.',
      }),
    ];
  }
  return kind === 'Podman'
    ? [named, note('engine-kind', {found: 'It is Podman. The course is tried on Docker Engine only.'})]
    : [named];
}

/** A context that is passed over for another engine is said, or nobody would know where the containers are. */
function judgeNamed({search, engine}: ContainersFacts): readonly Finding[] {
  const silent = search.asked.find(({namedBy, failure}) => namedBy !== 'usual' && failure !== undefined);
  if (search.elsewhere) {
    return [
      note('docker-context', {
        found: `${capital(search.elsewhere.namedBy)} is on another machine; this machine’s engine is used instead.`,
      }),
    ];
  }
  return silent && silent.address !== engine?.address
    ? [
        note('docker-context', {
          found: `${capital(silent.namedBy)} does not answer (${silent.failure}); another engine is used instead.`,
        }),
      ]
    : [];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function judgeMemory({kind, self}: DescribedEngine, facts: ContainersFacts): readonly Finding[] {
  const memory = self?.info.MemTotal;
  const need = memoryNeed(largestLesson);
  // An engine without a machine of its own has all there is, which is judged with this machine.
  if (!memory || memory >= 2 * need || memory > 0.9 * facts.totalMemory) return [];
  const isVirtual = hasOwnMachine(kind, facts.platform) || memory < 0.9 * facts.totalMemory;
  const told = {
    found: `${kind} has ${inBytes(memory)} of memory for all its containers.`,
    expected: `${inBytes(need)} for a lesson with three brokers, better ${inBytes(2 * need)}`,
    cure: cureForEngineMemory(kind, isVirtual),
  };
  return [memory < need ? lack('engine-memory', told) : risk('engine-memory', told)];
}

const clockTolerance = 5000;

function judgeClock({kind, clockAhead}: DescribedEngine, {isWsl}: ContainersFacts): readonly Finding[] {
  if (clockAhead === undefined || Math.abs(clockAhead) <= clockTolerance) return [];
  const seconds = Math.round(Math.abs(clockAhead) / 1000);
  return [
    risk('engine-clock', {
      found: `The engine’s clock is ${seconds} s ${clockAhead > 0 ? 'ahead of' : 'behind'} this machine’s.`,
      expected: `less than ${clockTolerance / 1000} s`,
      cure: isWsl
        ? 'Close WSL with `wsl --shutdown` in Windows and open it again.'
        : `Start ${kind} again, which sets its clock.`,
    }),
  ];
}

function judgeDisk({engine, rootSpace}: ContainersFacts): readonly Finding[] {
  const root = engine?.self?.info.DockerRootDir;
  if (!rootSpace || rootSpace.freeBytes >= enoughDisk) return [];
  const told = {
    found: `${inBytes(rootSpace.freeBytes)} are free where the engine keeps everything (${root}).`,
    expected: '2 GB or more',
    cure: 'Free some: `docker system df` shows what Docker keeps, `docker system prune` removes what is unused.',
  };
  return [rootSpace.freeBytes < littleDisk ? lack('engine-disk', told) : risk('engine-disk', told)];
}

function judgeImages({images, self}: DescribedEngine): readonly Finding[] {
  return images.map((image) => judgeImage(image, self));
}

function judgeImage(image: ImageFacts, self: DescribedEngine['self']): Finding {
  const {setting: id, firstUser, size} = image;
  if (image.isThere === undefined)
    return note(id, {found: `The engine does not say whether it has the image ${image.name}.`});
  if (!image.isThere) {
    return note(id, {
      found: `The image ${image.name} is not here yet; ${firstUser} downloads it once (${size}).`,
    });
  }
  if (image.architecture !== undefined && !isSame(image.architecture, self?.info.Architecture)) {
    return risk(id, {
      found: `The image ${image.name} is for ${image.architecture}, the engine for ${self?.info.Architecture}.`,
      expected: 'both the same; an emulated one is slow or crashes',
      cure: `Fetch the right one: \`docker pull ${image.name}\`.`,
    });
  }
  return fine(id, `the image ${image.name} is here`);
}

function isSame(image: string, engine: string | undefined): boolean {
  const names: Readonly<Record<string, string>> = {x86_64: 'amd64', aarch64: 'arm64'};
  return engine === undefined || image === engine || image === names[engine];
}

/** Java before 17.0.15 and 21.0.7 ends with SIGILL in Linux containers on Apple's M4 (docker/for-mac#7505, JDK-8345296). */
function judgeProcessor({processor, platform}: ContainersFacts): readonly Finding[] {
  if (platform !== 'darwin' || !/Apple M(4|5|6)/.test(processor)) return [];
  return [
    note('apple-m4', {
      found: `${processor}: Java before 17.0.15 and 21.0.7 crashes in containers here (SIGILL).`,
      cure: 'Upgrade Docker Desktop to 4.39 or newer, or type `export KAFKA_OPTS=-XX:UseSVE=0` in a tab where Java crashes.',
    }),
  ];
}
