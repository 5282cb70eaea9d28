import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Rolldown} from 'tsdown';
import {noticesFromElsewhere} from './notices-from-elsewhere.ts';

/** Lies beside what was bundled. */
export const licensesFile = 'third-party-licenses.txt';

const root = path.resolve(import.meta.dirname, '../..');

/** A package of which something went into the bundle, and the terms it may be passed on under. */
interface Notice extends Terms {
  readonly name: string;
  readonly version: string;
}

interface Terms {
  readonly license: string;
  readonly text: string;
  readonly isFromElsewhere: boolean;
}

/**
 * Writes the licence of every package whose code went into the bundle, as the modules of its chunks tell. The build
 * fails when one has no licence text and is not in `noticesFromElsewhere`, or is there without need.
 */
export function thirdPartyLicenses(): Rolldown.Plugin {
  return {
    name: 'third-party-licenses',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const folders = new Set(modules.flatMap((module) => packageFolderOf(module) ?? []));
      const notices = [...folders].map(readNotice);
      const lacking = notices.filter(({isFromElsewhere}) => isFromElsewhere).map(({name}) => name);
      const needless = Object.keys(noticesFromElsewhere).filter((name) => !lacking.includes(name));
      if (needless.length > 0)
        throw new Error(`notices-from-elsewhere.ts has no need of ${needless.join(', ')}`);
      this.emitFile({type: 'asset', fileName: licensesFile, source: renderNotices(notices)});
    },
  };
}

/** Absolute folder of the package a module is of; undefined for our own modules. */
function packageFolderOf(module: string): string | undefined {
  if (module.startsWith(`${root}/src/`)) return undefined;
  const inPackage = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
  if (inPackage !== undefined) return inPackage;
  // What the bundler adds itself.
  if (module.startsWith('\0rolldown/')) return path.join(root, 'node_modules', 'rolldown');
  if (module.startsWith('\0@oxc-project+runtime@')) return module;
  throw new Error(`It is not known whose module this is: ${JSON.stringify(module)}`);
}

function readNotice(folder: string): Notice {
  const [, name, version] = /^\0(.+)@(\d[^/]*)\//.exec(folder) ?? [];
  if (name !== undefined && version !== undefined) {
    const plain = name.replace('+', '/');
    return {name: plain, version, ...fromElsewhere(plain, 'MIT')};
  }
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  const license = manifest.license ?? manifest.licenses?.map(({type}) => type).join(' OR ') ?? 'unknown';
  const files = readdirSync(folder).filter((file) =>
    /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(file),
  );
  if (files.length === 0)
    return {name: manifest.name, version: manifest.version, ...fromElsewhere(manifest.name, license)};
  const texts = files.sort().map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return {
    name: manifest.name,
    version: manifest.version,
    license,
    text: texts.join('\n\n'),
    isFromElsewhere: false,
  };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  /** As packages of old have it. */
  readonly licenses?: readonly {readonly type: string}[];
}

function fromElsewhere(name: string, license: string): Terms {
  const notice = noticesFromElsewhere[name];
  if (notice?.license !== license)
    throw new Error(
      `${name} (${license}) is bundled and has no licence file. Say in notices-from-elsewhere.ts what its licence is, and where that is written.`,
    );
  return {...notice, isFromElsewhere: true};
}

function renderNotices(notices: readonly Notice[]): string {
  const entries = new Map(notices.map((notice) => [`${notice.name} ${notice.version}`, notice]));
  const sorted = [...entries].sort(([left], [right]) => (left < right ? -1 : 1));
  return [
    'kafka-lessons carries code of the packages below, each under its own licence.\n',
    ...sorted.map(
      ([title, {license, text}]) => `${'='.repeat(80)}\n${title}\nLicence: ${license}\n\n${text}\n`,
    ),
  ].join('\n');
}
