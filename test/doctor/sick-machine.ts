import {chmodSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import type {Finding} from '../../src/doctor/finding.ts';
import {findOnPath} from '../../src/lab/distribution/find-on-path.ts';
import type {newAccount, Ran} from '../cli/run-launcher.ts';

export type Account = Awaited<ReturnType<typeof newAccount>>;

export const noEngine = 'unix:///no/such/docker.sock';

/** What `doctor --json` said. */
export interface Said {
  readonly exitCode: number | undefined;
  readonly status: 'ok' | 'lacks';
  readonly runtime: {readonly name: string; readonly why: string} | null;
  readonly findings: readonly Finding[];
  readonly text: string;
}

/** Scripts by name that stand for programs of a machine; `true` is the machine's own. */
export type Programs = Readonly<Record<string, string | true>>;

const healthyPrograms: Programs = {bash: true, ps: true, java: '17.0.15', sh: true};

/** A PATH with these programs and no others; `java` is given by its version. */
export async function pathWith(account: Account, programs: Programs): Promise<string> {
  const folder = path.join(account.folder, 'programs');
  mkdirSync(folder, {recursive: true});
  for (const [name, what] of Object.entries(programs)) {
    const file = path.join(folder, name);
    if (what === true) {
      const real = await findOnPath(name, process.env);
      if (real === undefined) throw new Error(`this machine has no ${name}`);
      symlinkSync(real, file);
    } else {
      writeFileSync(file, `#!/bin/sh\necho 'openjdk version "${what}" 2025-04-15' >&2\n`);
      chmodSync(file, 0o755);
    }
  }
  return folder;
}

export interface Sickness {
  /** DOCKER_HOST; none answers unless given. An empty one is not set. */
  readonly engine?: string;
  readonly programs?: Programs;
  readonly environment?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
}

/** A machine that is healthy but for what the test says: Java 17, bash, Kafka 3.9 in KAFKA_HOME, no engine. */
export async function sickEnvironment(account: Account, sickness: Sickness): Promise<Record<string, string>> {
  await account.write({'kafka/libs/kafka-clients-3.9.1.jar': ''});
  return {
    PATH: await pathWith(account, sickness.programs ?? healthyPrograms),
    KAFKA_HOME: path.join(account.folder, 'kafka'),
    ...(sickness.engine === '' ? {} : {DOCKER_HOST: sickness.engine ?? noEngine}),
    ...sickness.environment,
  };
}

export async function askDoctor(account: Account, sickness: Sickness = {}): Promise<Said> {
  const environment = await sickEnvironment(account, sickness);
  return readSaid(await account.run(['doctor', '--json', ...(sickness.words ?? [])], {environment}));
}

/** `--json` prints JSON and nothing else. */
export function readSaid({stdout, stderr, exitCode}: Ran): Said {
  if (stderr !== '') throw new Error(`doctor said on stderr: ${stderr}`);
  const {version, ...said} = JSON.parse(stdout) as {version: number} & Said;
  if (version !== 1) throw new Error(`version ${version}`);
  return {...said, exitCode, text: stdout};
}

/** The ids of what is wrong, in order. */
export function troubles({findings}: Said): readonly string[] {
  return findings.filter(({level}) => level === 'risk' || level === 'lack').map(({id}) => id);
}

/** The one finding of that name; throws where there are more, or none. */
export function findingOf({findings}: Said, id: string): Finding {
  const [found, ...others] = findings.filter((finding) => finding.id === id);
  if (!found || others.length > 0)
    throw new Error(`${others.length + (found ? 1 : 0)} findings of ${id}: ${JSON.stringify(findings)}`);
  return found;
}

/** Runs the program as a user without rights; undefined, said on the console, where that cannot be done here. */
export async function runAsNobody(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  launcher: string,
): Promise<Ran | undefined> {
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  const setpriv = (await findOnPath('setpriv', process.env)) ?? 'setpriv';
  const mayRun = await execa(setpriv, [...nobody, process.execPath, launcher, '--version'], {
    reject: false,
    cwd: '/',
  });
  if (mayRun.failed) {
    console.log(
      'Nobody else can run the program here (that takes root on Linux): a socket and a folder without permission are NOT tried.',
    );
    return undefined;
  }
  const {stdout, stderr, exitCode} = await execa(setpriv, [...nobody, process.execPath, launcher, ...words], {
    cwd: '/',
    env: environment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 60_000,
  });
  return {stdout, stderr, exitCode};
}
