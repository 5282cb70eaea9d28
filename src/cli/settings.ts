import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {everyImage} from '../lab/host-images.ts';
import type {RuntimeName} from '../lab/lab.ts';
import {type ChosenPrefix, choosePrefix, readPrefixKey} from '../ui/prefix-key.ts';
import {UsageError} from './explain-error.ts';

/** What a person has set, wherever it was: in the environment or, below it, in the settings file. */
export interface Settings {
  /** Absolute path; it need not exist. */
  readonly file: string;
  /** The environment with what the file says beside it, for everything that reads its settings there. */
  readonly environment: NodeJS.ProcessEnv;
  readonly runtime: RuntimeName | 'auto';
  /** The key that leads from a terminal back to the lesson. */
  readonly prefix: ChosenPrefix;
  readonly theme: Theme;
  readonly mouse: boolean;
  /** The command that opens a file; empty where nothing is set. */
  readonly editor: string;
  /** Every setting with its value and where it comes from, for people. */
  readonly listed: readonly ListedSetting[];
  /** Set where the settings cannot be used, and the defaults are. */
  readonly fault?: UsageError;
}

export type Theme = (typeof themes)[number];
const themes = ['auto', 'dark', 'light'] as const;
const runtimes = ['auto', 'docker', 'local'] as const;

export interface ListedSetting {
  readonly name: string;
  readonly value: string;
  readonly from: string;
}

interface SettingKind {
  /** Key in the file. */
  readonly name: string;
  /** The variable that goes before it. */
  readonly variable: string;
  readonly fallback: string;
  readonly expected: string;
  readonly fits: (value: string) => boolean;
}

const anything = () => true;
const oneOf = (values: readonly string[]) => ({
  expected: values.join(', '),
  fits: (value: string) => values.includes(value),
});

const imageName = {
  expected: 'the name of an image',
  fits: (value: string) => /^[\w][\w./:@-]*$/.test(value),
};

/** Everything that can be set. The help and the page of settings in the README list the same. */
export const settingKinds: readonly SettingKind[] = [
  {name: 'runtime', variable: 'KAFKA_LESSONS_RUNTIME', fallback: 'auto', ...oneOf(runtimes)},
  ...everyImage.map(({setting, variable, name}) => ({
    name: setting,
    variable,
    fallback: name,
    ...imageName,
  })),
  {
    name: 'mirror',
    variable: 'KAFKA_LESSONS_MIRROR',
    fallback: '',
    expected: 'an http or https address below which kafka/VERSION/ lies',
    fits: (value) => value === '' || (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)),
  },
  {
    name: 'prefix',
    variable: 'KAFKA_LESSONS_PREFIX',
    fallback: 'auto',
    expected: 'auto, or Ctrl and a letter, such as ctrl-g (not c, i, j or m)',
    fits: (value) => value === 'auto' || readPrefixKey(value) !== undefined,
  },
  {name: 'theme', variable: 'KAFKA_LESSONS_THEME', fallback: 'auto', ...oneOf(themes)},
  {name: 'mouse', variable: 'KAFKA_LESSONS_MOUSE', fallback: 'on', ...oneOf(['on', 'off', 'yes', 'no'])},
  {name: 'editor', variable: 'EDITOR', fallback: '', expected: 'a command', fits: anything},
];

/** Reads the settings file, if there is one. Throws `UsageError` that names the place and what was expected. */
export async function readSettings(environment: NodeJS.ProcessEnv): Promise<Settings> {
  const file = settingsFile(environment);
  return settle(environment, file, await readFileSettings(file));
}

/** The same, with the defaults and the reason where the settings cannot be used. */
export async function readSettingsOrDefaults(environment: NodeJS.ProcessEnv): Promise<Settings> {
  try {
    return await readSettings(environment);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const ours = settingKinds.map(({variable}) => variable);
    const others = Object.entries(environment).filter(([name]) => !ours.includes(name));
    return {...settle(Object.fromEntries(others), settingsFile(environment), {}), fault: error};
  }
}

function settle(
  environment: NodeJS.ProcessEnv,
  file: string,
  fromFile: Readonly<Record<string, string>>,
): Settings {
  const listed = settingKinds.map((kind): ListedSetting => {
    const fromVariable = environment[kind.variable]?.trim();
    if (fromVariable) return check(kind, fromVariable, kind.variable);
    const value = fromFile[kind.name];
    return value === undefined
      ? {name: kind.name, value: kind.fallback, from: 'default'}
      : check(kind, value, file);
  });
  const settingOf = (name: string) => listed.find((each) => each.name === name)?.value ?? '';
  const set = listed.filter(({from}) => from === file);
  const added = set.map(({name, value}) => [variableOf(name), value] as const);
  return {
    file,
    environment: {...environment, ...Object.fromEntries(added)},
    runtime: settingOf('runtime') as Settings['runtime'],
    prefix: choosePrefix(readPrefixKey(settingOf('prefix')), environment),
    theme: settingOf('theme') as Theme,
    mouse: ['on', 'yes'].includes(settingOf('mouse')),
    editor: settingOf('editor'),
    listed,
  };
}

/** `settings.yaml` in the XDG folder for configuration, on every system. */
function settingsFile(environment: NodeJS.ProcessEnv): string {
  const folder = environment['XDG_CONFIG_HOME'] || path.join(homedir(), '.config');
  return path.resolve(folder, 'kafka-lessons', 'settings.yaml');
}

function variableOf(wanted: string): string {
  return settingKinds.find(({name}) => name === wanted)?.variable ?? '';
}

function check({name, expected, fits}: SettingKind, value: string, from: string): ListedSetting {
  if (fits(value)) return {name, value, from};
  throw new UsageError(
    `${from}: ${name} is \`${value}\`, which is none of what it can be.`,
    `Expected: ${expected}.`,
  );
}

/** By name, as text: `on` and `off` are `true` and `false` too. */
async function readFileSettings(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new UsageError(
      `Your settings (${file}) cannot be read (${error.code}).`,
      'Make the file readable.',
    );
  });
  if (text.trim() === '') return {};
  // The parser is loaded only for those who have settings.
  const {parseSettings} = await import('./parse-settings.ts');
  const parsed = parseSettings(text);
  if ('settings' in parsed) return parsed.settings;
  const {line, column, message} = parsed.problem;
  throw new UsageError(
    `${file}:${line}:${column} ${message}`,
    `It can have: ${settingKinds.map(({name}) => name).join(', ')}. One a line, such as \`runtime: local\`.`,
  );
}
