import {readdir, realpath} from 'node:fs/promises';
import path from 'node:path';
import {findOnPath} from './find-on-path.ts';

const usualPrefixes = ['/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew'];

/**
 * The folders with the `libs` of each Kafka that Homebrew has installed, the one it links first: absolute paths,
 * each Kafka once. No process is started: `brew` takes for its prefix the folder above the one it is called in.
 */
export async function homebrewKafkas(
  environment: NodeJS.ProcessEnv,
  usual: readonly string[] = usualPrefixes,
): Promise<readonly string[]> {
  const homes = new Map<string, string>();
  for (const prefix of await prefixes(environment, usual)) {
    for (const home of await kafkasBelow(prefix)) {
      const real = await realpath(home).catch(() => undefined);
      if (real !== undefined && !homes.has(real)) homes.set(real, home);
    }
  }
  return [...homes.values()];
}

async function prefixes(
  environment: NodeJS.ProcessEnv,
  usual: readonly string[],
): Promise<ReadonlySet<string>> {
  const {HOMEBREW_PREFIX: named} = environment;
  const brew = await findOnPath('brew', environment);
  // A link to it from a folder of the learner's own is no prefix, but leads to one.
  const brews = brew === undefined ? [] : [brew, await realpath(brew)];
  return new Set([
    ...(named ? [path.resolve(named)] : []),
    ...brews.map((file) => path.dirname(path.dirname(file))),
    ...usual,
  ]);
}

async function kafkasBelow(prefix: string): Promise<readonly string[]> {
  const cellar = path.join(prefix, 'Cellar');
  const formulas = (await entriesOf(cellar)).filter((name) => /^kafka(@|$)/.test(name));
  const versions = await Promise.all(
    formulas.map(async (formula) =>
      (await entriesOf(path.join(cellar, formula))).map((version) => path.join(cellar, formula, version)),
    ),
  );
  const linked = formulas.map((formula) => path.join(prefix, 'opt', formula));
  return [...linked, ...versions.flat()].map((kafka) => path.join(kafka, 'libexec'));
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
